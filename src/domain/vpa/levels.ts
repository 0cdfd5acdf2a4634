import { measureExtremes } from './extremes.js';
import type { Features } from './feature-columns.js';
import { tolerantBound } from './tolerance.js';

/** Near support: the low is at most this many times SUP30. */
const NEAR_SUPPORT = tolerantBound('atMost', 1.03);
/** Near resistance: the high is at least this many times RES30. */
const NEAR_RESISTANCE = tolerantBound('atLeast', 0.98);
/** In a range: RES30/SUP30 is at most this; the tolerance is that of the 0.25 of which it is made. */
const RANGE_WIDTH = 1 + tolerantBound('atMost', 0.25);

/** Fills support, resistance and the extremes of the bars before, and what lies near them. */
export function measureLevels(features: Features): void {
  measureExtremes(features);
  const { length, high, low, resistance30, support30, isNearSupport, isNearResistance, isInRange } = features;
  for (let t = 0; t < length; t++) {
    const resistance = resistance30[t] as number;
    const support = support30[t] as number;
    isNearSupport[t] = Number((low[t] as number) <= support * NEAR_SUPPORT);
    isNearResistance[t] = Number((high[t] as number) >= resistance * NEAR_RESISTANCE);
    isInRange[t] = Number(resistance <= support * RANGE_WIDTH);
  }
}
