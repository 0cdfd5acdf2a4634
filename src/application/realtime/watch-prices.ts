import { requirePermission, type Actor } from '../../domain/access/actor.js';
import { DomainError } from '../../domain/errors.js';
import type { PriceQuote } from '../../domain/market/live/price-quote.js';
import type { LiveFeed } from '../events/live-feed.js';
import type { Metrics } from '../ports/telemetry.js';
import { normalizeSymbols } from '../stocks/normalize-symbols.js';
import { OwnFeed } from './own-feed.js';
import type { PriceBoard, PriceListener } from './price-board.js';

/** The newest prices of shares that moved since the item before. */
export interface PriceItem {
  readonly type: 'PRICES';
  readonly prices: readonly PriceQuote[];
}

export interface WatchPricesDeps {
  readonly board: PriceBoard;
  readonly metrics: Metrics;
  readonly now: () => Date;
}

/**
 * The newest prices of some shares, first those that are known, then as they move. Lossy: a price that was replaced
 * before it was told is never told.
 * @throws {DomainError} FORBIDDEN, INVALID_INPUT
 */
export function watchPrices(
  deps: WatchPricesDeps,
): (input: { readonly symbols: readonly string[] }, actor: Actor) => Promise<LiveFeed<PriceItem>> {
  return async ({ symbols }, actor) => {
    requirePermission(actor, 'bar:read');
    if (symbols.length === 0) throw new DomainError('INVALID_INPUT', 'symbols must name at least one', { details: { field: 'symbols' } });
    return new PriceFeed(deps, [...new Set(normalizeSymbols(symbols))]);
  };
}

class PriceFeed extends OwnFeed<PriceItem> implements PriceListener {
  readonly #deps: WatchPricesDeps;
  readonly #leave: () => void;
  /** The newest price of each share that was not told; at most one for each. */
  readonly #moved = new Map<string, PriceQuote>();
  readonly #first: ReadonlySet<PriceQuote>;

  constructor(deps: WatchPricesDeps, symbols: readonly string[]) {
    super();
    this.#deps = deps;
    for (const symbol of symbols) {
      const quote = deps.board.newest(symbol);
      if (quote !== undefined) this.#moved.set(symbol, quote);
    }
    this.#first = new Set(this.#moved.values());
    this.#leave = deps.board.listen(symbols, this);
  }

  onPrice(quote: PriceQuote): void {
    this.#moved.set(quote.symbol, quote);
    this.wakeUp();
  }

  protected hasItems(): boolean {
    return this.#moved.size > 0;
  }

  protected take(): readonly PriceItem[] {
    const prices = [...this.#moved.values()];
    this.#moved.clear();
    const now = this.#deps.now().getTime();
    for (const quote of prices) {
      // What was known before says nothing about how fast prices come.
      if (this.#first.has(quote)) continue;
      this.#deps.metrics.observe('price_delivery_delay_seconds', Math.max(0, now - quote.receivedAt.getTime()) / 1000);
    }
    return [{ type: 'PRICES', prices }];
  }

  protected end(): void {
    this.#leave();
    this.#moved.clear();
  }
}
