import { describe, expect, test } from 'vitest';

import { generator } from '../../../../test/support/restless-bars.js';
import { clusteredMean, type SessionSum } from './clustered-mean.js';

const single = (values: readonly number[]): SessionSum[] => values.map((sum) => ({ sum, count: 1 }));
const noise = (count: number, seed: number) => {
  const random = generator(seed);
  return Array.from({ length: count }, () => random() + random() + random() - 1.5);
};

describe('the error of a mean', () => {
  test('is the usual one where sessions have one value each and nothing overlaps', () => {
    const values = [1, 4, 2, 7, 5];
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - 3.8) ** 2, 0) / 4);
    const { mean, error } = clusteredMean(single(values), 1);
    expect(mean).toBeCloseTo(3.8, 12);
    expect(error).toBeCloseTo(deviation / Math.sqrt(5), 12);
  });

  test('does not fall where a session says the same many times', () => {
    const values = noise(40, 1);
    const many = values.map((value) => ({ sum: value * 7, count: 7 }));
    expect(clusteredMean(many, 1).error).toBeCloseTo(clusteredMean(single(values), 1).error!, 12);
  });

  test('grows with what neighbours share, by weights that fall evenly', () => {
    const { error } = clusteredMean(single([1, 1, -1, -1]), 2);
    // Residuals 1, 1, −1, −1: squares 4, products of neighbours 1, weight 1/2 twice; times 4/3 over 16.
    expect(error).toBeCloseTo(Math.sqrt(((4 + 1) * 4) / 3 / 16), 12);
  });

  test('is about right for windows that overlap: their spread over many histories', () => {
    const width = 5;
    const histories = Array.from({ length: 400 }, (_, seed) => {
      const steps = noise(300 + width, seed + 1);
      return single(Array.from({ length: 300 }, (_, t) => steps.slice(t, t + width).reduce((sum, step) => sum + step, 0)));
    });
    const results = histories.map((history) => ({ ...clusteredMean(history, width), naive: clusteredMean(history, 1).error! }));
    const spread = Math.sqrt(results.reduce((sum, { mean }) => sum + mean ** 2, 0) / results.length);
    const typical = results.reduce((sum, { error }) => sum + error!, 0) / results.length;
    const naive = results.reduce((sum, result) => sum + result.naive, 0) / results.length;
    expect(typical / spread).toBeGreaterThan(0.7);
    expect(typical / spread).toBeLessThan(1.1);
    expect(naive / spread, 'an error that does not know of the overlap is far too small').toBeLessThan(0.6);
  });

  test('counts a session without values as a distance, not as a value', () => {
    const gap = { sum: 0, count: 0 };
    expect(clusteredMean([{ sum: 1, count: 1 }, gap, { sum: 3, count: 1 }], 1)).toEqual(clusteredMean(single([1, 3]), 1));
    expect(clusteredMean([{ sum: 1, count: 1 }, gap, { sum: 1.5, count: 1 }, { sum: 4, count: 1 }], 2).error).not.toBeCloseTo(
      clusteredMean(single([1, 1.5, 4]), 2).error!,
      6,
    );
  });

  test('is not known for fewer than two sessions', () => {
    expect(clusteredMean([{ sum: 6, count: 3 }], 5)).toEqual({ mean: 2, error: null });
    expect(clusteredMean([], 5)).toEqual({ mean: NaN, error: null });
  });
});
