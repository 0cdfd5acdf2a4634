import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';

import { CHART, findHelm, lint, render } from './support/helm.js';
import { committed, manifestsOf, VALUE_FILES } from './support/manifests.js';
import { WRONG_VALUES } from './support/wrong-values.js';

const helm = findHelm();

if (helm === null) process.stderr.write('ops: neither helm nor Go is here; only the committed manifests are tested\n');

test.each(helm === null ? VALUE_FILES : [])('the manifests of %s values are committed', (name) => {
  expect(manifestsOf(committed(name)).length).toBeGreaterThan(5);
});

describe.each(helm === null ? [] : [helm])('rendered by %s', (helm) => {
  describe.each(VALUE_FILES)('%s values', (name) => {
    const file = `${CHART}/ci/${name}-values.yaml`;

    test('render to the committed manifests (helm/vpa/ci/render.sh writes them)', () => {
      expect(render(helm, ['--values', file])).toEqual({ ok: true, text: committed(name) });
    });

    test('pass helm lint --strict', () => {
      expect(lint(helm, file)).toContain('0 chart(s) failed');
    });
  });

  test.each(['1.30.0', '1.31.0', '1.33.0', '1.34.0'])('Kubernetes %s gets the same manifests', (version) => {
    expect(render(helm, ['--values', `${CHART}/ci/everything-values.yaml`], version).text).toBe(committed('everything'));
  });

  test('an older Kubernetes, without the sleep of preStop, is refused', () => {
    expect(render(helm, ['--set', 'secrets.existingSecret=vpa'], '1.29.0').text).toContain('kubeVersion');
  });

  describe('wrong values are refused by name', () => {
    let baseline = false;
    beforeAll(() => {
      baseline = render(helm, ['--set', 'secrets.existingSecret=vpa']).ok;
    });

    test.each(WRONG_VALUES)('$names', ({ values, names }) => {
      expect(baseline).toBe(true);
      const own = values.some((value) => /^(secrets|trial)\./.test(value) || value === '') ? [] : ['secrets.existingSecret=vpa'];
      const { ok, text } = render(
        helm,
        [...own, ...values.filter((value) => value !== '')].flatMap((value) => ['--set-json', asJson(value)]),
      );
      expect({ ok, text }).toEqual({ ok: false, text: expect.stringContaining(names) as string });
    });
  });

  test('a new worker is one entry: its deployment, budget and metrics come by themselves', () => {
    const { text } = render(helm, ['--set', 'secrets.existingSecret=vpa', '--set', 'workers.archiver.enabled=true']);
    const kinds = manifestsOf(text)
      .filter(({ metadata }) => metadata.name === 'vpa-archiver')
      .map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(['Deployment', 'PodDisruptionBudget']);
    expect(text).toContain('- archiver');
  });
});

test('every section of the values is explained', () => {
  const lines = readFileSync(`${CHART}/values.yaml`, 'utf8').split('\n');
  const sections = lines.flatMap((line, index) => (/^[a-z]\w*:/.test(line) ? [{ line, before: lines[index - 1] ?? '' }] : []));
  expect(sections.length).toBeGreaterThan(12);
  expect(sections.filter(({ before }) => !before.startsWith('#')).map(({ line }) => line)).toEqual([]);
});

/** `a.b=text`, or `a.b:=json`, as --set-json wants it. */
function asJson(value: string): string {
  const [path = '', json] = value.split(':=');
  if (json !== undefined) return `${path}=${json}`;
  const at = value.indexOf('=');
  return `${value.slice(0, at)}=${JSON.stringify(value.slice(at + 1))}`;
}
