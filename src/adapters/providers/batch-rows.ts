import type { BarBatch } from '../../application/ports/bar-store.js';
import { parseDecimal } from '../../domain/decimal.js';
import type { RawBar } from '../../domain/market/market-bar.js';
import { instantAt, parseTradingDate } from '../../domain/market/trading-date.js';

/** Rows of a batch as raw bars, their prices exact. */
export function rowsOf(batch: BarBatch): RawBar[] {
  return Array.from({ length: batch.length }, (_, row) => {
    const price = (column: readonly string[]) => parseDecimal(column[row] ?? '');
    const date = batch.tradingDate[row] ?? '';
    return {
      openTime: instantAt(parseTradingDate(date), 0),
      open: price(batch.open),
      high: price(batch.high),
      low: price(batch.low),
      close: price(batch.close),
      volume: batch.volume[row] ?? null,
      raw: `${date},${batch.open[row]},${batch.high[row]},${batch.low[row]},${batch.close[row]},${batch.volume[row]}`,
    };
  });
}
