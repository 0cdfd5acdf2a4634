import { describe, expect, test } from 'vitest';

import { addMember, rankSectors, type SectorTotals } from './sector-ranking.js';

/** Sectors of three members with these mean points. */
function totalsOf(means: Readonly<Record<string, number>>, members = 3): SectorTotals {
  const totals: SectorTotals = new Map();
  for (const [sector, mean] of Object.entries(means)) for (let i = 0; i < members; i++) addMember(totals, sector, mean);
  return totals;
}

const SIX = { Banking: 6, Chemicals: 5, Power: 4, Retail: 3, Steel: 2, Textiles: 1 };

describe('sectors of a day', () => {
  test('are ranked by the mean points of their members', () => {
    const standings = rankSectors(totalsOf(SIX));
    expect([...standings].map(([sector, { rank }]) => `${rank} ${sector}`)).toEqual([
      '1 Banking',
      '2 Chemicals',
      '3 Power',
      '4 Retail',
      '5 Steel',
      '6 Textiles',
    ]);
    expect(standings.get('Banking')?.sectors).toBe(6);
    expect(standings.get('Banking')?.strength).toBeCloseTo(2.5 / Math.sqrt(3.5), 12);
    expect(standings.get('Textiles')?.strength).toBeCloseTo(-2.5 / Math.sqrt(3.5), 12);
  });

  test('that are alike are ranked by name', () => {
    const totals = totalsOf({ ...SIX, Agriculture: 0, Mining: 1 });
    addMember(totals, 'Mining', 1 + 1e-9);
    expect([...rankSectors(totals).keys()].slice(-3)).toEqual(['Mining', 'Textiles', 'Agriculture']);
  });

  test('of two members count for nothing, and five sectors are too few', () => {
    const totals = totalsOf(SIX);
    addMember(totals, 'Mining', 99);
    addMember(totals, 'Mining', 99);
    expect(rankSectors(totals).get('Mining')).toBeUndefined();
    const { Textiles: _, ...five } = SIX;
    expect(rankSectors(totalsOf(five)).size).toBe(0);
  });

  test('that are all alike are not ranked', () => {
    expect(rankSectors(totalsOf({ A: 1, B: 1, C: 1, D: 1, E: 1, F: 1 })).size).toBe(0);
  });

  test('leave out what is no trade of its own', () => {
    expect([...rankSectors(totalsOf({ ...SIX, Other: 9, 'Small Cap': 9 })).keys()]).not.toContain('Other');
    expect(rankSectors(totalsOf({ ...SIX, Other: 9, 'Small Cap': 9 })).size).toBe(6);
  });
});
