import type { Exchange } from '../market/stock.js';
import { measureAnatomy } from './anatomy.js';
import { measureAverages } from './averages.js';
import type { Features } from './feature-columns.js';
import { measureLevels } from './levels.js';
import { measureLimitState } from './limit-state.js';
import { measureTrend } from './trend.js';

/**
 * Measures every bar, in one causal pass for each column.
 * @param features the bars, and columns to fill
 * @param volumeSegmentStart see volume-segments.ts
 * @param exchange where the stock is listed; absent or null: not known
 */
export function computeFeatures(features: Features, volumeSegmentStart?: number, exchange?: Exchange | null): void {
  measureAnatomy(features);
  measureAverages(features, volumeSegmentStart);
  measureLevels(features);
  measureTrend(features);
  measureLimitState(features, exchange);
}
