import { parseDecimal, type Decimal } from '../../domain/decimal.js';

const INT8 = 20;
const DATE = 1082;
const TIMESTAMPTZ = 1184;
const NUMERIC = 1700;

/**
 * How values leave the database, on both drivers, so that rows are what the entities say without a mapper: bigints as numbers
 * (every one of ours is checked to be a safe integer or cast to text), numerics as canonical decimals, dates as they are
 * written, instants as dates.
 */
export const COLUMN_PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  [INT8]: (text) => toSafeInteger(text),
  [DATE]: (text) => text,
  [TIMESTAMPTZ]: (text) => new Date(text),
  [NUMERIC]: (text) => toDecimal(text),
};

function toSafeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('a bigint of the database is beyond 2^53');
  return value;
}

/** `29540.0000` is `29540`; the column pads every value to its scale. */
function toDecimal(text: string): Decimal {
  return parseDecimal(text.includes('.') ? text.replace(/\.?0+$/, '') : text);
}
