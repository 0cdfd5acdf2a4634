import type { FaultSwitches } from './faults.js';
import type { WireRow } from './wire-row.js';

export interface WireColumns {
  readonly t: readonly unknown[];
  readonly o: readonly unknown[];
  readonly h: readonly unknown[];
  readonly l: readonly unknown[];
  readonly c: readonly unknown[];
  readonly v: readonly unknown[];
}

/** Rows as parallel arrays, with what is switched on for arrays. */
export function toColumns(rows: readonly WireRow[], faults: FaultSwitches): WireColumns {
  const shown = faults.take('OK_BUT_EMPTY') ? [] : inOrder(rows, faults);
  const c = shown.map((row) => row.c);
  if (c.length > 0 && faults.take('UNEQUAL_COLUMNS')) c.pop();
  return {
    t: shown.map((row) => row.t),
    o: shown.map((row) => row.o),
    h: shown.map((row) => row.h),
    l: shown.map((row) => row.l),
    c,
    v: shown.map((row) => row.v),
  };
}

/** Two rows of the middle change places where that is switched on. */
export function inOrder(rows: readonly WireRow[], faults: FaultSwitches): readonly WireRow[] {
  if (rows.length < 4 || !faults.take('UNSORTED')) return rows;
  const middle = Math.floor(rows.length / 2);
  const [a, b] = [rows[middle - 1], rows[middle]];
  return a === undefined || b === undefined ? rows : [...rows.slice(0, middle - 1), b, a, ...rows.slice(middle + 1)];
}
