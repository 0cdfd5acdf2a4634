import fc from 'fast-check';
import { expect, test } from 'vitest';

import { joinExtremes, rollingMeanBefore } from './rolling.js';

const VALUES = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { maxLength: 130 });
const WIDTH = fc.integer({ min: 1, max: 60 });

test('a rolling mean is that of the rows before, null where there are not enough', () => {
  fc.assert(
    fc.property(VALUES, WIDTH, (values, width) => {
      const out = new Float64Array(values.length);
      rollingMeanBefore(Float64Array.from(values), values.length, width, new Float64Array(width + 1), out);
      for (let t = 0; t < values.length; t++) {
        if (t < width) expect(out[t]).toBeNaN();
        else {
          const expected = values.slice(t - width, t).reduce((a, b) => a + b, 0) / width;
          expect(Math.abs(out[t]! - expected)).toBeLessThanOrEqual(1e-13 * expected);
        }
      }
    }),
  );
});

test('a rolling mean does not remember what left the window', () => {
  const values = new Float64Array(1000).fill(0.01);
  values.fill(1e12, 0, 500);
  values.fill(0, 900);
  const out = new Float64Array(1000);
  rollingMeanBefore(values, 1000, 20, new Float64Array(21), out);
  expect(Math.abs(out[600]! - 0.01)).toBeLessThan(1e-16);
  expect(out[999]).toBe(0);
});

test('joined windows have the extremes of all their rows', () => {
  fc.assert(
    fc.property(VALUES, fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 3 }), (values, step, lag) => {
      const length = values.length;
      const source = Float64Array.from(values);
      const first = step + lag;
      const most = new Float64Array(length);
      const least = new Float64Array(length);
      joinExtremes({ most: source, least: source }, { step, lag, first }, length, { most, least });
      for (let t = 0; t < length; t++) {
        const pair = t < first ? [NaN] : [values[t - lag]!, values[t - lag - step]!];
        expect(most[t]).toBe(Math.max(...pair));
        expect(least[t]).toBe(Math.min(...pair));
      }
    }),
  );
});
