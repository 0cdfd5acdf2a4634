import { NEITHER, STRENGTH, WEAKNESS, type RuleState } from './rule-state.js';
import { tolerantBound } from './tolerance.js';

/** Bars for which a strong signal sets the background. */
export const BACKGROUND_BARS = 20;

const AT_LEAST = tolerantBound('atLeast', 1);

/**
 * Fills the raw and the effective background from the strong signals that fired.
 * @param bullish bits of the strong bullish rules
 * @param bearish bits of the strong bearish rules; they win on one bar
 */
export function measureBackground(state: RuleState, bullish: number, bearish: number): void {
  const { length, fired, background, effectiveBackground, isDowntrend, close, sma50 } = state;
  let latest = -1 - BACKGROUND_BARS;
  let side = NEITHER;
  for (let t = 0; t < length; t++) {
    const raw = t - latest <= BACKGROUND_BARS ? side : NEITHER;
    background[t] = raw;
    effectiveBackground[t] = raw !== NEITHER ? raw : leaning(isDowntrend[t] === 1, t > 0 ? (close[t - 1] as number) : NaN, sma50[t] as number);
    const bits = fired[t] as number;
    if ((bits & (bullish | bearish)) !== 0) {
      latest = t;
      side = (bits & bearish) !== 0 ? WEAKNESS : STRENGTH;
    }
  }
}

function leaning(isDowntrend: boolean, previousClose: number, sma50: number): number {
  if (isDowntrend) return WEAKNESS;
  return previousClose >= sma50 * AT_LEAST ? STRENGTH : NEITHER;
}
