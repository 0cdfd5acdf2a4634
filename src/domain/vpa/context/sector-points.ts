import { firedBits } from '../fired-bits.js';
import type { RuleState } from '../rule-state.js';
import { isAbove, isAtLeast, isBelow } from '../tolerance.js';
import type { MarketSeries } from './market-series.js';

const BARS = 30;
/** A stock speaks for its sector with so many bars before, so that every volume of the window has its mean, and this mean volume of 20 bars. */
const BARS_BEFORE = 49;
const MEMBER_VOLUME = 100_000;

const PROFESSIONAL_VOLUME = firedBits('PROFESSIONAL_VOLUME');
const WEAK_RALLY = firedBits('WEAK_RALLY');

/**
 * What the last 30 bars of a stock, and its return over them beside that of the market, say for its sector. NaN where the
 * stock is no member on that bar, or the market's return is not known.
 */
export function sectorPoints(state: RuleState, market: MarketSeries): Float64Array {
  const { length, averageVolume20 } = state;
  const ofBar = Float64Array.from({ length }, (_, t) => barPoints(state, t));
  const points = new Float64Array(length);
  // Whole numbers: what leaves the window can be taken away again.
  let sum = 0;
  for (let t = 0; t < length; t++) {
    sum += (ofBar[t] as number) - (ofBar[t - BARS] ?? 0);
    const isMember = t >= BARS_BEFORE && isAtLeast(averageVolume20[t] as number, MEMBER_VOLUME);
    points[t] = isMember ? sum + strengthPoints(relativeStrength(state, market, t)) : NaN;
  }
  return points;
}

function barPoints({ volumeRatio, closePosition, changePct, fired }: RuleState, t: number): number {
  const ratio = volumeRatio[t] as number;
  const position = closePosition[t] as number;
  const bits = fired[t] as number;
  return (
    Number(isAbove(ratio, 1.8)) +
    Number(isAbove(position, 0.7)) +
    2 * Number((bits & PROFESSIONAL_VOLUME) !== 0) -
    3 * Number(isAbove(ratio, 2) && isBelow(position, 0.4)) -
    Number(isBelow(ratio, 0.7) && isBelow(changePct[t] as number, -0.5)) -
    2 * Number((bits & WEAK_RALLY) !== 0)
  );
}

/** Return over 30 bars less that of the market between the same days, per cent; NaN where that is not known. */
export function relativeStrength({ close, epochDay }: RuleState, market: MarketSeries, t: number): number {
  const before = market.closeOn(epochDay[t - BARS] as number);
  const now = market.closeOn(epochDay[t] as number);
  if (before === null || now === null) return NaN;
  return ((close[t] as number) / (close[t - BARS] as number) - 1) * 100 - (now / before - 1) * 100;
}

function strengthPoints(relative: number): number {
  if (Number.isNaN(relative)) return NaN;
  if (isAbove(relative, 5)) return 2;
  if (isAbove(relative, 0)) return 1;
  return isBelow(relative, -10) ? -2 : 0;
}
