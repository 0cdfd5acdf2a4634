/** Why a bar is refused. Closed: the quarantine stores these words. */
export const BAR_FAULTS = [
  /** The row has too few fields, or a quote that does not end. */
  'MALFORMED_ROW',
  'INVALID_SYMBOL',
  'INVALID_DATE',
  'FUTURE_DATE',
  /** NaN, infinity, an exponent, text, or more digits than an exact price can have. */
  'INVALID_NUMBER',
  'PRICE_NOT_POSITIVE',
  'PRICE_TOO_LARGE',
  /** More than four places in VND or points: it could only be stored rounded. */
  'PRICE_TOO_FINE',
  /** Not low ≤ open ≤ high and low ≤ close ≤ high. */
  'OUTSIDE_RANGE',
  /** Not a whole number of shares from 0 to 2^53−1. */
  'INVALID_VOLUME',
  /** The same source has a good bar of this symbol and date further up; that one stands. */
  'DUPLICATE',
  /** One answer has two different bars of that time: neither can be believed. */
  'CONFLICTING_BARS',
  /** Weekend or holiday: nobody could trade. */
  'NOT_A_TRADING_DAY',
  /** A bar of the lunch break, or before the opening or after the close. */
  'OUTSIDE_SESSION',
  /** Prices that the exchange's daily limits rule out. */
  'OUTSIDE_BAND',
  /** Turnover by volume lies outside low and high, by a factor that is no unit's. */
  'TURNOVER_MISMATCH',
  /** The whole answer is off by the factor of a unit: thousand dong taken for dong, lots of ten for shares. */
  'UNIT_MISMATCH',
] as const;

export type BarFault = (typeof BAR_FAULTS)[number];

/** A price above this is a fault of the source: 10^12 VND. */
export const MAX_PRICE = 1e12;

/** Places of a price as it is stored, in VND or points. */
export const PRICE_PLACES = 4;

/** The smallest price that is stored, VND: four places. Anything under it is nothing. */
const MIN_PRICE = 0.0001;

export interface BarNumbers {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** What is wrong with the numbers of a bar, prices in VND or points; `undefined` where nothing is. A bar of volume 0 is fine: nobody traded. */
export function findBarFault({ open, high, low, close, volume }: BarNumbers): BarFault | undefined {
  // The sum is finite exactly when all four are.
  if (!Number.isFinite(open + high + low + close)) return 'INVALID_NUMBER';
  if (!(open >= MIN_PRICE && high >= MIN_PRICE && low >= MIN_PRICE && close >= MIN_PRICE)) return 'PRICE_NOT_POSITIVE';
  if (!(low <= open && low <= close && open <= high && close <= high)) return 'OUTSIDE_RANGE';
  if (high > MAX_PRICE) return 'PRICE_TOO_LARGE';
  return Number.isSafeInteger(volume) && volume >= 0 ? undefined : 'INVALID_VOLUME';
}
