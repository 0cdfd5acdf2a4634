import type { CsvSeries } from '../../adapters/providers/csv-columns.js';
import { MARKET_INDEX } from '../../domain/market/stock.js';
import { analyseSeries } from '../../domain/vpa/analyse-series.js';
import { marketSeries, UNKNOWN_MARKET, type MarketSeries } from '../../domain/vpa/context/market-series.js';
import type { Workspace } from '../../domain/vpa/workspace.js';

/** The market as the index of a file shows it; unknown where the file has none. */
export function marketOfFile(series: readonly CsvSeries[], workspace: Workspace): MarketSeries {
  const index = series.find(({ symbol }) => symbol === MARKET_INDEX);
  return index === undefined ? UNKNOWN_MARKET : marketSeries(analyseSeries(index.bars, { symbol: MARKET_INDEX, isIndex: true }, workspace));
}
