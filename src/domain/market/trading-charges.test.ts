import { describe, expect, it } from 'vitest';

import { chargeOn, checkRates, USUAL_RATES } from './trading-charges.js';

describe('charges on a trade', () => {
  it.each([
    [0, 15, 0],
    [1_000_000, 15, 1_500],
    [2_954_000, 15, 4_431],
    [333, 15, 0],
    [334, 15, 1],
    [1_234_567, 10, 1_235],
    [999_999_999_999, 15, 1_500_000_000],
  ])('of %d VND at %d basis points are %d VND', (value, rate, charge) => {
    expect(chargeOn(value, rate)).toBe(charge);
  });

  it.each([
    { ...USUAL_RATES, feeBasisPoints: -1 },
    { ...USUAL_RATES, saleTaxBasisPoints: 0.5 },
    { ...USUAL_RATES, feeBasisPoints: 1_001 },
  ])('are refused for %j', (rates) => {
    expect(() => checkRates(rates)).toThrow(/BasisPoints has to be a whole number from 0 to 1000/);
  });
});
