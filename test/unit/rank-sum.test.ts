import { expect, it } from 'vitest';

import { rankSumP } from '../support/rank-sum.js';

const from = (start: number, count: number): number[] => Array.from({ length: count }, (_, i) => start + i);

it('tells samples apart as the tables do', () => {
  // U = 50 of 10 × 10 is what chance gives; U = 0 of them is z = (50 - 0.5) / 13.2288.
  const interleaved = [from(0, 10).map((x) => 2 * x + (x % 2)), from(0, 10).map((x) => 2 * x + 1 - (x % 2))] as const;
  expect(rankSumP(...interleaved)).toBeCloseTo(1, 5);
  expect(rankSumP(from(0, 10), from(10, 10))).toBeCloseTo(0.000183, 6);
  expect(rankSumP(from(10, 10), from(0, 10))).toBeCloseTo(0.000183, 6);
  // U = 23: the bound of 5 % in tables for 10 × 10.
  expect(rankSumP([1, 2, 3, 4, 5, 6, 7, 15, 17, 18], [8, 9, 10, 11, 12, 13, 14, 16, 19, 20])).toBeCloseTo(0.0452, 4);
});
