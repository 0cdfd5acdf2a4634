import type { Slice } from '../../../application/ports/page.js';

/** Makes a slice of rows that were read one beyond the page. */
export function toSlice<T>(rows: readonly T[], first: number): Slice<T> {
  return { items: rows.slice(0, first), hasNextPage: rows.length > first };
}

/** Makes one slice for each asked position (from 1), from rows that carry theirs. */
export function toSlices<Row extends { readonly position: number }, T>(
  rows: readonly Row[],
  count: number,
  first: number,
  strip: (row: Row) => T,
): readonly Slice<T>[] {
  const grouped = Array.from({ length: count }, (): T[] => []);
  for (const row of rows) grouped[row.position - 1]?.push(strip(row));
  return grouped.map((items) => toSlice(items, first));
}
