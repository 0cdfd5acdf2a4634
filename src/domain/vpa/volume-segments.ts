import { parseTradingDate, toEpochDay } from '../market/trading-date.js';

/**
 * Days on which the published volume of an instrument changed its meaning. Volumes from before and after such a
 * day never enter one average, so volumeRatio is null on the first 20 bars from it.
 */
const SEGMENT_STARTS: Readonly<Record<string, number>> = {
  // Without put-through trades from this day on.
  VNINDEX: toEpochDay(parseTradingDate('2025-01-02')),
};

/** First day of the newest volume segment (days since 1970-01-01); `undefined` where the volume always meant the same. */
export function volumeSegmentStart(symbol: string): number | undefined {
  return SEGMENT_STARTS[symbol];
}
