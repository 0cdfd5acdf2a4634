import type { BarInterval } from '../../domain/market/interval.js';
import { SeededRandom } from '../../domain/seeded-random.js';
import type { FaultSwitches } from './faults.js';
import { spoilRows } from './spoil-rows.js';
import type { TapeBar } from './tape.js';
import type { WireRow } from './wire-row.js';

export interface RowShape {
  readonly interval: BarInterval;
  /** VND by this is the unit of the protocol's prices: 1 or 1000. */
  readonly unit: 1 | 1000;
  /** Added to the midnight (Asia/Ho_Chi_Minh) of daily rows, hours: 7 is 00:00 UTC. */
  readonly dailyHour: number;
}

/** The rows of an answer, with what is switched on put in. Rows stay ascending. */
export function wireRows(bars: readonly TapeBar[], shape: RowShape, faults: FaultSwitches, seed: number): WireRow[] {
  const { unit, interval, dailyHour } = shape;
  const priceFactor = (faults.take('PRICES_TIMES_1000') ? 1000 : 1) / (faults.take('PRICES_BY_1000') ? 1000 : 1);
  const volumeDivisor = faults.take('VOLUME_BY_10') ? 10 : 1;
  const price = (vnd: number) => Number(((vnd / unit) * priceFactor).toFixed(6));
  const rows = bars.map((bar) => ({
    t: bar.at.getTime() / 1000 + (interval === 'D1' ? dailyHour * 3600 : 0),
    o: price(bar.open),
    h: price(bar.high),
    l: price(bar.low),
    c: price(bar.close),
    v: Math.floor(bar.volume / volumeDivisor),
    value: Math.round(((bar.open + bar.high + bar.low + bar.close) / 4) * bar.volume),
  }));
  return spoilRows(rows, interval, faults, SeededRandom.of(seed, `rows ${bars.length}`));
}
