import type { PriceQuote } from '../../domain/market/live/price-quote.js';
import type { PriceBus } from '../ports/prices.js';
import type { Metrics } from '../ports/telemetry.js';

/** Symbols whose newest price is kept: several times what the market has. */
const MAX_SYMBOLS = 10_000;

/** Who wants to hear of the prices of some symbols. Must neither block nor throw. */
export interface PriceListener {
  onPrice(quote: PriceQuote): void;
}

/** The newest price of each share as this process knows it, and who wants to hear of changes. */
export interface PriceBoard {
  newest(symbol: string): PriceQuote | undefined;
  /** Returns the end of it. */
  listen(symbols: readonly string[], listener: PriceListener): () => void;
  close(): void;
}

/** Listens to the prices that are told from now on. */
export async function openPriceBoard({ prices, metrics }: { readonly prices: PriceBus; readonly metrics: Metrics }): Promise<PriceBoard> {
  const newest = new Map<string, PriceQuote>();
  const listeners = new Map<string, Set<PriceListener>>();

  function accept(quotes: readonly PriceQuote[]): void {
    for (const quote of quotes) {
      const before = newest.get(quote.symbol);
      // Messages of two leaders may cross; what is older, or has less of the same moment, is no news.
      if (before !== undefined && isOlder(quote, before)) continue;
      if (before === undefined && newest.size >= MAX_SYMBOLS) continue;
      newest.set(quote.symbol, quote);
      for (const listener of listeners.get(quote.symbol) ?? []) listener.onPrice(quote);
    }
    metrics.set('vpa_prices_kept', newest.size);
  }

  const leave = await prices.subscribe(accept);
  return {
    newest: (symbol) => newest.get(symbol),
    listen(symbols, listener) {
      for (const symbol of symbols) {
        const those = listeners.get(symbol) ?? new Set();
        listeners.set(symbol, those.add(listener));
      }
      return () => {
        for (const symbol of symbols) {
          const those = listeners.get(symbol);
          those?.delete(listener);
          if (those?.size === 0) listeners.delete(symbol);
        }
      };
    },
    close: leave,
  };
}

function isOlder(quote: PriceQuote, than: PriceQuote): boolean {
  return quote.at < than.at || (quote.at.getTime() === than.at.getTime() && quote.receivedAt < than.receivedAt);
}
