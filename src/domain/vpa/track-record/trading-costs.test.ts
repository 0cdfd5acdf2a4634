import { expect, test } from 'vitest';

import { checkCosts, roundTripValue, USUAL_COSTS } from './trading-costs.js';

test('a round trip costs the fee twice and the tax once', () => {
  expect(roundTripValue(USUAL_COSTS)).toBeCloseTo(0.9975 / 1.0015, 12);
  expect(roundTripValue({ feePercent: 0, saleTaxPercent: 0 })).toBe(1);
});

test.each([[{ feePercent: -0.1, saleTaxPercent: 0 }], [{ feePercent: 10.1, saleTaxPercent: 0 }], [{ feePercent: 0, saleTaxPercent: NaN }]])(
  '%j are no costs',
  (costs) => {
    expect(() => checkCosts(costs)).toThrow('from 0 to 10');
  },
);

test.each([0, 10])('%d %% is allowed', (percent) => {
  expect(checkCosts({ feePercent: percent, saleTaxPercent: percent })).toEqual({ feePercent: percent, saleTaxPercent: percent });
});
