import type { Features } from '../feature-columns.js';
import { isAbove, isBelow } from '../tolerance.js';
import { volumeBalance } from '../volume-balance.js';

/** The market as its index shows it. */
export type MarketState = 'BULLISH' | 'MILDLY_BULLISH' | 'NEUTRAL' | 'BEARISH';

const BARS = 30;
/** Bars of the 30 whose volumeRatio has to be known. */
const KNOWN_BARS = 10;

/** Bars on which shares are given to the many, and on which they are taken from them: volume with a low and with a high close. */
const DISTRIBUTION = { volumeRatio: 1.25, closePosition: 0.4 };
const ACCUMULATION = { volumeRatio: 1.2, closePosition: 0.7 };

/** Points, −7 to 7, of the 30 bars of an index that end with t; null where there are not so many, or the volume of too few is known. */
export function marketHealth(index: Features, t: number): number | null {
  if (t < BARS - 1) return null;
  const { volumeRatio, closePosition } = index;
  let known = 0;
  let distribution = 0;
  let accumulation = 0;
  for (let u = t - BARS + 1; u <= t; u++) {
    const ratio = volumeRatio[u] as number;
    const position = closePosition[u] as number;
    known += Number(!Number.isNaN(ratio));
    distribution += Number(isAbove(ratio, DISTRIBUTION.volumeRatio) && isBelow(position, DISTRIBUTION.closePosition));
    accumulation += Number(isAbove(ratio, ACCUMULATION.volumeRatio) && isAbove(position, ACCUMULATION.closePosition));
  }
  if (known < KNOWN_BARS) return null;
  return (volumeBalance(index, t, BARS) > 0 ? 3 : -3) - pointsOf(distribution) + pointsOf(accumulation);
}

function pointsOf(bars: number): number {
  if (bars >= 3) return 4;
  return bars >= 1 ? 2 : 0;
}

/** What points of market health are called. */
export function marketState(health: number): MarketState {
  if (health >= 4) return 'BULLISH';
  if (health >= 1) return 'MILDLY_BULLISH';
  return health >= -1 ? 'NEUTRAL' : 'BEARISH';
}
