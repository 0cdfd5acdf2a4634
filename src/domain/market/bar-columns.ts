import type { BarColumns } from './bar.js';

/** The rows of a series, in this order. */
function rowsOf(bars: BarColumns, rows: readonly number[]): BarColumns {
  const picked = (column: Float64Array) => Float64Array.from(rows, (row) => column[row] as number);
  return {
    length: rows.length,
    epochDay: Int32Array.from(rows, (row) => bars.epochDay[row] as number),
    open: picked(bars.open),
    high: picked(bars.high),
    low: picked(bars.low),
    close: picked(bars.close),
    volume: picked(bars.volume),
  };
}

/** A series without its days without trade; the same object where there are none. */
export function tradedOnly(bars: BarColumns): BarColumns {
  const rows: number[] = [];
  for (let t = 0; t < bars.length; t++) if ((bars.volume[t] as number) > 0) rows.push(t);
  return rows.length === bars.length ? bars : rowsOf(bars, rows);
}

/** A series with bars put into it, those of the same day in their place. Both ascending. */
export function withChanges(bars: BarColumns, changes: BarColumns): BarColumns {
  if (changes.length === 0) return bars;
  const changed = new Set(changes.epochDay);
  const firstChange = changes.epochDay[0] as number;
  const both = joined(bars, changes);
  // What stands before the first change stays where it is; the rest is put into order.
  const rows: number[] = [];
  for (let t = 0; t < bars.length; t++) if (!changed.has(bars.epochDay[t] as number)) rows.push(t);
  for (let t = 0; t < changes.length; t++) rows.push(bars.length + t);
  const dayOf = (row: number) => both.epochDay[row] as number;
  const untouched = rows.findIndex((row) => dayOf(row) >= firstChange);
  const tail = rows.splice(untouched).toSorted((a, b) => dayOf(a) - dayOf(b));
  return rowsOf(both, [...rows, ...tail]);
}

function joined(bars: BarColumns, others: BarColumns): BarColumns {
  const both = (a: Float64Array, b: Float64Array) => {
    const column = new Float64Array(bars.length + others.length);
    column.set(a.subarray(0, bars.length));
    column.set(b.subarray(0, others.length), bars.length);
    return column;
  };
  const epochDay = new Int32Array(bars.length + others.length);
  epochDay.set(bars.epochDay.subarray(0, bars.length));
  epochDay.set(others.epochDay.subarray(0, others.length), bars.length);
  return {
    length: bars.length + others.length,
    epochDay,
    open: both(bars.open, others.open),
    high: both(bars.high, others.high),
    low: both(bars.low, others.low),
    close: both(bars.close, others.close),
    volume: both(bars.volume, others.volume),
  };
}
