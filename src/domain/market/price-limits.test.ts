import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rulesOn } from './exchange-rules.js';
import { isValidTick, priceLimits, roundToTick, tickAt } from './price-limits.js';
import type { Exchange } from './stock.js';
import { parseTradingDate } from './trading-date.js';

const TODAY = parseTradingDate('2026-01-15');

function rules(exchange: Exchange) {
  const found = rulesOn(exchange, TODAY);
  if (found === undefined) throw new Error('no rules');
  return found;
}

describe('priceLimits', () => {
  it.each([
    [13_000, 13_900, 12_100],
    [26_800, 28_650, 24_950],
    [26_850, 28_700, 25_000],
    [27_500, 29_400, 25_600],
    [28_300, 30_250, 26_350],
    [38_450, 41_100, 35_800],
    [43_050, 46_050, 40_050],
    [46_050, 49_250, 42_850],
    [49_250, 52_600, 45_850],
    [50_800, 54_300, 47_250],
    [51_000, 54_500, 47_450],
    [53_000, 56_700, 49_300],
    [54_500, 58_300, 50_700],
  ])('of HOSE for %i are the published %i and %i', (reference, ceiling, floor) => {
    expect(priceLimits(reference, 'HOSE', TODAY)).toEqual({ ceiling, floor });
  });

  it('explain the limit days of BID: ceiling on 2026-01-09, floor on 2026-01-15', () => {
    expect(priceLimits(43_050, 'HOSE', parseTradingDate('2026-01-09'))?.ceiling).toBe(46_050);
    expect(priceLimits(54_500, 'HOSE', parseTradingDate('2026-01-15'))?.floor).toBe(50_700);
  });

  it('of HNX are 10 % and of UPCOM 15 %, on ticks of 100', () => {
    expect(priceLimits(20_500, 'HNX', TODAY)).toEqual({ ceiling: 22_500, floor: 18_500 });
    expect(priceLimits(20_500, 'UPCOM', TODAY)).toEqual({ ceiling: 23_500, floor: 17_500 });
  });

  it('move by one tick where the band rounds to the reference', () => {
    expect(priceLimits(500, 'UPCOM', TODAY)).toEqual({ ceiling: 600, floor: 400 });
    expect(priceLimits(100, 'HOSE', TODAY)).toEqual({ ceiling: 110, floor: 90 });
  });

  it('never let a floor fall to nothing', () => {
    expect(priceLimits(100, 'UPCOM', TODAY)).toEqual({ ceiling: 200, floor: 100 });
  });

  it('are unknown before the first rules', () => {
    expect(priceLimits(20_000, 'HOSE', parseTradingDate('2010-01-04'))).toBeUndefined();
  });

  it.each([0, -100, 12.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('refuse %d as a reference', (reference) => {
    expect(() => priceLimits(reference, 'HOSE', TODAY)).toThrow('whole positive number');
  });

  it('lie on ticks, on both sides of the reference and inside the band, or are one tick away', () => {
    fc.assert(
      fc.property(fc.constantFrom<Exchange>('HOSE', 'HNX', 'UPCOM'), fc.integer({ min: 1, max: 5_000_000 }), (exchange, raw) => {
        const { ticks, bandPercent } = rules(exchange);
        const reference = Math.max(roundToTick(ticks, raw, 'DOWN'), ticks[0]?.tick ?? 1);
        const limits = priceLimits(reference, exchange, TODAY);
        if (limits === undefined) throw new Error('no limits');
        expect(isValidTick(ticks, limits.ceiling) && isValidTick(ticks, limits.floor)).toBe(true);
        expect(limits.ceiling).toBeGreaterThan(reference);
        expect(limits.floor).toBeLessThanOrEqual(reference);
        const isNarrow = reference * bandPercent < 100 * tickAt(ticks, reference);
        if (!isNarrow) {
          expect(limits.ceiling * 100).toBeLessThanOrEqual(reference * (100 + bandPercent));
          expect(limits.floor * 100).toBeGreaterThanOrEqual(reference * (100 - bandPercent));
          expect((limits.ceiling + tickAt(ticks, limits.ceiling)) * 100).toBeGreaterThan(reference * (100 + bandPercent));
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('ticks', () => {
  it('of HOSE are 10 below 10 000, 50 below 50 000, 100 above', () => {
    const { ticks } = rules('HOSE');
    expect([9_990, 10_000, 49_950, 50_000].map((price) => tickAt(ticks, price))).toEqual([10, 50, 50, 100]);
    expect([9_995, 10_010, 49_960, 50_050, 0, -10, 10.5].filter((price) => price >= 0 && isValidTick(ticks, price))).toEqual([]);
    expect([9_990, 10_050, 49_950, 50_100].every((price) => isValidTick(ticks, price))).toBe(true);
  });

  it('round down, up, or to the nearest', () => {
    const { ticks } = rules('HOSE');
    expect(roundToTick(ticks, 27_560, 'DOWN')).toBe(27_550);
    expect(roundToTick(ticks, 27_560, 'UP')).toBe(27_600);
    expect(roundToTick(ticks, 27_574.9, 'NEAREST')).toBe(27_550);
    expect(roundToTick(ticks, 49_990, 'UP')).toBe(50_000);
  });
});

describe('rulesOn', () => {
  it('knows that the lot of HOSE grew from 10 to 100 on 2021-01-04', () => {
    expect(rulesOn('HOSE', parseTradingDate('2020-12-31'))?.lot).toBe(10);
    expect(rulesOn('HOSE', parseTradingDate('2021-01-04'))?.lot).toBe(100);
  });
});
