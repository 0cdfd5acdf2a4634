import type { MarketDataProvider } from '../../application/ports/market-data-provider.js';
import type { RawBar, RefusedMarketBar } from '../../domain/market/market-bar.js';
import { tradingDateAt } from '../../domain/market/trading-date.js';
import { rowsOf } from './batch-rows.js';
import { collectBars } from './bar-collector.js';
import { providerError } from './calls/provider-error.js';
import { readCsvBars } from './csv-bars.js';
import type { PriceUnit } from './csv-scan.js';
import type { ProviderDeps } from './provider-deps.js';
import { requireInterval } from './require-interval.js';

export interface CsvSettings {
  readonly path: string;
  readonly priceUnit: PriceUnit;
}

const NAME = 'csv';

/** Daily bars of a file, read anew with each request, so that a file that grows is up to date. */
export function createCsvProvider({ path, priceUnit }: CsvSettings, deps: ProviderDeps): MarketDataProvider {
  return {
    name: NAME,
    intervals: ['D1'],
    async fetchBars(request, abort) {
      const { symbol, interval, from, to } = request;
      requireInterval(NAME, interval, { D1: 'D1' });
      const rows: RawBar[] = [];
      const refused: RefusedMarketBar[] = [];
      let isKnown = false;
      const options = { priceUnit, symbols: new Set([symbol]), today: tradingDateAt(deps.clock.now()) };
      for await (const part of readCsvBars(path, options)) {
        abort.throwIfAborted();
        isKnown ||= part.batch.length > 0 || part.refused.length > 0;
        rows.push(...rowsOf(part.batch));
        for (const { tradingDate, reason, raw } of part.refused) {
          if (tradingDate !== null && (tradingDate < from || tradingDate > to) && reason !== 'FUTURE_DATE') continue;
          refused.push({ symbol, time: tradingDate, reason, raw });
        }
      }
      if (!isKnown) throw providerError(NAME, 'EMPTY_ANSWER', `the file has no row of ${symbol}`);
      const fetched = await collectBars(
        { name: NAME, isAdjusted: false },
        request,
        [request],
        () => Promise.resolve(rows.length === 0 ? 'NONE' : rows),
        deps,
      );
      return { ...fetched, refused: [...refused, ...fetched.refused] };
    },
  };
}
