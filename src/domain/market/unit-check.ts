import type { MarketBar } from './market-bar.js';

/** A mean price may leave low and high by this much: turnovers are rounded by their sources. */
const TOLERANCE = 0.002;
/** Off by more than this is no rounding and no stray trade: a unit of 10 or 1000 was taken for another. */
const UNIT_FACTOR = 5;
/** A share has cost more than this, VND, and less than that, on any day that can be looked up; units are off by 1000. */
const CHEAPEST = 100;
const DEAREST = 5_000_000;

/** What volume and turnover say about the units of a bar. */
export type TurnoverVerdict = 'FITS' | 'ROW_IS_WRONG' | 'UNIT_IS_WRONG';

/** Checks low ≤ turnover / volume ≤ high. Fits where there is nothing to compare. */
export function checkTurnover({ low, high, volume, turnover }: Pick<MarketBar, 'low' | 'high' | 'volume' | 'turnover'>): TurnoverVerdict {
  if (turnover === null || (volume === 0 && Number(turnover) === 0)) return 'FITS';
  const mean = Number(turnover) / volume;
  if (mean >= Number(low) * (1 - TOLERANCE) && mean <= Number(high) * (1 + TOLERANCE)) return 'FITS';
  return mean * UNIT_FACTOR < Number(low) || mean > Number(high) * UNIT_FACTOR ? 'UNIT_IS_WRONG' : 'ROW_IS_WRONG';
}

/**
 * Whether the prices of an answer are in another unit than declared: the middle of their closes is no price of a share, or
 * one is off by the factor of a unit from a close nearby that is known to be right.
 * @param closes VND, not empty
 * @param nearby the close of the answer that is nearest in time to `knownClose`
 */
export function isUnitOff(closes: readonly number[], nearby?: { readonly close: number; readonly knownClose: number }): boolean {
  const middle = closes.toSorted((a, b) => a - b)[Math.floor(closes.length / 2)] ?? CHEAPEST;
  if (middle < CHEAPEST || middle > DEAREST) return true;
  return nearby !== undefined && (nearby.close > nearby.knownClose * UNIT_FACTOR || nearby.close * UNIT_FACTOR < nearby.knownClose);
}
