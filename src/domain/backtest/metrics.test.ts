import { describe, expect, it } from 'vitest';

import { measureCurve } from './metrics.js';
import { measureTrades, measureTradesBy } from './trade-statistics.js';
import type { Trade } from './trade.js';

const curve = (...equity: readonly number[]) => ({
  day: Int32Array.from(equity, (_, t) => 20_000 + t),
  equity: Float64Array.from(equity),
  invested: Float64Array.from(equity, (value) => value / 2),
});

describe('metrics of a curve', () => {
  it('by hand', () => {
    // Daily returns +10 %, −10 %, +10 %, 0 %: mean 2.5 %, deviation 9.574271 %.
    const found = measureCurve(curve(110, 99, 108.9, 108.9), { cash: 100, riskFreePct: 0, benchmark: null });
    expect(found.totalReturnPct).toBeCloseTo(8.9, 9);
    expect(found.cagrPct).toBeCloseTo((1.089 ** (365.25 / 3) - 1) * 100, 3);
    expect(found.volatilityPct).toBeCloseTo(9.574271 * Math.sqrt(252), 4);
    expect(found.sharpe).toBeCloseTo((2.5 / 9.574271) * Math.sqrt(252), 5);
    expect(found.sortino).toBeCloseTo((0.025 / Math.sqrt(0.01 / 4)) * Math.sqrt(252), 9);
    expect(found.maxDrawdownPct).toBeCloseTo(10, 9);
    expect([found.longestDrawdown, found.exposurePct]).toEqual([3, 50]);
    expect(found.sharpeInterval!.low).toBeLessThan(found.sharpe!);
  });

  it('of the index itself have beta one and no alpha', () => {
    const closes = Float64Array.of(110, 99, 108.9, 108.9);
    const { benchmark } = measureCurve(curve(...closes), { cash: 100, riskFreePct: 4, benchmark: { before: 100, closes } });
    expect(benchmark).toMatchObject({ trackingErrorPct: 0, informationRatio: null });
    expect(benchmark?.beta).toBeCloseTo(1, 12);
    expect(benchmark?.alphaPct).toBeCloseTo(0, 9);
    expect(benchmark?.correlation).toBeCloseTo(1, 12);
    expect(benchmark?.totalReturnPct).toBeCloseTo(8.9, 9);
  });

  it('say nothing where nothing moved', () => {
    const still = measureCurve(curve(100, 100, 100), { cash: 100, riskFreePct: 0, benchmark: null });
    expect(still).toMatchObject({ totalReturnPct: 0, sharpe: null, sharpeInterval: null, sortino: null, calmar: null, maxDrawdownPct: 0 });
    expect(measureCurve(curve(), { cash: 100, riskFreePct: 0, benchmark: null })).toMatchObject({
      sessions: 0,
      cagrPct: null,
      volatilityPct: null,
    });
  });
});

describe('statistics of trades', () => {
  const trade = (profit: number, entryDay: number): Trade => ({
    symbol: 'AAA',
    kind: profit > 0 ? 'SPRING' : 'NO_SUPPLY',
    signalDay: entryDay - 1,
    entryDay,
    entryPrice: 10_000,
    shares: 100,
    entryFee: 1_500,
    decisionDay: entryDay + 3,
    exitDay: entryDay + 4,
    exitPrice: 10_000,
    exitFee: 1_500,
    saleTax: 1_000,
    reason: 'TIME',
    bars: 4,
    profit,
  });

  it('by hand', () => {
    const found = measureTrades([trade(50_000, 1), trade(30_000, 1), trade(-20_000, 2), trade(0, 3)]);
    expect(found).toMatchObject({ trades: 4, wins: 2, winRate: 0.5, profit: 60_000, fees: 12_000, saleTax: 4_000 });
    expect(found).toMatchObject({ meanWinPct: 4, meanLossPct: -1, expectancyPct: 1.5, profitFactor: 4, meanBars: 4 });
    expect(found.winRateInterval!.low).toBeCloseTo(0.15, 2);
    expect(found.winRateInterval!.high).toBeCloseTo(0.85, 2);
    // Residuals by day: 5 − 1.5 + 3 − 1.5 = 5, −3.5, −1.5; √(39.5 · 3/2) / 4 = 1.9243.
    expect(found.expectancyInterval!.high - 1.5).toBeCloseTo(1.96 * 1.92435, 3);
  });

  it('by group, and of none', () => {
    const groups = measureTradesBy([trade(50_000, 1), trade(-20_000, 2)], ({ kind }) => kind);
    expect(groups.map(([name, { profit }]) => [name, profit])).toEqual([
      ['NO_SUPPLY', -20_000],
      ['SPRING', 50_000],
    ]);
    expect(measureTrades([])).toMatchObject({ trades: 0, winRate: null, winRateInterval: null, expectancyPct: null, profitFactor: null });
  });
});
