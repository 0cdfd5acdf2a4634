import type { Features } from './feature-columns.js';
import { rollingMeanBefore } from './rolling.js';

const VOLUME_BARS = 20;
const SPREAD_BARS = 20;
const ATR_BARS = 14;
const SHORT_BARS = 20;
const LONG_BARS = 50;

/** Fills the averages of the bars before, never of the bar itself, and what the bar is in relation to them. */
export function measureAverages(features: Features, volumeSegmentStart: number | undefined): void {
  const { length, close, volume, spread, trueRange, averageVolume20, spreadRatio, atr14, sma20, sma50, scratch } = features;
  const [tails] = scratch;
  rollingMeanBefore(volume, length, VOLUME_BARS, tails, averageVolume20);
  rollingMeanBefore(spread, length, SPREAD_BARS, tails, spreadRatio);
  // The first bar has no true range, which is what makes ATR14 null on it and on the 14 bars after it.
  rollingMeanBefore(trueRange, length, ATR_BARS, tails, atr14);
  rollingMeanBefore(close, length, SHORT_BARS, tails, sma20);
  rollingMeanBefore(close, length, LONG_BARS, tails, sma50);
  if (volumeSegmentStart !== undefined) forgetMixedVolumes(features, volumeSegmentStart);
  relate(features);
}

/** Turns the mean spread into a ratio in place. */
function relate(features: Features): void {
  const { length, close, volume, spread, averageVolume20, volumeRatio, spreadRatio, atr14, changeAtr } = features;
  let pc = NaN;
  for (let t = 0; t < length; t++) {
    volumeRatio[t] = (volume[t] as number) / (averageVolume20[t] as number);
    const spreads = spreadRatio[t] as number;
    // 20 bars without any spread say nothing about what is wide: null. So does an ATR of zero.
    spreadRatio[t] = spreads > 0 ? (spread[t] as number) / spreads : NaN;
    const c = close[t] as number;
    const ranges = atr14[t] as number;
    changeAtr[t] = ranges > 0 ? (c - pc) / ranges : NaN;
    pc = c;
  }
}

/** Volumes from before and after a break in their meaning are in one window on the first 20 bars from it: null there. */
function forgetMixedVolumes({ length, epochDay, averageVolume20 }: Features, segmentStart: number): void {
  let first = 0;
  while (first < length && (epochDay[first] as number) < segmentStart) first++;
  averageVolume20.fill(NaN, first, Math.min(length, first + VOLUME_BARS));
}
