import type { Features } from './feature-columns.js';
import { isAbove, isBelow } from './tolerance.js';

/** Where the bar closed within its spread, 0 to 1. A flat bar (often locked at a price limit) is judged by the close before it. */
function flatClosePosition(close: number, previousClose: number): number {
  if (isAbove(close, previousClose)) return 1;
  return isBelow(close, previousClose) ? 0 : 0.5;
}

/** Fills the columns that need the bar and the one before it: spread, close position, body, wicks, change, true range. */
export function measureAnatomy(features: Features): void {
  const { length, open, high, low, close } = features;
  const { spread, closePosition, bodyRatio, upperWick, lowerWick, changePct, trueRange } = features;
  const ends = new Float64Array(2);
  let pc = NaN;
  for (let t = 0; t < length; t++) {
    const o = open[t] as number;
    const h = high[t] as number;
    const l = low[t] as number;
    const c = close[t] as number;
    const s = h - l;
    spread[t] = s;
    if (s > 0) {
      // Two divisions instead of four: where open and close stand in the spread says all.
      const closeAt = (c - l) / s;
      const openAt = (o - l) / s;
      closePosition[t] = closeAt;
      bodyRatio[t] = Math.abs(closeAt - openAt);
      // Which of the two is higher can't be guessed, so it is looked up.
      ends[0] = openAt;
      ends[1] = closeAt;
      const top = Number(closeAt > openAt);
      upperWick[t] = 1 - (ends[top] as number);
      lowerWick[t] = ends[1 - top] as number;
    } else {
      closePosition[t] = flatClosePosition(c, pc);
      bodyRatio[t] = 0;
      upperWick[t] = 0;
      lowerWick[t] = 0;
    }
    changePct[t] = (c / pc - 1) * 100;
    // The spread, and what a gap adds to it.
    trueRange[t] = s + (pc - h) * Number(pc > h) + (l - pc) * Number(l > pc);
    pc = c;
  }
}
