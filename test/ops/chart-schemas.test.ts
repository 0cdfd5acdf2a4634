import { CronJob } from 'kubernetes-models/batch/v1/CronJob';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import { Ingress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import { Job } from 'kubernetes-models/batch/v1/Job';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { PersistentVolumeClaim } from 'kubernetes-models/v1/PersistentVolumeClaim';
import { Pod } from 'kubernetes-models/v1/Pod';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { Secret } from 'kubernetes-models/v1/Secret';
import { Service } from 'kubernetes-models/v1/Service';
import { ServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
import { StatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import { describe, expect, test } from 'vitest';

import { committed, manifestsOf, VALUE_FILES, type Manifest } from './support/manifests.js';

interface Validated {
  validate(): void;
}
const BUILT_IN: Readonly<Record<string, new (data: never) => Validated>> = {
  ConfigMap,
  CronJob,
  Deployment,
  HorizontalPodAutoscaler,
  Ingress,
  Job,
  NetworkPolicy,
  PersistentVolumeClaim,
  Pod,
  PodDisruptionBudget,
  Secret,
  Service,
  ServiceAccount,
  StatefulSet,
};
/** Kinds of operators: their schemas are not among Kubernetes' own. */
const CUSTOM = ['ExternalSecret', 'PrometheusRule', 'ScaledObject', 'ServiceMonitor', 'TriggerAuthentication'];

describe.each(VALUE_FILES)('rendered with %s values', (name) => {
  const manifests = manifestsOf(committed(name)).filter(({ kind }) => !CUSTOM.includes(kind));

  test.each(manifests.map((manifest) => [`${manifest.kind} ${manifest.metadata.name}`, manifest] as const))(
    "%s keeps to Kubernetes' schema",
    (_, manifest) => {
      expect(() => model(manifest).validate()).not.toThrow();
    },
  );
});

test('the schemas refuse a port that is no number', () => {
  const service = manifestsOf(committed('default')).find(({ kind }) => kind === 'Service')!;
  const wrong = { ...service, spec: { ...service.spec, ports: [{ port: 'eighty' }] } } as unknown as Manifest;
  expect(() => model(wrong).validate()).toThrow('port');
});

function model(manifest: Manifest): Validated {
  const Kind = BUILT_IN[manifest.kind];
  if (Kind === undefined) throw new Error(`no schema for ${manifest.kind}`);
  return new Kind(manifest as never);
}
