import { shiftDecimal } from '../../decimal.js';
import type { Decimal } from '../../decimal.js';
import { MAX_PRICE, PRICE_PLACES } from '../check-bar.js';

/** A trade of one share as a stream tells it. */
export interface Trade {
  /** VND; points for an index. */
  readonly price: Decimal;
  /** Shares of this trade. */
  readonly volume: number;
  /** Shares of the session so far, this trade included; null where the source does not say. */
  readonly sessionVolume: number | null;
  readonly at: Date;
}

/** A price in ten-thousandths of a dong, a whole number; undefined where it is none that a bar can hold exactly. */
export function toMantissa(price: Decimal): number | undefined {
  const shifted = shiftDecimal(price, PRICE_PLACES);
  const mantissa = Number(shifted);
  const isExact = !shifted.includes('.') && Number.isSafeInteger(mantissa);
  return isExact && mantissa > 0 && Number(price) <= MAX_PRICE ? mantissa : undefined;
}
