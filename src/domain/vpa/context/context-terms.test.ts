import { describe, expect, test } from 'vitest';

import type { Phase } from '../wyckoff/phase.js';
import { contextMultiplier, marketTerm, phaseTerm, sectorTerm, type ContextTerm } from './context-terms.js';

test.each([
  [4, 1],
  [3, 0],
  [-1, 0],
  [-2, -1],
  [null, 0],
])('a market health of %s gives %d', (health, term) => {
  expect(marketTerm(health)).toBe(term);
});

test.each<[Phase, ContextTerm]>([
  ['UNKNOWN', 0],
  ['ACC_A', 1],
  ['ACC_E', 1],
  ['MARKUP', 1],
  ['DIST_A', -1],
  ['DIST_E', -1],
  ['MARKDOWN', -1],
])('phase %s gives %d', (phase, term) => {
  expect(phaseTerm(phase)).toBe(term);
});

test.each([
  [8, 25, 1],
  [9, 25, 0],
  [17, 25, 0],
  [18, 25, -1],
  [2, 6, 1],
  [3, 6, 0],
  [4, 6, 0],
  [5, 6, -1],
])('rank %d of %d gives %d', (rank, sectors, term) => {
  expect(sectorTerm({ rank, sectors, strength: 0 })).toBe(term);
});

test('a sector that is not ranked gives 0', () => {
  expect(sectorTerm(null)).toBe(0);
});

describe('the multiplier', () => {
  test.each<[ContextTerm, ContextTerm, ContextTerm, number, number]>([
    [1, 1, 1, 1.3, 0.7],
    [1, 1, 0, 1.2, 0.8],
    [1, 0, -1, 1, 1],
    [0, -1, 0, 0.9, 1.1],
    [-1, -1, -1, 0.7, 1.3],
  ])('of market %d, phase %d and sector %d is %d for bullish and %d for bearish signals', (market, phase, sector, bullish, bearish) => {
    const terms = { market, phase, sector };
    expect([contextMultiplier('BULLISH', terms), contextMultiplier('BEARISH', terms)]).toEqual([bullish, bearish]);
  });
});
