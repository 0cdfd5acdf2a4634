import { describe, expect, it } from 'vitest';

import { gridPoints, type Grid } from './grid.js';
import { monteCarlo } from './monte-carlo.js';
import { normalBelow, normalQuantile } from './normal.js';
import { deflatedSharpe, luckySharpe, momentsOf } from './sharpe-of-trades.js';
import { walkWindows } from './walk-forward.js';

const powersOf = (values: readonly number[]) =>
  [1, 2, 3, 4].map((power) => values.reduce((sum, value) => sum + value ** power, 0)) as unknown as [number, number, number, number];

describe('the normal distribution', () => {
  it.each([
    [0, 0.5],
    [1, 0.841_344_7],
    [-1.96, 0.024_997_9],
    [3, 0.998_650_1],
  ])('below %d is %d, and back', (z, part) => {
    expect(normalBelow(z)).toBeCloseTo(part, 6);
    expect(normalQuantile(part)).toBeCloseTo(z, 4);
  });
});

describe('Sharpe ratios of trades', () => {
  it('come from moments', () => {
    const values = [0.04, -0.02, 0.01, 0.03, -0.05, 0.02, 0.06, -0.01, 0, 0.02];
    const { mean, sharpe, skewness, kurtosis } = momentsOf(values.length, powersOf(values));
    const about = (power: number) => values.reduce((sum, value) => sum + (value - 0.01) ** power, 0) / 10;
    expect(mean).toBeCloseTo(0.01, 12);
    expect(sharpe).toBeCloseTo(0.01 / Math.sqrt(about(2) * (10 / 9)), 9);
    expect(skewness).toBeCloseTo(about(3) / about(2) ** 1.5, 9);
    expect(kurtosis).toBeCloseTo(about(4) / about(2) ** 2, 9);
    expect(momentsOf(9, powersOf(values.slice(0, 9))).sharpe).toBeNull();
  });

  it('deflate as published: Bailey and López de Prado 2014, their example', () => {
    // 5 years of days, annual Sharpe 2.5 among 100 trials whose annual ratios vary by 0.5, skewness −3, kurtosis 10: 0.9004.
    const lucky =
      Math.sqrt(0.5 / 250) * (luckySharpe([-1, 1, ...Array.from({ length: 98 }, (_, i) => (i % 2 === 0 ? -1 : 1))]) / Math.sqrt(100 / 99));
    expect(lucky).toBeCloseTo(0.1132, 4);
    const moments = { count: 1250, mean: 0, sharpe: 2.5 / Math.sqrt(250), skewness: -3, kurtosis: 10 };
    expect(deflatedSharpe(moments, lucky)).toBeCloseTo(0.9004, 3);
  });

  it('expect nothing of one trial', () => {
    expect(luckySharpe([0.3])).toBe(0);
    expect(deflatedSharpe(momentsOf(3, powersOf([1, 2, 3])), 0)).toBeNull();
  });
});

describe('walk-forward windows', () => {
  it('never choose on what they are judged on, and join without a gap', () => {
    const days = Int32Array.from({ length: 600 }, (_, t) => 20_000 + t);
    const windows = walkWindows(days, { train: 252, test: 63, embargo: 10 });
    expect(windows).toHaveLength(5);
    expect(windows[0]).toEqual({ trainFrom: 20_000, trainTo: 20_251, testFrom: 20_262, testTo: 20_324 });
    for (const [i, window] of windows.entries()) {
      expect(window.testFrom - window.trainTo).toBe(11);
      if (i > 0) expect(window.testFrom).toBe(windows[i - 1]!.testTo + 1);
    }
    expect(walkWindows(days.slice(0, 324), { train: 252, test: 63, embargo: 10 })).toEqual([]);
  });
});

describe('Monte Carlo', () => {
  it('draws the same for the same seed, around what the trades earn', () => {
    const returns = Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? 0.03 : -0.02));
    const weights = returns.map(() => 0.1);
    const outcome = monteCarlo(returns, weights, { runs: 2_000, seed: 7 })!;
    expect(monteCarlo(returns, weights, { runs: 2_000, seed: 7 })).toEqual(outcome);
    // 200 draws of mean 0.0005 and deviation 0.0025: about 10 % ± 4 %.
    expect(outcome.returnPct.p50).toBeGreaterThan(9);
    expect(outcome.returnPct.p50).toBeLessThan(12);
    expect(outcome.returnPct.p5).toBeLessThan(6);
    expect(outcome.lossRate).toBeLessThan(0.02);
    expect(monteCarlo([], [], { runs: 10, seed: 1 })).toBeNull();
  });
});

describe('a grid', () => {
  const GRID: Grid = {
    kinds: [],
    volumeRatio: [1.5, 2],
    closePosition: [0.6],
    stopBasisPoints: [300, 500],
    targetBasisPoints: [0],
    maxBars: [10],
  };

  it('is every combination, those with the same entry together', () => {
    expect(gridPoints(GRID).map(({ volumeRatio, stopBasisPoints }) => [volumeRatio, stopBasisPoints])).toEqual([
      [1.5, 300],
      [1.5, 500],
      [2, 300],
      [2, 500],
    ]);
  });

  it.each([
    [{ ...GRID, volumeRatio: [] }, /volumeRatio has to be a list/],
    [{ ...GRID, stopBasisPoints: [0] }, /stopBasisPoints has to be a list of whole numbers from 1 to 5000/],
    [{ ...GRID, closePosition: [1.1] }, /closePosition/],
    [{ ...GRID, maxBars: Array.from({ length: 2_501 }, () => 5) }, /at most 10000 points/],
  ])('is refused where it cannot be tried %#', (grid, message) => {
    expect(() => gridPoints(grid)).toThrow(message);
  });
});
