import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

import { createMetrics } from '../../src/adapters/telemetry/metrics.js';
import { findOrInstall } from '../support/binaries.js';
import { CHART } from './support/helm.js';
import { committed, manifestsOf } from './support/manifests.js';

interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly labels?: { readonly severity: string; readonly owner: string };
  readonly annotations?: { readonly runbook: string; readonly summary: string };
}
interface Case {
  readonly alert_rule_test?: readonly { readonly alertname: string; readonly exp_alerts?: readonly unknown[] }[];
}
interface Dashboard {
  readonly panels: readonly { readonly id: number; readonly title: string; readonly targets: readonly { readonly expr: string }[] }[];
}

const root = new URL('../../', import.meta.url).pathname;
const rules = (parse(readFileSync(`${CHART}/files/rules/vpa.yaml`, 'utf8')) as { groups: { rules: Rule[] }[] }).groups.flatMap(
  (group) => group.rules,
);
const alerts = rules.filter((rule) => rule.alert !== undefined);
const cases = (parse(readFileSync(`${root}test/ops/alert-rules.promtool.yaml`, 'utf8')) as { tests: Case[] }).tests.flatMap(
  (one) => one.alert_rule_test ?? [],
);
const dashboard = JSON.parse(readFileSync(`${CHART}/files/dashboards/vpa.json`, 'utf8')) as Dashboard;
const OWN_NAME = /(?<![:\w])(?:vpa|graphql|api|websocket|subscription|market|outbox|db_pool|system|nodejs|process|build|backtests?)_\w+/g;

/** Names of series that the processes export, with the suffixes that a histogram adds. */
async function exported(): Promise<ReadonlySet<string>> {
  const text = await createMetrics().render();
  const names = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name = '', type]) =>
    type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
  );
  return new Set(names);
}

test('rules and dashboard read only series that are exported', async () => {
  const names = await exported();
  const read = [...rules.map(({ expr }) => expr), ...dashboard.panels.flatMap((panel) => panel.targets.map(({ expr }) => expr))];
  const used = read.flatMap((expr) => expr.match(OWN_NAME) ?? []);
  expect(used.length).toBeGreaterThan(30);
  expect(used.filter((name) => !names.has(name))).toEqual([]);
});

test('recorded series that are read are recorded', () => {
  const recorded = rules.flatMap(({ record }) => record ?? []);
  const read = [...alerts.map(({ expr }) => expr), ...dashboard.panels.flatMap((panel) => panel.targets.map(({ expr }) => expr))];
  const used = read.flatMap((expr) => expr.match(/\bvpa:[\w:]+/g) ?? []);
  expect(used.length).toBeGreaterThan(3);
  expect(used.filter((name) => !recorded.includes(name))).toEqual([]);
});

test('every exported series has a panel on the dashboard', async () => {
  const shown = dashboard.panels.flatMap((panel) => panel.targets.map(({ expr }) => expr)).join('\n');
  const bases = [...(await exported())].map((name) => name.replace(/_(bucket|sum|count)$/, ''));
  const recorded = rules
    .filter(({ record }) => record !== undefined)
    .map(({ expr }) => expr)
    .join('\n');
  expect([...new Set(bases)].filter((name) => !shown.includes(name) && !recorded.includes(name))).toEqual([]);
});

test('panels have numbers and titles of their own', () => {
  expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
  expect(new Set(dashboard.panels.map(({ title }) => title)).size).toBe(dashboard.panels.length);
});

describe.each(alerts.map((rule) => [rule.alert ?? '', rule] as const))('%s', (name, rule) => {
  test('says how urgent it is, whose it is, and what to do', () => {
    expect(['page', 'ticket', 'none']).toContain(rule.labels?.severity);
    expect(rule.labels?.owner).toBeTruthy();
    const [file = '', anchor = ''] = (rule.annotations?.runbook ?? '').split('#');
    expect(anchor).toBe(name.toLowerCase());
    expect(readFileSync(`${root}${file}`, 'utf8')).toContain(`\n## ${name}\n`);
  });

  test('has a case that fires and one that stays quiet', () => {
    const own = cases.filter(({ alertname }) => alertname === name);
    expect(own.filter(({ exp_alerts }) => (exp_alerts?.length ?? 0) > 0).length).toBeGreaterThan(0);
    expect(own.filter(({ exp_alerts }) => (exp_alerts?.length ?? 0) === 0).length).toBeGreaterThan(name === 'VpaWatchdog' ? -1 : 0);
  });
});

test('the chart hands over all rules and the dashboard unchanged', () => {
  const manifests = manifestsOf(committed('production'));
  const rendered = manifests.find(({ kind }) => kind === 'PrometheusRule')?.spec.groups.flatMap((group) => group.rules);
  expect(rendered).toEqual(rules);
  const map = manifests.find(({ metadata }) => metadata.name === 'vpa-dashboards');
  expect(JSON.parse(map?.data?.['vpa.json'] ?? '')).toEqual(dashboard);
});

const promtool = await findOrInstall({ program: 'promtool', folders: ['/usr/bin'], debianPackages: ['prometheus'] });

test.each([
  ['check', `${CHART}/files/rules/vpa.yaml`],
  ['test', `${root}test/ops/alert-rules.promtool.yaml`],
])(
  'promtool %s rules %s',
  (verb, file) => {
    const { status, stdout, stderr } = spawnSync(promtool, [verb, 'rules', file], { encoding: 'utf8' });
    expect({ status, output: stdout + stderr }).toEqual({ status: 0, output: expect.stringContaining('SUCCESS') as string });
  },
  180_000,
);
