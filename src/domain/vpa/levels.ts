import type { Features } from './feature-columns.js';
import { joinExtremes, shift, type Extremes, type Join } from './rolling.js';
import { tolerantBound } from './tolerance.js';

/** Near support: the low is at most this many times SUP30. */
const NEAR_SUPPORT = tolerantBound('atMost', 1.03);
/** Near resistance: the high is at least this many times RES30. */
const NEAR_RESISTANCE = tolerantBound('atLeast', 0.98);
/** In a range: RES30/SUP30 is at most this; the tolerance is that of the 0.25 of which it is made. */
const RANGE_WIDTH = 1 + tolerantBound('atMost', 0.25);

/** RES30 and SUP30 end three bars back, two more than the other windows: a break stays visible for as long as it lasts up to three bars. */
const LEVEL_LAG = 2;

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

/** How a window of one bar, the one before t, grows to 2, 4, 8, 10, 20, 30 and 60: each is joined to the one that ends `step` bars before it. */
const GROWTH: readonly Join[] = [
  { step: 1, lag: 1, first: 2 },
  { step: 2, lag: 0, first: 4 },
  { step: 4, lag: 0, first: 8 },
  { step: 2, lag: 0, first: 10 },
  { step: 10, lag: 0, first: 20 },
  { step: 10, lag: 0, first: 30 },
  { step: 30, lag: 0, first: 60 },
];

function measureExtremes(features: Features): void {
  const { length, high, low, high20, low10, high60, low60, resistance30, support30, scratch } = features;
  const [a, b, c, d] = scratch;
  const one: Extremes = { most: a, least: c };
  const other: Extremes = { most: b, least: d };
  // The widths 10 and 20 have a column of their own only on one side.
  const ten: Extremes = { most: a, least: low10 };
  const twenty: Extremes = { most: high20, least: c };
  const grown = [other, one, other, ten, twenty, other, { most: high60, least: low60 }];
  let from: Extremes = { most: high, least: low };
  for (let i = 0; i < GROWTH.length; i++) {
    const to = grown[i] as Extremes;
    joinExtremes(from, GROWTH[i] as Join, length, to);
    from = to;
  }
  shift(b, LEVEL_LAG, length, resistance30);
  shift(d, LEVEL_LAG, length, support30);
}
