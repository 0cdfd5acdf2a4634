import type { Features } from './feature-columns.js';
import { tolerantBound } from './tolerance.js';

/** Bars over which the move of a trend is taken: from the close of t-11 to that of t-1. */
const MOVE_BARS = 10;
const FALL = tolerantBound('atMost', -0.05);
const RISE = tolerantBound('atLeast', 0.05);
/** Off the 60-bar high, or above the 60-bar low, by this much counts as a trend as well. */
const OFF_HIGH = tolerantBound('atMost', 0.9);
const ABOVE_LOW = tolerantBound('atLeast', 1.15);
const UNDER = tolerantBound('below', 1);
const OVER = tolerantBound('above', 1);

/** Fills isDowntrend and isUptrend: the close before stands on one side of SMA20, and the move behind it is large enough. */
export function measureTrend(features: Features): void {
  const { length, close, sma20, high60, low60, isDowntrend, isUptrend } = features;
  isDowntrend.fill(0, 0, MOVE_BARS + 1);
  isUptrend.fill(0, 0, MOVE_BARS + 1);
  for (let t = MOVE_BARS + 1; t < length; t++) {
    const pc = close[t - 1] as number;
    const average = sma20[t] as number;
    const move = pc / (close[t - 1 - MOVE_BARS] as number) - 1;
    // Bits instead of && and ||: both sides are cheap, and no branch has to be guessed.
    isDowntrend[t] = Number(pc < average * UNDER) & (Number(move <= FALL) | Number(pc <= (high60[t] as number) * OFF_HIGH));
    isUptrend[t] = Number(pc > average * OVER) & (Number(move >= RISE) | Number(pc >= (low60[t] as number) * ABOVE_LOW));
  }
}
