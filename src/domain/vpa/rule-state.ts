import type { Features, FlagColumn, MeasuredColumn, PriceColumn } from './feature-columns.js';

/** Background codes, as they stand in the columns. */
export const NEITHER = 0;
export const STRENGTH = 1;
export const WEAKNESS = 2;

/** Everything a rule may look at. Rows ≤ t only; the columns of this type are filled in the order in which rules are evaluated. */
export interface RuleState extends Features {
  /** One bit for each kind, by its place in the registry. */
  readonly fired: Int32Array;
  /** Raw background: the side of the latest strong signal of the 20 bars before. */
  readonly background: Uint8Array;
}

export type NumberColumn = MeasuredColumn | PriceColumn;
export type BooleanColumn = FlagColumn;
