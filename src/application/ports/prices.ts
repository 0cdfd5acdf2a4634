import type { PriceQuote } from '../../domain/market/live/price-quote.js';

/**
 * Carries the newest price of each share between processes. Lossy: a message that is lost is made up for by the next one.
 * Implementations: in-process, Redis Pub/Sub (channel `vpa.v1.prices`, with the newest of each share in a hash).
 */
export interface PriceBus {
  /** Resolves when handed over. @throws {DomainError} PROVIDER_UNAVAILABLE, retryable, where the transport is away */
  publish(quotes: readonly PriceQuote[]): Promise<void>;
  /** Called with what comes, first with the newest price of each share so far. Returns the end of it. */
  subscribe(handler: (quotes: readonly PriceQuote[]) => void): Promise<() => void>;
  close(): Promise<void>;
}
