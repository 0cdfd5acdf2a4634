import { describe, expect, it } from 'vitest';

import { ANY_STOCK, asksForSignals, checkScreenFilter, type ScreenFilter } from './screen-filter.js';

describe('a screen filter', () => {
  it.each<[string, Partial<ScreenFilter>]>([
    ['symbols', { symbols: ['not a ticker!'] }],
    ['symbols', { symbols: [] }],
    ['kinds', { kinds: Array.from({ length: 101 }, () => 'SPRING' as const) }],
    ['minScore', { minScore: 101 }],
    ['minScore', { minScore: NaN }],
    ['minConfidence', { minConfidence: -0.1 }],
    ['minPhaseConfidence', { minPhaseConfidence: 1.1 }],
    ['minTurnover', { minTurnover: Infinity }],
    ['maxSupportDistance', { maxSupportDistance: -1 }],
    ['maxSectorRank', { maxSectorRank: 0 }],
    ['minRelativeStrength', { minRelativeStrength: 5, maxRelativeStrength: 4 }],
  ])('is refused with the name of the field: %s %j', (field, part) => {
    expect(() => checkScreenFilter({ ...ANY_STOCK, ...part })).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', details: { field } }) as Error,
    );
  });

  it('may hold the ends of what is allowed', () => {
    const filter = { ...ANY_STOCK, minScore: 100, minConfidence: 0, maxSectorRank: 1, minRelativeStrength: -3, maxRelativeStrength: -3 };
    expect(checkScreenFilter(filter)).toBe(filter);
  });

  it('asks for signals where one part is about them', () => {
    expect(asksForSignals({ ...ANY_STOCK, phases: ['ACC_C'], minTurnover: 1 })).toBe(false);
    for (const part of [{ kinds: ['SPRING' as const] }, { minScore: 0 }, { statuses: ['PENDING' as const] }])
      expect(asksForSignals({ ...ANY_STOCK, ...part })).toBe(true);
  });
});
