import { describe, expect, test } from 'vitest';

import { aSignal } from '../../../test/support/a-signal.js';
import { SILENT_LOGGER } from '../../../test/support/fake-telemetry.js';
import { FakeTimers } from '../../../test/support/fake-timers.js';
import { restlessBars } from '../../../test/support/restless-bars.js';
import type { CounterName, GaugeName, HistogramName } from '../../application/ports/telemetry.js';
import { NO_TRACER } from '../../application/tracing.js';
import { scanDue } from '../../application/signals/scan-due.js';
import { SIGNAL_KINDS } from '../../domain/vpa/detectors/index.js';
import { COUNTERS, GAUGES, HISTOGRAMS } from './metric-declarations.js';
import { createMetrics, type MetricsRegistry } from './metrics.js';

/** Series that one process may export. */
const BUDGET = 5_000;

const seriesOf = async (registry: MetricsRegistry, pattern = /^\w/) =>
  (await registry.render()).split('\n').filter((line) => pattern.test(line)).length;
const keys = <K extends string>(declarations: Readonly<Record<K, unknown>>) => Object.keys(declarations) as K[];
const labelsOf = (names: readonly string[] | undefined, value: (name: string) => string) =>
  Object.fromEntries((names ?? []).map((name) => [name, value(name)]));

/** A market of so many stocks, each with a signal of every kind. */
async function scanMarket(stocks: number, registry: MetricsRegistry): Promise<void> {
  const now = new Date('2025-05-20T12:00:00Z');
  const bars = restlessBars(100, { seed: 3, now });
  let at = 0;
  const scan = scanDue({
    scans: {
      countDue: () => Promise.resolve(stocks - at),
      transaction: (work) =>
        work({
          claimDue: async () => {
            if (at === stocks) return [];
            at += 1;
            const symbol = `S${at}`;
            const stock = {
              id: symbol,
              symbol,
              name: symbol,
              sector: null,
              exchange: null,
              isIndex: false,
              isSimulated: true,
              isActive: true,
            };
            return [{ stock, from: null }];
          },
          loadBars: async () => [bars],
          insertNewSignals: async ([first]) => SIGNAL_KINDS.map((kind) => aSignal({ kind, symbol: first?.symbol ?? '' })),
          listUnfired: async () => undefined,
          addEvents: async () => undefined,
          markScanned: async () => undefined,
        }),
    },
    clock: { now: () => now },
    timers: new FakeTimers(),
    metrics: registry.metrics,
    logger: SILENT_LOGGER,
    tracer: NO_TRACER,
  });
  expect(await scan()).toMatchObject({ stocks, signals: stocks * SIGNAL_KINDS.length });
}

describe('the series of a process', () => {
  test('stay within 5 000 when 2 000 stocks have signals of every kind, and no signal is left out of the sums', async () => {
    const registry = createMetrics();
    await scanMarket(2_000, registry);
    expect(await seriesOf(registry)).toBeLessThanOrEqual(BUDGET);
    const text = await registry.render();
    const counts = [...text.matchAll(/^vpa_signals_generated_total\{.*\} (\d+)$/gm)].map(([, count]) => Number(count));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2_000 * SIGNAL_KINDS.length);
    for (const kind of SIGNAL_KINDS) expect(text).toContain(`vpa_signals_generated_total{signal_type="${kind}",symbol="other"}`);
    expect(text).toMatch(/^vpa_metric_labels_folded_total\{metric="vpa_signals_generated_total"\} [1-9]/m);
  });

  test('stay within 5 000 whatever values all labels of all metrics take', async () => {
    const registry = createMetrics();
    const { metrics } = registry;
    for (let round = 0; round < 10_000; round += 1) {
      const value = (name: string) => `${name}${round}`;
      for (const name of keys<CounterName>(COUNTERS)) metrics.increment(name, labelsOf(COUNTERS[name].labels, value));
      for (const name of keys<GaugeName>(GAUGES)) metrics.set(name, 1, labelsOf(GAUGES[name].labels, value));
      for (const name of keys<HistogramName>(HISTOGRAMS)) metrics.observe(name, 1, labelsOf(HISTOGRAMS[name].labels, value));
    }
    expect(await seriesOf(registry)).toBeLessThanOrEqual(BUDGET);
  });

  test('are those of the first values; later ones share one series', async () => {
    const registry = createMetrics();
    for (let number = 0; number < 1_000; number += 1) registry.metrics.increment('market_data_rejected_total', { reason: `r${number}` });
    expect(await seriesOf(registry, /^market_data_rejected_total/)).toBe(31);
    const text = await registry.render();
    expect(text).toContain('market_data_rejected_total{reason="r0"} 1\n');
    expect(text).toContain('market_data_rejected_total{reason="other"} 970\n');
  });
});
