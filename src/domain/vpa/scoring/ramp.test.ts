import { expect, test } from 'vitest';

import { fraction, ramp, roundHalfUp } from './ramp.js';

test('a ramp rises or falls between its ends and is flat beyond them', () => {
  expect([1, 2, 3, 4, 5].map((x) => ramp(x, 2, 4))).toEqual([0, 0, 0.5, 1, 1]);
  expect([0.8, 0.7, 0.5, 0.3, 0.2].map((x) => Number(ramp(x, 0.7, 0.3).toFixed(9)))).toEqual([0, 0, 0.5, 1, 1]);
});

test('what is not known, or divided by nothing, counts nothing', () => {
  expect(ramp(NaN, 0, 1)).toBe(0);
  expect(ramp(fraction(5, 0), 0, 1)).toBe(0);
});

test('halves are rounded up, and a half stays one after arithmetic', () => {
  expect([72.4, 72.5, 72.5 - 1e-12, 72.6].map(roundHalfUp)).toEqual([72, 73, 73, 73]);
});
