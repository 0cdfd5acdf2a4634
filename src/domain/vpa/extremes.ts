import type { Features } from './feature-columns.js';

/** RES30 and SUP30 end three bars back, two more than the other windows: a break stays visible for as long as it lasts up to three bars. */
const LEVEL_LAG = 2;

/**
 * Fills the highest highs and lowest lows of the bars before, null where a window is not full. A window of one bar, the
 * one before t, grows to 2, 4, 8, 10, 20, 30 and 60 by joining it to the one that ends some bars before it; windows may
 * overlap. Which of two prices is higher can't be guessed, and a wrong guess costs ten joins: so it is looked up by its
 * place, without a branch, and every loop has its own fixed distance, which makes that place cheap.
 */
export function measureExtremes(features: Features): void {
  const { length, high, low, high20, low10, high60, low60, resistance30, support30, scratch } = features;
  const [highA, highB, lowA, lowB] = scratch;
  for (let t = 2; t < length; t++) {
    const last = t - 1;
    highA[t] = high[last - Number((high[last - 1] as number) > (high[last] as number))] as number;
    lowA[t] = low[last - Number((low[last - 1] as number) < (low[last] as number))] as number;
    highB[t] = highA[t - 2 * Number((highA[t - 2] as number) > (highA[t] as number))] as number;
    lowB[t] = lowA[t - 2 * Number((lowA[t - 2] as number) < (lowA[t] as number))] as number;
  }
  for (let t = 8; t < length; t++) {
    highA[t] = highB[t - 4 * Number((highB[t - 4] as number) > (highB[t] as number))] as number;
    lowA[t] = lowB[t - 4 * Number((lowB[t - 4] as number) < (lowB[t] as number))] as number;
  }
  for (let t = 10; t < length; t++) {
    highB[t] = highA[t - 2 * Number((highA[t - 2] as number) > (highA[t] as number))] as number;
    low10[t] = lowA[t - 2 * Number((lowA[t - 2] as number) < (lowA[t] as number))] as number;
  }
  for (let t = 20; t < length; t++) {
    high20[t] = highB[t - 10 * Number((highB[t - 10] as number) > (highB[t] as number))] as number;
    lowB[t] = low10[t - 10 * Number((low10[t - 10] as number) < (low10[t] as number))] as number;
  }
  for (let t = 30; t < length; t++) {
    highA[t] = high20[t - 10 * Number((high20[t - 10] as number) > (high20[t] as number))] as number;
    lowA[t] = lowB[t - 10 * Number((lowB[t - 10] as number) < (lowB[t] as number))] as number;
  }
  for (let t = 60; t < length; t++) {
    high60[t] = highA[t - 30 * Number((highA[t - 30] as number) > (highA[t] as number))] as number;
    low60[t] = lowA[t - 30 * Number((lowA[t - 30] as number) < (lowA[t] as number))] as number;
  }
  nullBefore(10, length, low10);
  nullBefore(20, length, high20);
  nullBefore(60, length, high60, low60);
  nullBefore(30 + LEVEL_LAG, length, resistance30, support30);
  if (length <= 30 + LEVEL_LAG) return;
  resistance30.set(highA.subarray(30, length - LEVEL_LAG), 30 + LEVEL_LAG);
  support30.set(lowA.subarray(30, length - LEVEL_LAG), 30 + LEVEL_LAG);
}

function nullBefore(first: number, length: number, ...columns: readonly Float64Array[]): void {
  for (const column of columns) column.fill(NaN, 0, Math.min(first, length));
}
