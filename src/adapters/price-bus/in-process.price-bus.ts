import type { PriceBus } from '../../application/ports/prices.js';
import type { PriceQuote } from '../../domain/market/live/price-quote.js';

/** Prices within one process. */
export function createInProcessPriceBus(): PriceBus {
  const handlers = new Set<(quotes: readonly PriceQuote[]) => void>();
  const newest = new Map<string, PriceQuote>();
  return {
    publish(quotes) {
      for (const quote of quotes) newest.set(quote.symbol, quote);
      for (const handler of handlers) handler(quotes);
      return Promise.resolve();
    },
    subscribe(handler) {
      const entry = (quotes: readonly PriceQuote[]): void => handler(quotes);
      handlers.add(entry);
      if (newest.size > 0) entry([...newest.values()]);
      return Promise.resolve(() => void handlers.delete(entry));
    },
    close() {
      handlers.clear();
      return Promise.resolve();
    },
  };
}
