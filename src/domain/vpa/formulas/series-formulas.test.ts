import { expect, test } from 'vitest';

import {
  abnormality,
  demandSurgeConfidence,
  effortNoResultConfidence,
  noSupplyScore,
  quickPriority,
  seriesVerdict,
  stoppingVolumeScore,
} from './series-formulas.js';

test.each([
  [1.199, 0],
  [1.2, 1],
  [1.499, 1],
  [1.5, 2],
  [1.999, 2],
  [2, 3],
  [2.499, 3],
  [2.5, 4],
  [2.999, 4],
  [3, 5],
  [9, 5],
  // Within the tolerance it is the threshold.
  [3 - 1e-10, 5],
  [NaN, 0],
])('%d times the mean volume is an abnormality of %d', (volumeRatio, expected) => {
  expect(abnormality(volumeRatio)).toBe(expected);
});

test.each([
  // 0.6 · 60 + 0.4 · 88 = 36 + 35.2
  [2.1, 0.88, 71.2],
  // 0.6 · 100 + 0.4 · 100
  [3, 1, 100],
  // 0.6 · 40 + 0.4 · 70 = 24 + 28
  [1.5, 0.7, 52],
  // 0.6 · 0 + 0.4 · 25
  [1, 0.25, 10],
])('stopping volume on %d times the volume, closing at %d: %d', (volumeRatio, closePosition, expected) => {
  expect(stoppingVolumeScore(volumeRatio, closePosition)).toBeCloseTo(expected, 10);
});

test.each([
  // 20 + 125 · 0.3 = 20 + 37.5
  [2, 0.5, 57.5],
  // The body counts 50 at most: 50 + 125 · 0.2
  [7, 0.6, 75],
  // 50 + 125 · 0.6 = 125, at most 100
  [5, 0.2, 100],
  // At the volume where it ends, what the body gives
  [1.2, 0.8, 12],
  // A falling bar, as it is written: −5 + 37.5
  [-0.5, 0.5, 32.5],
  // −10 − 25
  [-1, 1, -35],
])('no supply with a body of %d % on %d times the volume: %d', (bodyPct, volumeRatio, expected) => {
  expect(noSupplyScore(bodyPct, volumeRatio)).toBeCloseTo(expected, 10);
});

test.each([
  [70.001, 'GOOD'],
  [70, 'MEDIUM'],
  [50, 'MEDIUM'],
  [49.999, 'WEAK'],
])('the series calls %d %s', (score, expected) => {
  expect(seriesVerdict(score)).toBe(expected);
});

test('confidences of the quick rules and their priorities', () => {
  expect([2.5, 3.5, 4, 10].map(demandSurgeConfidence)).toEqual([0.5, 0.7, 0.8, 0.8]);
  expect([3, 3.6, 10].map(effortNoResultConfidence)).toEqual([0.75, 0.9, 0.9]);
  expect([0.7, 0.701].map(quickPriority)).toEqual(['MEDIUM', 'HIGH']);
});
