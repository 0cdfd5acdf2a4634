import type { Features } from './feature-columns.js';
import { rollingMax, rollingMin, rollingSum } from './rolling.js';
import { tolerantBound } from './tolerance.js';

const SPREAD_BARS = 20;
const ATR_BARS = 14;

/** Near support: the low is at most this many times SUP30. */
const NEAR_SUPPORT = tolerantBound('atMost', 1.03);
/** Near resistance: the high is at least this many times RES30. */
const NEAR_RESISTANCE = tolerantBound('atLeast', 0.98);
/** In a range: RES30 is at most this share above SUP30. */
const RANGE_WIDTH = tolerantBound('atMost', 0.25);

/** Fills averages and extremes of the bars before: spread ratio, ATR, moving averages, support, resistance and what lies near them. */
export function measureLevels(features: Features): void {
  const { length, high, low, close, spread, trueRange, volumeRatio } = features;
  const { spreadRatio, atr14, changeAtr, changeAtrPerVolume, sma20, sma50 } = features;
  const { resistance30, support30, high20, low10, high60, low60 } = features;
  const { isNearSupport, isNearResistance, isInRange } = features;

  rollingSum(spread, length, { width: SPREAD_BARS, lag: 1 }, spreadRatio);
  // The first bar has no true range, which is what makes ATR14 null on it and the 14 bars after it.
  rollingSum(trueRange, length, { width: ATR_BARS, lag: 1 }, atr14);
  rollingSum(close, length, { width: 20, lag: 1 }, sma20);
  rollingSum(close, length, { width: 50, lag: 1 }, sma50);
  rollingMax(high, length, { width: 20, lag: 1 }, high20);
  rollingMin(low, length, { width: 10, lag: 1 }, low10);
  rollingMax(high, length, { width: 60, lag: 1 }, high60);
  rollingMin(low, length, { width: 60, lag: 1 }, low60);
  // 30 bars that end three bars back: a break stays visible for as long as it lasts up to three bars.
  rollingMax(high, length, { width: 30, lag: 3 }, resistance30);
  rollingMin(low, length, { width: 30, lag: 3 }, support30);

  for (let t = 0; t < length; t++) {
    const meanSpread = (spreadRatio[t] as number) / SPREAD_BARS;
    // 20 bars without any spread say nothing about what is wide: null.
    spreadRatio[t] = meanSpread > 0 ? (spread[t] as number) / meanSpread : NaN;
    const atr = (atr14[t] as number) / ATR_BARS;
    atr14[t] = atr;
    const move = t > 0 ? (close[t] as number) - (close[t - 1] as number) : NaN;
    const moveAtr = atr > 0 ? move / atr : NaN;
    changeAtr[t] = moveAtr;
    changeAtrPerVolume[t] = moveAtr / (volumeRatio[t] as number);
    sma20[t] = (sma20[t] as number) / 20;
    sma50[t] = (sma50[t] as number) / 50;
    const resistance = resistance30[t] as number;
    const support = support30[t] as number;
    isNearSupport[t] = (low[t] as number) <= support * NEAR_SUPPORT ? 1 : 0;
    isNearResistance[t] = (high[t] as number) >= resistance * NEAR_RESISTANCE ? 1 : 0;
    isInRange[t] = resistance / support - 1 <= RANGE_WIDTH ? 1 : 0;
  }
}
