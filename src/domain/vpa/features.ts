import { measureAnatomy } from './anatomy.js';
import { measureAverages } from './averages.js';
import type { Features } from './feature-columns.js';
import { measureLevels } from './levels.js';
import { measureTrend } from './trend.js';

/**
 * Measures every bar, in one causal pass for each column.
 * @param features the bars, and columns to fill
 * @param volumeSegmentStart see volume-segments.ts
 */
export function computeFeatures(features: Features, volumeSegmentStart?: number): void {
  measureAnatomy(features);
  measureAverages(features, volumeSegmentStart);
  measureLevels(features);
  measureTrend(features);
}
