import { isAbove, isBelow } from '../tolerance.js';

/** A gain that is worth naming, per cent. */
const NAMED_GAIN_PERCENT = 2;

/** What followed some bars after one horizon, as sums: they can be added to, and added to each other, in any order. */
export interface OutcomeSums {
  /** Bars whose outcome is known. */
  count: number;
  /** Of them: closed higher, closed lower, gained more than 2 %. */
  up: number;
  down: number;
  gained: number;
  /** Of them: went the way that the signal points. */
  hits: number;
  /** Sum of the returns from close to close, per cent. */
  returnPct: number;
  /** Of the bullish ones alone: how many, and the sum of their returns. */
  bullish: number;
  bullishReturnPct: number;
  /**
   * Sum of what one dong became before costs. It is in shares from the next open, the first price that could be had, to the
   * close of the horizon; after a bearish signal it was taken out of them at the one and put back at the other.
   */
  grossValue: number;
}

export function noOutcomes(): OutcomeSums {
  return { count: 0, up: 0, down: 0, gained: 0, hits: 0, returnPct: 0, bullish: 0, bullishReturnPct: 0, grossValue: 0 };
}

/** Adds the outcome of one bar. Prices in one unit. */
export function addOutcome(sums: OutcomeSums, close: number, nextOpen: number, laterClose: number, isBullish: boolean): void {
  const returnPct = (laterClose / close - 1) * 100;
  const up = Number(isAbove(laterClose, close));
  const down = Number(isBelow(laterClose, close));
  sums.count++;
  sums.up += up;
  sums.down += down;
  sums.gained += Number(isAbove(returnPct, NAMED_GAIN_PERCENT));
  sums.hits += isBullish ? up : down;
  sums.returnPct += returnPct;
  sums.bullish += Number(isBullish);
  sums.bullishReturnPct += isBullish ? returnPct : 0;
  sums.grossValue += isBullish ? laterClose / nextOpen : nextOpen / laterClose;
}

export function addSums(sums: OutcomeSums, other: OutcomeSums): void {
  sums.count += other.count;
  sums.up += other.up;
  sums.down += other.down;
  sums.gained += other.gained;
  sums.hits += other.hits;
  sums.returnPct += other.returnPct;
  sums.bullish += other.bullish;
  sums.bullishReturnPct += other.bullishReturnPct;
  sums.grossValue += other.grossValue;
}
