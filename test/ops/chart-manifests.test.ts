import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

import { committed, manifestsOf, podsOf, selects, VALUE_FILES, type Manifest } from './support/manifests.js';

const WRITABLE_VOLUMES = ['configMap', 'emptyDir', 'persistentVolumeClaim', 'projected', 'secret', 'downwardAPI', 'csi', 'ephemeral'];
/** Addresses that hold no secret. */
const PUBLIC = ['VPA_URL'];

test('the chart is rendered for at least six value files', () => {
  expect(VALUE_FILES).toEqual(expect.arrayContaining(['default', 'minimal', 'production', 'existing-secrets', 'keda-off', 'everything']));
});

test('every setting that the application reads is set in the pods', () => {
  const config = readFileSync(new URL('../../src/main/config.ts', import.meta.url), 'utf8');
  const read = [...config.matchAll(/(?:read\.\w+\(|env\[)'([A-Z_]+)'/g)].map(([, name = '']) => name);
  const api = podsOf(manifestsOf(committed('everything'))).find(({ owner }) => owner === 'Deployment vpa-api');
  const set = (api?.spec.containers[0]?.env ?? []).map(({ name }) => name);
  expect(read.length).toBeGreaterThan(12);
  expect([...new Set(read)].filter((name) => !set.includes(name) && name !== 'INIT_CWD')).toEqual([]);
});

/** What a probe asks, without how often. */
function asked(probe: object | undefined): object {
  return { ...probe, periodSeconds: 0, timeoutSeconds: 0, failureThreshold: 0 };
}

describe.each(VALUE_FILES)('rendered with %s values', (name) => {
  const manifests = manifestsOf(committed(name));
  const pods = podsOf(manifests);
  const byKind = (kind: string): readonly Manifest[] => manifests.filter((manifest) => manifest.kind === kind);

  test('names are unique within a kind and short enough', () => {
    const names = manifests.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { metadata } of manifests) expect(metadata.name.length).toBeLessThanOrEqual(63);
  });

  test('every object carries the recommended labels', () => {
    for (const { metadata } of manifests) {
      for (const label of ['name', 'instance', 'component', 'version', 'managed-by', 'part-of'])
        expect(metadata.labels[`app.kubernetes.io/${label}`]).toBeTruthy();
    }
  });

  test.each(pods.map((pod) => [pod.owner, pod] as const))('%s keeps to restricted pod security', (_, { spec }) => {
    expect(spec.automountServiceAccountToken).toBe(false);
    expect(spec.hostNetwork ?? spec.hostPID ?? false).toBe(false);
    expect(spec.securityContext.runAsNonRoot).toBe(true);
    expect(spec.securityContext.runAsUser).toBeGreaterThan(0);
    expect(spec.securityContext.seccompProfile.type).toBe('RuntimeDefault');
    for (const container of [...spec.containers, ...(spec.initContainers ?? [])]) {
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(container.resources?.limits?.memory).toMatch(/^\d+(Mi|Gi)$/);
      expect(container.resources?.requests).toHaveProperty('cpu');
    }
    for (const volume of spec.volumes ?? [])
      expect(WRITABLE_VOLUMES).toEqual(expect.arrayContaining(Object.keys(volume).filter((key) => key !== 'name')));
  });

  test('every mount has its volume', () => {
    for (const { spec } of pods.filter((pod) => pod.kind !== 'StatefulSet')) {
      const volumes = (spec.volumes ?? []).map((volume) => volume['name']);
      for (const container of [...spec.containers, ...(spec.initContainers ?? [])])
        for (const mount of container.volumeMounts ?? []) expect(volumes).toContain(mount.name);
    }
  });

  test('no image is "latest" or without tag', () => {
    for (const { spec } of pods)
      for (const { image } of [...spec.containers, ...(spec.initContainers ?? [])])
        expect(image).toMatch(/(:(?!latest$)[\w.-]+|@sha256:[0-9a-f]{64})$/);
  });

  test('selectors are part of the labels of their pods, and hold no version', () => {
    for (const { spec } of [...byKind('Deployment'), ...byKind('StatefulSet')]) {
      expect(selects(spec.selector, spec.template.metadata.labels)).toBe(true);
      expect(Object.keys(spec.selector.matchLabels ?? {}).join(' ')).not.toMatch(/version|chart/);
    }
  });

  test('no two deployments share pods', () => {
    for (const owner of byKind('Deployment')) {
      const matching = pods.filter((pod) => selects(owner.spec.selector, pod.labels));
      expect(matching.map((pod) => pod.owner)).toEqual([`Deployment ${owner.metadata.name}`]);
    }
  });

  test('services reach pods that have their port', () => {
    for (const { spec } of byKind('Service')) {
      const behind = pods.filter((pod) => selects({ matchLabels: spec.selector }, pod.labels));
      expect(behind.length).toBeGreaterThan(0);
      for (const { targetPort } of spec.ports)
        for (const pod of behind) expect(pod.spec.containers.flatMap((c) => c.ports ?? []).map((port) => port.name)).toContain(targetPort);
    }
  });

  test('the metrics are on no service that clients reach', () => {
    const api = byKind('Service').find(({ metadata }) => metadata.name === 'vpa-api');
    expect(api?.spec.ports).toEqual([{ name: 'http', port: 80, targetPort: 'http', protocol: 'TCP' }]);
  });

  test('autoscalers point at deployments without replicas, one each', () => {
    const targets = [...byKind('HorizontalPodAutoscaler'), ...byKind('ScaledObject')].map(({ spec }) => spec.scaleTargetRef.name);
    expect(new Set(targets).size).toBe(targets.length);
    for (const deployment of byKind('Deployment'))
      expect(deployment.spec.replicas === undefined).toBe(targets.includes(deployment.metadata.name));
    for (const target of targets) expect(byKind('Deployment').map(({ metadata }) => metadata.name)).toContain(target);
  });

  test('each disruption budget guards the pods of exactly one deployment', () => {
    const guarded = byKind('PodDisruptionBudget').map(({ spec }) =>
      pods.filter((pod) => selects(spec.selector, pod.labels)).map((pod) => pod.owner),
    );
    for (const owners of guarded) expect(owners).toHaveLength(1);
    expect(guarded.flat().sort()).toEqual(
      byKind('Deployment')
        .map(({ metadata }) => `Deployment ${metadata.name}`)
        .sort(),
    );
  });

  test('liveness and readiness ask different things', () => {
    for (const { spec } of pods.filter((pod) => pod.kind === 'Deployment'))
      for (const { livenessProbe, readinessProbe } of spec.containers) {
        expect(livenessProbe).toBeDefined();
        expect(readinessProbe).toBeDefined();
        expect(JSON.stringify(livenessProbe)).not.toContain('/readyz');
        expect(asked(livenessProbe)).not.toEqual(asked(readinessProbe));
      }
  });

  test('addresses and other secrets come from a Secret, never as text', () => {
    const variables = pods.flatMap(({ spec }) =>
      [...spec.containers, ...(spec.initContainers ?? [])].flatMap((container) => container.env ?? []),
    );
    const secret = variables.filter((variable) => /_URL$|PASSWORD|TOKEN|SECRET/.test(variable.name) && !PUBLIC.includes(variable.name));
    expect(secret.length).toBeGreaterThan(0);
    expect(secret.filter(({ value }) => value !== undefined)).toEqual([]);
  });

  test('a network policy denies by default, and each pod has one that opens what it needs', () => {
    const policies = byKind('NetworkPolicy');
    if (name === 'minimal') {
      expect(policies).toEqual([]);
      return;
    }
    for (const pod of pods) {
      const covering = policies.filter(({ spec }) => selects(spec.podSelector, pod.labels));
      const denying = covering.find(({ metadata }) => metadata.name === 'vpa-default-deny');
      expect(denying?.spec.policyTypes).toEqual(['Ingress', 'Egress']);
      expect(denying?.spec.ingress).toBeUndefined();
      if (!pod.owner.endsWith('restore-drill')) expect(covering.length).toBeGreaterThan(1);
    }
    for (const { spec } of policies.filter(({ metadata }) => !metadata.name.endsWith('default-deny')))
      expect(pods.filter((pod) => selects(spec.podSelector, pod.labels)).length).toBeGreaterThan(0);
    for (const { spec } of policies) {
      for (const rule of spec.ingress ?? []) expect(rule.from?.length).toBeGreaterThan(0);
      for (const rule of spec.egress ?? []) expect(rule.to?.length).toBeGreaterThan(0);
    }
  });

  test('the migration hook leans on nothing of the release', () => {
    for (const job of byKind('Job')) {
      expect(job.metadata.annotations).toMatchObject({
        'helm.sh/hook': 'pre-install,pre-upgrade',
        'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded',
      });
      const { spec } = job.spec.template;
      const own = [...byKind('Secret'), ...byKind('ExternalSecret')].map(({ metadata }) => metadata.name);
      const used = spec.containers
        .flatMap((container) => container.env ?? [])
        .map((variable) => variable.valueFrom?.secretKeyRef?.name ?? '');
      expect(own.filter((secret) => used.includes(secret))).toEqual([]);
      expect(spec.serviceAccountName).toBe('default');
      expect(spec.volumes).toEqual([{ name: 'tmp', emptyDir: { sizeLimit: '64Mi' } }]);
    }
  });

  test('migrations run exactly one way', () => {
    const inPods = pods.filter(
      (pod) => pod.kind === 'Deployment' && pod.spec.initContainers?.some((container) => container.name === 'migrate'),
    );
    const deployments = byKind('Deployment').length;
    expect([byKind('Job').length, inPods.length]).toEqual(byKind('Job').length === 1 ? [1, 0] : [0, deployments]);
  });

  test('the service monitor finds the metrics service and its port', () => {
    for (const { spec } of byKind('ServiceMonitor')) {
      const found = byKind('Service').filter(({ metadata }) => selects(spec.selector, metadata.labels));
      expect(found.map(({ metadata }) => metadata.name)).toEqual(['vpa-metrics']);
      expect(spec.endpoints.map(({ port }) => port)).toEqual(['metrics']);
    }
  });
});
