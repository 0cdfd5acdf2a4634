import type { MarketDataProvider } from '../../../application/ports/market-data-provider.js';
import type { RawBar } from '../../../domain/market/market-bar.js';
import { rowsOf } from '../batch-rows.js';
import { collectBars } from '../bar-collector.js';
import { providerError } from '../calls/provider-error.js';
import type { ProviderDeps } from '../provider-deps.js';
import { requireInterval } from '../require-interval.js';
import { simulatedSessions, simulatedStocks } from './simulated-provider.js';

const NAME = 'simulated';

/** Daily bars of the simulated market up to now, computed anew with each request. */
export function createSimulatedProvider(deps: ProviderDeps): MarketDataProvider {
  const symbols = new Set(simulatedStocks().map(({ symbol }) => symbol));
  return {
    name: NAME,
    intervals: ['D1'],
    async fetchBars(request) {
      requireInterval(NAME, request.interval, { D1: 'D1' });
      if (!symbols.has(request.symbol)) throw providerError(NAME, 'REQUEST_REFUSED', `has no ${request.symbol}`);
      const rows: RawBar[] = [];
      for (const { tradingDate, batch } of simulatedSessions()) {
        if (tradingDate > request.to) break;
        const row = rowsOf(batch)[batch.symbol.indexOf(request.symbol)];
        if (row !== undefined && tradingDate >= request.from) rows.push(row);
      }
      return collectBars(
        { name: NAME, isAdjusted: false },
        request,
        [request],
        () => Promise.resolve(rows.length === 0 ? 'NONE' : rows),
        deps,
      );
    },
  };
}
