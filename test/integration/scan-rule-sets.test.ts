/** A rule set beside the textbook: its signals are stored for comparison, and nothing else changes. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { explainSignals } from '../../src/application/signals/explain-signals.js';
import { scanDue } from '../../src/application/signals/scan-due.js';
import { NO_TRACER } from '../../src/application/tracing.js';
import { SYSTEM } from '../../src/domain/access/actor.js';
import { fromEpochDay } from '../../src/domain/market/trading-date.js';
import { analyseWith } from '../../src/domain/vpa/analyse-series.js';
import { SERIES } from '../../src/domain/vpa/rule-sets/series.js';
import { TEXTBOOK } from '../../src/domain/vpa/rule-sets/textbook.js';
import { sliceBars } from '../support/bars.js';
import { FakeMetrics, SILENT_LOGGER } from '../support/fake-telemetry.js';
import { pgliteRig, postgresRig, type PersistenceRig } from '../support/persistence-rig.js';
import { REAL_TIMERS } from '../support/real-timers.js';
import { restlessBars } from '../support/restless-bars.js';
import { storeColumns } from '../support/store-columns.js';

const DAYS = 160;
const NOW = new Date('2025-05-20T12:00:00Z');
const SYMBOLS = ['VCB', 'TCB', 'HPG'];
const series = new Map(SYMBOLS.map((symbol, i) => [symbol, restlessBars(DAYS, { seed: i + 11, now: NOW })]));

/** Ids of what the engine finds by a rule set, ascending. */
function expectedIds(ruleSet: typeof TEXTBOOK): readonly string[] {
  return [...series]
    .flatMap(([symbol, bars]) => {
      const analysis = analyseWith(ruleSet, bars, { symbol, isIndex: false });
      return Array.from({ length: DAYS }, (_, t) =>
        analysis.firedAt(t).map(({ kind }) => `${symbol}:D1:${fromEpochDay(bars.epochDay[t]!)}:${kind}:${ruleSet.version}`),
      ).flat();
    })
    .toSorted();
}

describe.each([
  ['PostgreSQL', postgresRig],
  ['PGlite', pgliteRig],
])('two rule sets on %s', (_name, open) => {
  let rig: PersistenceRig;
  beforeAll(async () => {
    rig = await open();
  });
  afterAll(() => rig.close());
  beforeEach(() => rig.reset());

  const store = (from: number, to: number) =>
    storeColumns(rig.database, new Map([...series].map(([symbol, bars]) => [symbol, sliceBars(bars, from, to)])));
  const scanner = (ruleSets?: readonly (typeof TEXTBOOK)[], metrics = new FakeMetrics()) =>
    scanDue({
      clock: { now: () => NOW },
      metrics,
      logger: SILENT_LOGGER,
      scans: rig.database.scans,
      timers: REAL_TIMERS,
      tracer: NO_TRACER,
      ...(ruleSets === undefined ? {} : { ruleSets }),
    });
  const idsOf = async (ruleVersion: string) =>
    (await rig.query('select id from vpa_signals where rule_version = $1', [ruleVersion])).map(({ id }) => String(id)).toSorted();
  const told = async () => rig.query("select payload from events where type = 'signal.detected'");

  it('find each what the engine finds by it, whether scanned together, later, or bar by bar', async () => {
    await store(0, DAYS - 3);
    await scanner()();
    for (let day = DAYS - 3; day < DAYS; day += 1) {
      await store(day, day + 1);
      await scanner([TEXTBOOK, SERIES])();
    }
    expect(await idsOf('textbook-1')).toEqual(expectedIds(TEXTBOOK));
    expect(await idsOf('series-1')).toEqual(expectedIds(SERIES));
    expect(await scanner([TEXTBOOK, SERIES])()).toEqual({ stocks: 0, signals: 0, events: 0, failed: 0 });
    expect(await rig.database.scans.countDue('series-1')).toBe(0);
  });

  it('are told, and listed to be scored, by the textbook alone', async () => {
    await store(0, DAYS);
    const metrics = new FakeMetrics();
    const { stocks, events, signals } = await scanner([TEXTBOOK, SERIES], metrics)();
    expect(stocks).toBe(2 * SYMBOLS.length);
    expect(signals).toBe(expectedIds(TEXTBOOK).length + expectedIds(SERIES).length);
    const counted = [...metrics.counters].filter(([key]) => key.startsWith('vpa_signals_generated_total'));
    expect(counted.reduce((sum, [, count]) => sum + count, 0)).toBe(expectedIds(TEXTBOOK).length);
    const payloads = (await told()).map(({ payload }) => JSON.stringify(payload));
    expect(payloads.length).toBe(events);
    expect(events).toBeGreaterThan(0);
    expect(payloads.filter((payload) => payload.includes('series-1'))).toEqual([]);
    expect(await rig.query("select id from vpa_signals where rule_version = 'series-1' and origin = 'LIVE'")).toEqual([]);
    const due = (await rig.query('select signal_id from signals_due')).map((row) => String(row['signal_id']));
    expect(due.toSorted()).toEqual(expectedIds(TEXTBOOK));
  });

  it('are told apart by the filter, and explained each by its own rules', async () => {
    await store(0, DAYS);
    await scanner([TEXTBOOK, SERIES])();
    const { signals, stocks, bars } = rig.database;
    const page = { first: 1_000, after: null };
    const found = await signals.list({ ruleVersions: ['series-1'], symbols: ['VCB'] }, page);
    expect(found.items.map(({ id }) => id).toSorted()).toEqual(expectedIds(SERIES).filter((id) => id.startsWith('VCB:')));
    expect(await signals.count({ ruleVersions: [] })).toBe(0);
    expect(await signals.count({ ruleVersions: ['series-1', 'textbook-1'] })).toBe(await signals.count({}));

    const explain = explainSignals({ stocks, bars });
    const own = found.items.filter(({ kind }) => kind === 'NO_DEMAND').slice(0, 5);
    expect(own.length).toBeGreaterThan(0);
    for (const explanation of await explain(own, SYSTEM)) expect(explanation).toMatchObject({ ruleVersion: 'series-1', hasFired: true });
    const [unknown] = await explain([{ ...own[0]!, ruleVersion: 'series-0' }], SYSTEM);
    expect(unknown).toBeNull();
  });
});
