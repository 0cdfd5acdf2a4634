import type { SeriesAnalysis } from '../analyse-series.js';
import { marketHealth } from './market-health.js';

/** The index that stands for the market, by day. */
export interface MarketSeries {
  /** Health after the latest bar of a day or before it; null where it is not known. */
  readonly healthOn: (day: number) => number | null;
  /** Latest close of a day or before it; null before the first. */
  readonly closeOn: (day: number) => number | null;
}

/** A market of which nothing is known. */
export const UNKNOWN_MARKET: MarketSeries = { healthOn: () => null, closeOn: () => null };

/** Takes what is needed from the analysis of the index, whose columns may then be used again. */
export function marketSeries({ state, length }: SeriesAnalysis): MarketSeries {
  const days = state.epochDay.slice(0, length);
  const closes = state.close.slice(0, length);
  const health = Array.from({ length }, (_, t) => marketHealth(state, t));
  return {
    healthOn: (day) => health[lastUpTo(days, day)] ?? null,
    closeOn: (day) => closes[lastUpTo(days, day)] ?? null,
  };
}

/** Place of the last of ascending days that is not after `day`; −1 where all are. */
function lastUpTo(days: Int32Array, day: number): number {
  let from = 0;
  let to = days.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((days[middle] as number) <= day) from = middle + 1;
    else to = middle;
  }
  return from - 1;
}
