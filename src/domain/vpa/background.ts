import { NEITHER, STRENGTH, WEAKNESS, type RuleState } from './rule-state.js';
import { tolerantBound } from './tolerance.js';

/** Bars for which a strong signal sets the background. */
const BACKGROUND_BARS = 20;

const AT_LEAST = tolerantBound('atLeast', 1);

/** The raw background so many bars after the latest strong signal, which was on that side. */
export function backgroundAfter(side: number, bars: number): number {
  return bars <= BACKGROUND_BARS ? side : NEITHER;
}

/** The background of bar t, and where that is neither: weakness in a downtrend, else strength where the close before is at or above SMA50. */
export function effectiveBackground({ background, isDowntrend, close, sma50 }: RuleState, t: number): number {
  const raw = background[t] as number;
  if (raw !== NEITHER) return raw;
  if (isDowntrend[t] === 1) return WEAKNESS;
  return (close[t - 1] as number) >= (sma50[t] as number) * AT_LEAST ? STRENGTH : NEITHER;
}

/** Whether at least so many bits are set. */
export function hasBits(bits: number, count: number): boolean {
  let left = bits;
  for (let i = 1; i < count; i++) left &= left - 1;
  return left !== 0;
}
