import type { BarColumns } from '../../src/domain/market/bar.js';
import { newestClosedSessions } from '../../src/domain/market/calendar.js';
import { toEpochDay } from '../../src/domain/market/trading-date.js';

/** The sessions closed at `now`, oldest first, with bars that wander and change their volume enough to fire rules. The same seed makes the same bars. */
export function restlessBars(count: number, { seed = 1, now = new Date('2025-05-20T12:00:00Z') } = {}): BarColumns {
  const epochDay = Int32Array.from(newestClosedSessions(now, count).map(toEpochDay)).toReversed();
  const columns = {
    open: new Float64Array(count),
    high: new Float64Array(count),
    low: new Float64Array(count),
    close: new Float64Array(count),
    volume: new Float64Array(count),
  };
  const random = generator(seed);
  let price = 50_000;
  for (let t = 0; t < count; t += 1) {
    const open = price;
    const close = Math.round(open * (1 + (random() - 0.5) * 0.08));
    columns.open[t] = open;
    columns.close[t] = close;
    columns.high[t] = Math.round(Math.max(open, close) * (1 + random() * 0.02));
    columns.low[t] = Math.round(Math.min(open, close) * (1 - random() * 0.02));
    columns.volume[t] = Math.round(1_000_000 * (0.2 + random() ** 3 * 6));
    price = close;
  }
  return { length: count, epochDay, ...columns };
}

/** Numbers from 0 to 1 that depend on the seed alone (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
