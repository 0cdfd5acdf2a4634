import type { BarColumns } from '../market/bar.js';
import { measureAnatomy } from './anatomy.js';
import { allocateFeatures, type Features } from './feature-columns.js';
import { measureLevels } from './levels.js';
import { measureTrend } from './trend.js';
import { measureVolume } from './volume.js';

export interface FeatureOptions {
  /** See {@link import('./volume-segments.js').volumeSegmentStart}. */
  readonly volumeSegmentStart?: number | undefined;
}

/** Measures every bar in one causal pass per column. */
export function computeFeatures(bars: BarColumns, options: FeatureOptions = {}): Features {
  const features = allocateFeatures(bars);
  measureAnatomy(features);
  measureVolume(features, options.volumeSegmentStart);
  measureLevels(features);
  measureTrend(features);
  return features;
}
