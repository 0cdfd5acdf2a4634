import { describe, expect, it } from 'vitest';

import { tradedOnly, withChanges } from './bar-columns.js';
import type { BarColumns } from './bar.js';

function columns(...rows: readonly (readonly [day: number, close: number, volume: number])[]): BarColumns {
  const close = Float64Array.from(rows, ([, price]) => price);
  return {
    length: rows.length,
    epochDay: Int32Array.from(rows, ([day]) => day),
    open: close,
    high: close,
    low: close,
    close,
    volume: Float64Array.from(rows, ([, , volume]) => volume),
  };
}
const rows = ({ length, epochDay, close, volume }: BarColumns) => Array.from({ length }, (_, t) => [epochDay[t], close[t], volume[t]]);

describe('changes of a series', () => {
  const bars = columns([1, 10, 100], [2, 11, 100], [5, 12, 100]);

  it('take the place of what was there, and new days stand in order', () => {
    expect(rows(withChanges(bars, columns([2, 21, 0], [3, 31, 5], [6, 61, 7])))).toEqual([
      [1, 10, 100],
      [2, 21, 0],
      [3, 31, 5],
      [5, 12, 100],
      [6, 61, 7],
    ]);
    expect(rows(withChanges(bars, columns([0, 1, 1])))[0]).toEqual([0, 1, 1]);
    expect(rows(withChanges(columns(), columns([4, 1, 1])))).toEqual([[4, 1, 1]]);
  });

  it('that are none give the series itself', () => {
    expect(withChanges(bars, columns())).toBe(bars);
    expect(tradedOnly(bars)).toBe(bars);
  });

  it('leave out days without trade', () => {
    expect(rows(tradedOnly(columns([1, 10, 0], [2, 11, 3])))).toEqual([[2, 11, 3]]);
  });
});
