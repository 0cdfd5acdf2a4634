import type { Features } from './feature-columns.js';
import { rollingSum } from './rolling.js';

const VOLUME_BARS = 20;
const SPREAD_BARS = 20;
const ATR_BARS = 14;
const SHORT_BARS = 20;
const LONG_BARS = 50;

/** Fills the averages of the bars before, never of the bar itself, and what the bar is in relation to them. */
export function measureAverages(features: Features, volumeSegmentStart: number | undefined): void {
  const { length, close, volume, spread, trueRange, averageVolume20, spreadRatio, atr14, sma20, sma50, scratch } = features;
  const [tails] = scratch;
  rollingSum(volume, length, VOLUME_BARS, tails, averageVolume20);
  rollingSum(spread, length, SPREAD_BARS, tails, spreadRatio);
  // The first bar has no true range, which is what makes ATR14 null on it and on the 14 bars after it.
  rollingSum(trueRange, length, ATR_BARS, tails, atr14);
  rollingSum(close, length, SHORT_BARS, tails, sma20);
  rollingSum(close, length, LONG_BARS, tails, sma50);
  if (volumeSegmentStart !== undefined) forgetMixedVolumes(features, averageVolume20, volumeSegmentStart);
  relate(features);
}

/** Turns sums that end with each bar into averages that end with the bar before; from the last bar to the first, so in place. */
function relate(features: Features): void {
  const { length, close, volume, spread, averageVolume20, volumeRatio, spreadRatio, atr14, changeAtr, sma20, sma50 } = features;
  for (let t = length - 1; t > 0; t--) {
    const before = t - 1;
    const volumes = averageVolume20[before] as number;
    averageVolume20[t] = volumes / VOLUME_BARS;
    volumeRatio[t] = ((volume[t] as number) * VOLUME_BARS) / volumes;
    const spreads = spreadRatio[before] as number;
    // 20 bars without any spread say nothing about what is wide: null. So does an ATR of zero.
    spreadRatio[t] = spreads > 0 ? ((spread[t] as number) * SPREAD_BARS) / spreads : NaN;
    const ranges = atr14[before] as number;
    atr14[t] = ranges / ATR_BARS;
    changeAtr[t] = ranges > 0 ? (((close[t] as number) - (close[before] as number)) * ATR_BARS) / ranges : NaN;
    sma20[t] = (sma20[before] as number) / SHORT_BARS;
    sma50[t] = (sma50[before] as number) / LONG_BARS;
  }
  for (const column of [averageVolume20, volumeRatio, spreadRatio, atr14, changeAtr, sma20, sma50]) column[0] = NaN;
}

/** Volumes from before and after a break in their meaning are in one window on the first 20 bars from it: null there. */
function forgetMixedVolumes({ length, epochDay }: Features, sums: Float64Array, segmentStart: number): void {
  let first = 0;
  while (first < length && (epochDay[first] as number) < segmentStart) first++;
  if (first < length) sums.fill(NaN, Math.max(0, first - 1), Math.min(length, first - 1 + VOLUME_BARS));
}
