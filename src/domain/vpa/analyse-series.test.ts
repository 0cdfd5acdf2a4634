import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { bars, scaleBars, sliceBars } from '../../../test/support/bars.js';
import { marketBars } from '../../../test/support/market-bars.js';
import { askOracle } from '../../../test/support/oracle.js';
import { toEpochDay, parseTradingDate } from '../market/trading-date.js';
import { analyseSeries, WARM_UP_BARS, type SeriesAnalysis } from './analyse-series.js';
import { SIGNAL_KINDS } from './detectors/index.js';
import { Workspace } from './workspace.js';

const STOCK = { symbol: 'AAA', isIndex: false };
const SEED = fc.integer({ min: 1, max: 1_000_000 });
const RUNS = { numRuns: 25 };

function kindsAt(analysis: SeriesAnalysis, t: number): string {
  return analysis
    .firedAt(t)
    .map(({ kind, direction }) => `${kind}/${direction}`)
    .join('|');
}

function allKinds(analysis: SeriesAnalysis): readonly string[] {
  return Array.from({ length: analysis.length }, (_, t) => kindsAt(analysis, t));
}

describe('the engine', () => {
  test('finds and measures what the slow and obvious implementation does', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(SEED, (seed) => {
        const columns = marketBars(260, seed);
        const analysis = analyseSeries(columns, STOCK);
        for (const [t, expected] of askOracle(columns).entries()) {
          const found = analysis.firedAt(t).map(({ kind }) => kind);
          for (const kind of found) seen.add(kind);
          expect(found.toSorted(), `bar ${t}`).toEqual(expected.kinds.toSorted());
          const measured = analysis.measuredAt(t);
          expect(measured.background).toBe(expected.background);
          expect([measured.isDowntrend, measured.isUptrend]).toEqual([expected.downtrend, expected.uptrend]);
          expectClose(measured.volumeRatio, expected.volumeRatio);
          expectClose(measured.spreadRatio, expected.spreadRatio);
          expectClose(measured.closePosition, expected.closePosition);
          expectClose(measured.changePct, expected.change);
          expectClose(measured.bodyRatio, expected.bodyRatio);
          expectClose(measured.upperWick, expected.upperWick);
          expectClose(measured.lowerWick, expected.lowerWick);
          expectClose(measured.atr14, expected.atr);
          expectClose(measured.resistance30, expected.resistance);
          expectClose(measured.support30, expected.support);
        }
      }),
      { numRuns: 40, seed: 7 },
    );
    expect([...seen].toSorted(), 'every kind has been seen').toEqual(SIGNAL_KINDS.toSorted());
  });

  test('finds at once what it finds bar by bar', () => {
    fc.assert(
      fc.property(SEED, (seed) => {
        const columns = marketBars(160, seed);
        const whole = analyseSeries(columns, STOCK);
        for (let t = 0; t < columns.length; t++) {
          const replayed = analyseSeries(sliceBars(columns, 0, t + 1), STOCK);
          expect(kindsAt(replayed, t)).toBe(kindsAt(whole, t));
          expect(replayed.measuredAt(t)).toEqual(whole.measuredAt(t));
        }
      }),
      { numRuns: 10 },
    );
  });

  test('finds the same on a bar from its warm-up alone', () => {
    fc.assert(
      fc.property(SEED, (seed) => {
        const columns = marketBars(300, seed);
        const whole = analyseSeries(columns, STOCK);
        for (let t = WARM_UP_BARS; t < columns.length; t++) {
          const short = analyseSeries(sliceBars(columns, t - WARM_UP_BARS, t + 1), STOCK);
          expect(kindsAt(short, WARM_UP_BARS)).toBe(kindsAt(whole, t));
          expect(short.measuredAt(WARM_UP_BARS).background).toBe(whole.measuredAt(t).background);
          expect(short.measuredAt(WARM_UP_BARS).isUptrend).toBe(whole.measuredAt(t).isUptrend);
        }
      }),
      RUNS,
    );
  });

  test('finds the same in any unit of price and of volume', () => {
    fc.assert(
      fc.property(SEED, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), fc.integer({ min: 1, max: 100_000 }), (seed, price, volume) => {
        const columns = marketBars(200, seed);
        const expected = allKinds(analyseSeries(columns, STOCK));
        expect(allKinds(analyseSeries(scaleBars(columns, { price }), STOCK))).toEqual(expected);
        expect(allKinds(analyseSeries(scaleBars(columns, { volume }), STOCK))).toEqual(expected);
      }),
      RUNS,
    );
  });

  test('finds the same in memory that other series used before', () => {
    const workspace = new Workspace();
    for (const [length, seed] of [
      [300, 1],
      [40, 2],
      [500, 3],
      [0, 4],
      [1, 5],
      [120, 6],
    ] as const) {
      const columns = marketBars(length, seed);
      const fresh = analyseSeries(columns, STOCK);
      const reused = analyseSeries(columns, STOCK, workspace);
      expect(allKinds(reused)).toEqual(allKinds(fresh));
      for (let t = 0; t < length; t++) expect(reused.measuredAt(t)).toEqual(fresh.measuredAt(t));
    }
  });
});

describe('a bar locked at a price limit', () => {
  const locked = (factor: number, volume: number) => {
    const columns = bars().flat(70).add({ open: factor, high: factor, low: factor, close: factor, volume }).columns();
    return analyseSeries(columns, STOCK);
  };

  test('at the ceiling on much volume shows no effort and closes high', () => {
    expect(kindsAt(locked(1.07, 3), 70)).toBe('');
    expect(locked(1.07, 3).measuredAt(70)).toMatchObject({ closePosition: 1, spreadRatio: 0, bodyRatio: 0, upperWick: 0, lowerWick: 0 });
  });

  test('at the ceiling on little volume is an advance without volume', () => {
    expect(kindsAt(locked(1.07, 0.5), 70)).toBe('LOW_VOLUME_ADVANCE/BEARISH');
  });

  test('at the floor on much volume is no test and no demand', () => {
    expect(kindsAt(locked(0.93, 3), 70)).toBe('');
    expect(locked(0.93, 3).measuredAt(70).closePosition).toBe(0);
  });

  test('at the floor on little volume is quiet', () => {
    expect(kindsAt(locked(0.93, 0.5), 70)).toBe('');
  });

  test('twice at the floor on much volume is selling pressure', () => {
    const floor = { open: 0.93, high: 0.93, low: 0.93, close: 0.93, volume: 2 };
    const columns = bars().flat(70).add(floor).add(floor).columns();
    expect(kindsAt(analyseSeries(columns, STOCK), 71)).toBe('SELLING_PRESSURE/BEARISH');
  });

  test('at the close before it closed in the middle', () => {
    expect(locked(1, 1).measuredAt(70).closePosition).toBe(0.5);
  });
});

describe('what can not be measured', () => {
  test('is null while a window is not full', () => {
    const measured = (t: number) => analyseSeries(bars().flat(70).columns(), STOCK).measuredAt(t);
    expect(measured(0)).toMatchObject({ changePct: null, volumeRatio: null, atr14: null, isShortHistory: true });
    expect([measured(19).volumeRatio, measured(20).volumeRatio]).toEqual([null, 1]);
    expect([measured(14).atr14, measured(15).atr14]).toEqual([null, 2]);
    expect([measured(31).support30, measured(32).support30]).toEqual([null, 99]);
    expect([measured(59).isShortHistory, measured(60).isShortHistory]).toEqual([true, false]);
  });

  test('is null after 20 bars without any spread', () => {
    const still = bars();
    for (let i = 0; i < 25; i++) still.add({ open: 1, high: 1, low: 1, close: 1, volume: 1 });
    const columns = still.add({ open: 1, high: 1.02, low: 1, close: 1.02, volume: 3 }).columns();
    expect(analyseSeries(columns, STOCK).measuredAt(25)).toMatchObject({ spreadRatio: null, atr14: 0, volumeRatio: 3 });
    expect(kindsAt(analyseSeries(columns, STOCK), 25)).toBe('');
  });
});

describe('an index', () => {
  const busy = bars().flat(70).add({ open: 1, high: 1.04, low: 1, close: 1.038, volume: 1.3 }).columns();

  test('has lower thresholds of volume', () => {
    expect(kindsAt(analyseSeries(busy, STOCK), 70)).toBe('STRENGTH_ON_RALLY/BULLISH');
    expect(kindsAt(analyseSeries(busy, { symbol: 'VN30', isIndex: true }), 70)).toContain('PROFESSIONAL_VOLUME/BULLISH');
  });

  test('has no volume ratio on the 20 bars after its volume changed its meaning', () => {
    const columns = marketBars(120, 11);
    const change = toEpochDay(parseTradingDate('2025-01-02'));
    const dated = { ...columns, epochDay: columns.epochDay.map((_, t) => change - 60 + t) };
    const index = analyseSeries(dated, { symbol: 'VNINDEX', isIndex: true });
    const stock = analyseSeries(dated, { symbol: 'AAA', isIndex: true });
    for (let t = 20; t < 120; t++) {
      const isMixed = t >= 60 && t < 80;
      expect(index.measuredAt(t).volumeRatio, `bar ${t}`).toBe(isMixed ? null : stock.measuredAt(t).volumeRatio);
      if (isMixed) expect(kindsAt(index, t)).toBe('');
    }
  });
});

function expectClose(found: number | null, expected: number): void {
  if (Number.isNaN(expected)) expect(found).toBeNull();
  else expect(Math.abs((found ?? NaN) - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
}
