import fc from 'fast-check';
import { expect, test } from 'vitest';

import { measureExtremes } from './extremes.js';
import { Workspace } from './workspace.js';

/** Name, side, width and how many bars before t the window ends. */
const WINDOWS = [
  ['low10', 'low', 10, 1],
  ['high20', 'high', 20, 1],
  ['high60', 'high', 60, 1],
  ['low60', 'low', 60, 1],
  ['resistance30', 'high', 30, 3],
  ['support30', 'low', 30, 3],
] as const;

test('an extreme is that of all bars of its window and of no other, null where the window is not full', () => {
  const prices = fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 150 });
  const workspace = new Workspace();
  fc.assert(
    fc.property(prices, (values) => {
      const { length } = values;
      const high = Float64Array.from(values);
      const low = high.map((value) => value / 2);
      const other = new Float64Array(length);
      const state = workspace.columnsFor({ length, epochDay: new Int32Array(length), open: other, close: other, volume: other, high, low });
      measureExtremes(state);
      for (const [name, side, width, lag] of WINDOWS) {
        for (let t = 0; t < length; t++) {
          const end = t - lag + 1;
          const rows = [...{ high, low }[side].subarray(Math.max(0, end - width), Math.max(0, end))];
          const expected = rows.length < width ? NaN : side === 'high' ? Math.max(...rows) : Math.min(...rows);
          expect(state[name][t], `${name} of row ${t}`).toBe(expected);
        }
      }
    }),
  );
});
