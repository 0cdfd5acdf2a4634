import type { BarColumns } from '../market/bar.js';
import { measureAnatomy } from './anatomy.js';
import { allocateFeatures, type ColumnSource, type Features } from './feature-columns.js';
import { measureLevels } from './levels.js';
import { measureTrend } from './trend.js';
import { measureVolume } from './volume.js';
import { FRESH } from './workspace.js';

export interface FeatureOptions {
  /** See {@link import('./volume-segments.js').volumeSegmentStart}. */
  readonly volumeSegmentStart?: number | undefined;
  readonly memory?: ColumnSource;
}

/** Measures every bar in one causal pass per column. */
export function computeFeatures(bars: BarColumns, options: FeatureOptions = {}): Features {
  const features = allocateFeatures(bars, options.memory ?? FRESH);
  measureAnatomy(features);
  measureVolume(features, options.volumeSegmentStart);
  measureLevels(features);
  measureTrend(features);
  return features;
}
