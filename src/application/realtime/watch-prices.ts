import { requirePermission, type Actor } from '../../domain/access/actor.js';
import { DomainError } from '../../domain/errors.js';
import type { PriceQuote } from '../../domain/market/live/price-quote.js';
import type { LiveFeed } from '../events/live-feed.js';
import type { Metrics } from '../ports/telemetry.js';
import { normalizeSymbols } from '../stocks/normalize-symbols.js';
import type { Board } from './board.js';
import { BoardFeed, type BoardNews } from './board-feed.js';

export interface WatchPricesDeps {
  readonly prices: Board<PriceQuote>;
  readonly metrics: Metrics;
  readonly now: () => Date;
}

/**
 * The newest prices of some shares, first those that are known, then as they move.
 * @throws {DomainError} FORBIDDEN, INVALID_INPUT
 */
export function watchPrices({ prices, metrics, now }: WatchPricesDeps) {
  return async ({ symbols }: { readonly symbols: readonly string[] }, actor: Actor): Promise<LiveFeed<BoardNews<PriceQuote>>> => {
    requirePermission(actor, 'bar:read');
    if (symbols.length === 0) throw new DomainError('INVALID_INPUT', 'symbols must name at least one', { details: { field: 'symbols' } });
    return new BoardFeed(prices, [...new Set(normalizeSymbols(symbols))], ({ receivedAt }) =>
      metrics.observe('price_delivery_delay_seconds', Math.max(0, now().getTime() - receivedAt.getTime()) / 1000),
    );
  };
}
