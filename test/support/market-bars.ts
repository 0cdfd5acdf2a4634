import type { BarColumns } from '../../src/domain/market/bar.js';
import { generator } from './restless-bars.js';

/**
 * A seeded walk that meets what markets do: calm and hectic stretches, ranges, bars that close on their high or low, flat
 * and limit-locked bars, gaps and bursts of volume, in prices of two decimals so that ties happen.
 */
export function marketBars(length: number, seed: number): BarColumns {
  const random = generator(seed);
  const columns = {
    open: new Float64Array(length),
    high: new Float64Array(length),
    low: new Float64Array(length),
    close: new Float64Array(length),
    volume: new Float64Array(length),
  };
  let price = 5 + 60 * random();
  let drift = 0;
  let width = 0.01;
  for (let t = 0; t < length; t++) {
    if (random() < 0.05) drift = (random() - 0.5) * 0.03;
    if (random() < 0.05) width = 0.002 + 0.03 * random();
    const open = cents(price * (1 + (random() < 0.2 ? (random() - 0.5) * 0.06 : 0)));
    const close = cents(open * (1 + drift + width * (random() - 0.5) * 2));
    const isLocked = random() < 0.03;
    const wick = () => (random() < 0.3 ? 0 : random() * width);
    const top = Math.max(open, close);
    const bottom = Math.min(open, close);
    columns.open[t] = isLocked ? close : open;
    columns.close[t] = close;
    columns.high[t] = isLocked ? close : cents(top * (1 + wick()));
    columns.low[t] = isLocked ? close : cents(bottom * (1 - wick()));
    columns.volume[t] = Math.ceil(
      500_000 * Math.exp(2 * random() - 1) * (random() < 0.15 ? 1 + 5 * random() : 1) * (random() < 0.2 ? 0.3 : 1),
    );
    price = Math.max(2, close);
  }
  return { length, epochDay: Int32Array.from({ length }, (_, t) => 18_000 + t), ...columns };
}

function cents(price: number): number {
  return Math.round(price * 100) / 100;
}
