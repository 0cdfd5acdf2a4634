import type { Features } from './feature-columns.js';
import { rollingSum } from './rolling.js';

const AVERAGE_BARS = 20;

/** Fills the average volume of the 20 bars before, and the volume in relation to it. */
export function measureVolume(features: Features, segmentStart: number | undefined): void {
  const { length, volume, averageVolume20, volumeRatio } = features;
  rollingSum(volume, length, { width: AVERAGE_BARS, lag: 1 }, averageVolume20);
  for (let t = 0; t < length; t++) averageVolume20[t] = (averageVolume20[t] as number) / AVERAGE_BARS;
  if (segmentStart !== undefined) forgetMixedAverages(features, segmentStart);
  for (let t = 0; t < length; t++) volumeRatio[t] = (volume[t] as number) / (averageVolume20[t] as number);
}

function forgetMixedAverages({ length, epochDay, averageVolume20 }: Features, segmentStart: number): void {
  let first = 0;
  while (first < length && (epochDay[first] as number) < segmentStart) first++;
  averageVolume20.fill(NaN, first, Math.min(length, first + AVERAGE_BARS));
}
