import { expect, test } from 'vitest';

import { volumeBalance } from './volume-balance.js';

test.each([
  ['rising bars', [10, 11, 10], [1, 2, 1], 1],
  ['falling bars', [10, 11, 10], [1, 1, 2], -1],
  ['both alike', [10, 11, 10], [1, 2, 2], 0],
  ['rising bars by their mean, not their sum', [10, 11, 10, 9], [1, 1.5, 1, 1], 1],
  ['nobody where no bar falls', [10, 11, 12], [1, 2, 1], 0],
  ['nobody where no bar rises', [12, 11, 10], [1, 2, 1], 0],
  ['nobody where volumes are not known', [10, 11, 10], [1, NaN, 1], 0],
  ['those that changed, bars at the close before count for none', [10, 11, 11, 10], [1, 2, 9, 3], -1],
])('the volume is on %s', (_, close, volumeRatio, expected) => {
  const columns = { close: Float64Array.from(close), volumeRatio: Float64Array.from(volumeRatio) };
  expect(volumeBalance(columns, close.length - 1, 30)).toBe(expected);
});

test('bars before the window do not count', () => {
  const columns = { close: Float64Array.of(10, 11, 10, 11, 10), volumeRatio: Float64Array.of(1, 9, 1, 1, 2) };
  expect([volumeBalance(columns, 4, 4), volumeBalance(columns, 4, 3)]).toEqual([1, -1]);
});
