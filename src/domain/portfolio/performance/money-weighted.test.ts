import { describe, expect, it } from 'vitest';

import { parseTradingDate, toEpochDay } from '../../market/trading-date.js';
import { SeededRandom } from '../../seeded-random.js';
import { moneyWeightedPct } from './money-weighted.js';

const at = (date: string) => toEpochDay(parseTradingDate(date));

describe('the money-weighted return', () => {
  const amounts = (...pairs: readonly (readonly [string, number])[]) => pairs.map(([date, amount]) => ({ day: at(date), amount }));
  it.each([
    ['a year', amounts(['2024-01-01', -100], ['2024-12-31', 110]), 10],
    ['half of it lost', amounts(['2023-01-01', -100], ['2025-12-31', 12.5]), -50],
    // x = 1.1: -100 x² - 100 x + 231.
    ['two deposits', amounts(['2022-01-01', -100], ['2023-01-01', -100], ['2024-01-01', 231]), 10],
    ['a withdrawal', amounts(['2022-01-01', -100], ['2023-01-01', 60], ['2024-01-01', 55]), 10],
    ['no gain', amounts(['2024-01-01', -100], ['2024-06-01', 100]), 0],
    ['a tenth in a day', amounts(['2024-01-01', -100], ['2024-01-02', 101]), (1.01 ** 365 - 1) * 100],
    // (x - 1.1)(x - 2): the one nearer to 0.
    ['two rates', amounts(['2022-01-01', -100], ['2023-01-01', 310], ['2024-01-01', -220]), 10],
  ])('of %s', (_, given, expected) => {
    expect((moneyWeightedPct(given) ?? Number.NaN) / expected || 1).toBeCloseTo(1, 9);
    if (expected === 0) expect(moneyWeightedPct(given)).toBe(0);
  });
  it.each([
    ['of one sign', amounts(['2024-01-01', -100], ['2024-12-31', -5])],
    ['on one day', amounts(['2024-01-01', -100], ['2024-01-01', 110])],
    ['that no rate fits', amounts(['2022-01-01', -100], ['2023-01-01', 210], ['2024-01-01', -120])],
    ['that are none', []],
  ])('is absent for amounts %s', (_, given) => expect(moneyWeightedPct(given)).toBeNull());

  it('has 0 worth in 2 000 drawn histories over 40 years', () => {
    for (let seed = 1; seed <= 2_000; seed++) {
      const random = new SeededRandom(seed);
      const given = Array.from({ length: random.integer(2, 12) }, () => ({
        day: random.integer(0, 14_600),
        amount: random.integer(-1_000_000_000, 1_000_000_000),
      }));
      const rate = moneyWeightedPct(given);
      if (rate === null) continue;
      const first = Math.min(...given.map((each) => each.day));
      const worths = given.map((each) => each.amount * (1 + rate / 100) ** (-(each.day - first) / 365));
      const sum = worths.reduce((total, worth) => total + worth, 0);
      expect([seed, Math.abs(sum) / Math.max(...worths.map(Math.abs)) < 1e-9]).toEqual([seed, true]);
    }
  });
});
