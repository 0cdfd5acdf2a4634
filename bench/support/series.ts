import { readCsvColumns, type CsvSeries } from '../../src/adapters/providers/csv-columns.js';
import type { BarColumns } from '../../src/domain/market/bar.js';
import { tradingDateAt } from '../../src/domain/market/trading-date.js';

/** The series of a CSV file in thousand VND; without a path, simulated ones of about the same size (289 of 1 000 bars). */
export async function loadSeries(path: string | undefined): Promise<readonly CsvSeries[]> {
  if (path === undefined) return Array.from({ length: 289 }, (_, i) => ({ symbol: `SIM${i}`, bars: randomWalk(1_000, i + 1) }));
  return readCsvColumns(path, { priceUnit: 'kvnd', today: tradingDateAt(new Date()) }, () => undefined);
}

/** A seeded walk with volumes that burst now and then. */
export function randomWalk(length: number, seed: number): BarColumns {
  const random = generator(seed);
  const bars = {
    length,
    epochDay: Int32Array.from({ length }, (_, t) => 17_000 + t),
    open: new Float64Array(length),
    high: new Float64Array(length),
    low: new Float64Array(length),
    close: new Float64Array(length),
    volume: new Float64Array(length),
  };
  let price = 10 + 90 * random();
  for (let t = 0; t < length; t++) {
    const open = price * (1 + 0.01 * (random() - 0.5));
    const close = open * (1 + 0.05 * (random() - 0.5));
    bars.open[t] = round(open);
    bars.close[t] = round(close);
    bars.high[t] = round(Math.max(open, close) * (1 + 0.01 * random()));
    bars.low[t] = round(Math.min(open, close) * (1 - 0.01 * random()));
    bars.volume[t] = Math.round(1e5 * Math.exp(2.5 * random()) * (random() < 0.05 ? 4 : 1));
    price = close;
  }
  return bars;
}

function round(price: number): number {
  return Math.round(price * 100) / 100;
}

/** Mulberry32. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = Math.imul(state ^ (state >>> 15), state | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 2 ** 32;
  };
}
