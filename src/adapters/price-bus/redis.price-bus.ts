import { Redis } from 'ioredis';

import type { PriceBus } from '../../application/ports/prices.js';
import type { Logger, Metrics } from '../../application/ports/telemetry.js';
import { DomainError } from '../../domain/errors.js';
import { quotesFromText, quotesToText } from '../../domain/market/live/price-quote.js';
import type { PriceQuote } from '../../domain/market/live/price-quote.js';

interface RedisPriceBusDeps {
  /** `redis://…` or `rediss://…`; a secret. */
  readonly url: string;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** 0 to 1; spreads the reconnects of many processes. */
  readonly random: () => number;
}

const CHANNEL = 'vpa.v1.prices';
/** The newest price of each share, for those who come later. */
const NEWEST = 'vpa.v1.prices.newest';
const NEWEST_SECONDS = 4 * 86_400;
const COMMAND_TIMEOUT_MS = 1_000;
const LAST_RECONNECT_MS = 1_000;

/** Prices over Redis Pub/Sub. A Redis that is away is no failure: both connections try again for as long as the bus is open. */
export function openRedisPriceBus({ url, metrics, logger, random }: RedisPriceBusDeps): PriceBus {
  const handlers = new Set<(quotes: readonly PriceQuote[]) => void>();
  const connections: Redis[] = [];
  let publisher: Redis | undefined;
  let listening: Promise<void> | undefined;

  function connect(role: 'price publisher' | 'price subscriber'): Redis {
    const redis = new Redis(url, {
      connectionName: `vpa-${role.replace(' ', '-')}`,
      retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 10), LAST_RECONNECT_MS) * (0.5 + random() / 2),
      // What can't be handed over now is replaced by newer prices.
      ...(role === 'price publisher' ? { enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: COMMAND_TIMEOUT_MS } : {}),
      ...(role === 'price subscriber' ? { maxRetriesPerRequest: null, autoResubscribe: true } : {}),
    });
    if (role === 'price publisher') redis.on('ready', () => void tellNewest(redis, handlers));
    redis.on('error', () => metrics.increment('vpa_bus_connection_errors_total', { role }));
    connections.push(redis);
    return redis;
  }

  function receive(text: string, to: Iterable<(quotes: readonly PriceQuote[]) => void>): void {
    const quotes = quotesFromText(text);
    if (quotes === undefined) {
      metrics.increment('vpa_bus_messages_refused_total');
      return;
    }
    for (const handler of to) handler(quotes);
  }

  async function listen(): Promise<void> {
    const redis = connect('price subscriber');
    redis.on('message', (_channel: string, text: string) => receive(text, handlers));
    await redis.subscribe(CHANNEL);
  }

  async function tellNewest(redis: Redis, to: Iterable<(quotes: readonly PriceQuote[]) => void>): Promise<void> {
    try {
      for (const text of await redis.hvals(NEWEST)) receive(text, to);
    } catch (error) {
      logger.debug({ error }, 'the newest prices could not be read; they come with the next trades');
    }
  }

  return {
    async publish(quotes) {
      publisher ??= connect('price publisher');
      const newest = quotes.flatMap((quote) => [quote.symbol, quotesToText([quote])]);
      try {
        const results = await publisher
          .multi()
          .publish(CHANNEL, quotesToText(quotes))
          .hset(NEWEST, newest)
          .expire(NEWEST, NEWEST_SECONDS)
          .exec();
        const failure = results?.find(([error]) => error !== null)?.[0];
        if (failure) throw failure;
      } catch (cause) {
        throw new DomainError('PROVIDER_UNAVAILABLE', 'Redis takes no prices now', { retryable: true, cause });
      }
    },
    async subscribe(handler) {
      const entry = (quotes: readonly PriceQuote[]): void => handler(quotes);
      handlers.add(entry);
      // Not awaited: a Redis that is away subscribes when it comes back.
      listening ??= listen().catch((error: unknown) => logger.debug({ error }, 'listening for prices has ended'));
      // One that is not ready tells when it is, as after every time that Redis was away.
      publisher ??= connect('price publisher');
      if (publisher.status === 'ready') await tellNewest(publisher, [entry]);
      return () => void handlers.delete(entry);
    },
    close() {
      handlers.clear();
      for (const redis of connections) redis.disconnect();
      return Promise.resolve();
    },
  };
}
