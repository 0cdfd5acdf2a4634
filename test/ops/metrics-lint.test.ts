import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

import { COUNTERS, GAUGES, HISTOGRAMS } from '../../src/adapters/telemetry/metric-declarations.js';
import { createMetrics } from '../../src/adapters/telemetry/metrics.js';
import { measureProcess } from '../../src/adapters/telemetry/process-metrics.js';
import type { CounterName, GaugeName, HistogramName } from '../../src/application/ports/telemetry.js';
import { findOrInstall } from '../support/binaries.js';

/** What promtool finds fault with and the original's names force. */
const FORCED = new Set([
  'system_cpu_usage_percent use base unit "ratio" instead of "percent"',
  'system_memory_usage_percent use base unit "ratio" instead of "percent"',
]);

const promtool = await findOrInstall({ program: 'promtool', folders: ['/usr/bin'], debianPackages: ['prometheus'] });
const keys = <K extends string>(declarations: Readonly<Record<K, unknown>>) => Object.keys(declarations) as K[];
const labels = (names: readonly string[] = []) => Object.fromEntries(names.map((name) => [name, 'value']));

test('promtool finds no fault with the metrics beyond two names that were given', async () => {
  const registry = createMetrics();
  measureProcess(registry, '0.0.0');
  const { metrics } = registry;
  for (const name of keys<CounterName>(COUNTERS)) metrics.increment(name, labels(COUNTERS[name].labels));
  for (const name of keys<GaugeName>(GAUGES)) metrics.set(name, 1, labels(GAUGES[name].labels));
  for (const name of keys<HistogramName>(HISTOGRAMS)) metrics.observe(name, 1, labels(HISTOGRAMS[name].labels));
  const { stdout, stderr } = spawnSync(promtool, ['check', 'metrics'], { input: await registry.render(), encoding: 'utf8' });
  const faults = `${stdout}${stderr}`.split('\n').filter((line) => line !== '');
  expect(faults.filter((fault) => !FORCED.has(fault))).toEqual([]);
});
