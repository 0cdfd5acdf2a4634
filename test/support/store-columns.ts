import type { Database } from '../../src/adapters/persistence/database.js';
import type { BarColumns } from '../../src/domain/market/bar.js';
import { fromEpochDay } from '../../src/domain/market/trading-date.js';

/** Stores the bars of several symbols in one import. Prices in VND. */
export async function storeColumns({ barStore }: Pick<Database, 'barStore'>, series: ReadonlyMap<string, BarColumns>): Promise<void> {
  const session = await barStore.open({ source: 'CSV', sourceName: 'test.csv' });
  for (const [symbol, { length, epochDay, open, high, low, close, volume }] of series) {
    const prices = (column: Float64Array) => Array.from(column.subarray(0, length), String);
    await session.write({
      length,
      symbol: Array.from({ length }, () => symbol),
      tradingDate: Array.from(epochDay.subarray(0, length), fromEpochDay),
      open: prices(open),
      high: prices(high),
      low: prices(low),
      close: prices(close),
      volume: [...volume.subarray(0, length)],
    });
  }
  await session.commit();
}
