import { NEITHER, STRENGTH, WEAKNESS, type RuleState } from './rule-state.js';
import { tolerantBound } from './tolerance.js';

/** Bars for which a strong signal sets the background. */
const BACKGROUND_BARS = 20;

const AT_LEAST = tolerantBound('atLeast', 1);

/**
 * Fills the raw background from the strong signals that fired.
 * @param bullish bits of the strong bullish rules
 * @param bearish bits of the strong bearish rules; they win on one bar
 */
export function measureBackground({ length, fired, background }: RuleState, bullish: number, bearish: number): void {
  const strong = bullish | bearish;
  background.fill(NEITHER, 0, length);
  for (let t = 0; t < length; t++) {
    const bits = (fired[t] as number) & strong;
    // A later signal writes over an earlier one.
    if (bits !== 0) background.fill((bits & bearish) === 0 ? STRENGTH : WEAKNESS, t + 1, Math.min(length, t + 1 + BACKGROUND_BARS));
  }
}

/** The background of bar t, and where that is neither: weakness in a downtrend, else strength where the close before is at or above SMA50. */
export function effectiveBackground({ background, isDowntrend, close, sma50 }: RuleState, t: number): number {
  const raw = background[t] as number;
  if (raw !== NEITHER) return raw;
  if (isDowntrend[t] === 1) return WEAKNESS;
  return (close[t - 1] as number) >= (sma50[t] as number) * AT_LEAST ? STRENGTH : NEITHER;
}
