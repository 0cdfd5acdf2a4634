import { Redis } from 'ioredis';

import type { BoardBus, BoardItem } from '../../application/ports/board-bus.js';
import type { Logger, Metrics } from '../../application/ports/telemetry.js';
import { DomainError } from '../../domain/errors.js';
import type { BoardForm } from './board-forms.js';

interface RedisBoardBusDeps {
  /** `redis://…` or `rediss://…`; a secret. */
  readonly url: string;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** 0 to 1; spreads the reconnects of many processes. */
  readonly random: () => number;
}

const NEWEST_SECONDS = 4 * 86_400;
const COMMAND_TIMEOUT_MS = 1_000;
const LAST_RECONNECT_MS = 1_000;

/** The newest state of shares over Redis Pub/Sub. A Redis that is away is no failure: both connections try again for as long as the bus is open. */
export function openRedisBoardBus<Item extends BoardItem>(
  { channel, write, read }: BoardForm<Item>,
  { url, metrics, logger, random }: RedisBoardBusDeps,
): BoardBus<Item> {
  const newestKey = `${channel}.newest`;
  const handlers = new Set<(items: readonly Item[]) => void>();
  const connections: Redis[] = [];
  let publisher: Redis | undefined;
  let listening: Promise<void> | undefined;

  function connect(role: 'board publisher' | 'board subscriber'): Redis {
    const redis = new Redis(url, {
      connectionName: `vpa-${role.replace(' ', '-')}`,
      retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 10), LAST_RECONNECT_MS) * (0.5 + random() / 2),
      // What can't be handed over now is replaced by what is newer.
      ...(role === 'board publisher' ? { enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: COMMAND_TIMEOUT_MS } : {}),
      ...(role === 'board subscriber' ? { maxRetriesPerRequest: null, autoResubscribe: true } : {}),
    });
    if (role === 'board publisher') redis.on('ready', () => void tellNewest(redis, handlers));
    redis.on('error', () => metrics.increment('vpa_bus_connection_errors_total', { role }));
    connections.push(redis);
    return redis;
  }

  function receive(text: string, to: Iterable<(items: readonly Item[]) => void>): void {
    const items = read(text);
    if (items === undefined) {
      metrics.increment('vpa_bus_messages_refused_total');
      return;
    }
    for (const handler of to) handler(items);
  }

  async function listen(): Promise<void> {
    const redis = connect('board subscriber');
    redis.on('message', (_channel: string, text: string) => receive(text, handlers));
    await redis.subscribe(channel);
  }

  async function tellNewest(redis: Redis, to: Iterable<(items: readonly Item[]) => void>): Promise<void> {
    try {
      for (const text of await redis.hvals(newestKey)) receive(text, to);
    } catch (error) {
      logger.debug({ error }, 'the newest state of shares could not be read; it comes with the next trades');
    }
  }

  return {
    async publish(items) {
      publisher ??= connect('board publisher');
      const newest = items.flatMap((item) => [item.symbol, write([item])]);
      try {
        const results = await publisher
          .multi()
          .publish(channel, write(items))
          .hset(newestKey, newest)
          .expire(newestKey, NEWEST_SECONDS)
          .exec();
        const failure = results?.find(([error]) => error !== null)?.[0];
        if (failure) throw failure;
      } catch (cause) {
        throw new DomainError('PROVIDER_UNAVAILABLE', 'Redis takes no news of shares now', { retryable: true, cause });
      }
    },
    async subscribe(handler) {
      const entry = (items: readonly Item[]): void => handler(items);
      handlers.add(entry);
      // Not awaited: a Redis that is away subscribes when it comes back.
      listening ??= listen().catch((error: unknown) => logger.debug({ error }, 'listening for news of shares has ended'));
      // One that is not ready tells when it is, as after every time that Redis was away.
      publisher ??= connect('board publisher');
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
