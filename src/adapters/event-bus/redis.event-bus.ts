import { setTimeout as delay } from 'node:timers/promises';

import { RedisPubSub } from 'graphql-redis-subscriptions';
import { Redis, type RedisOptions } from 'ioredis';

import { sequencedEventFromText, sequencedEventToText } from '../../domain/event-json.js';
import type { EventBus, EventSubscription } from '../../application/ports/events.js';
import type { Logger, Metrics } from '../../application/ports/telemetry.js';
import { DomainError } from '../../domain/errors.js';
import type { SequencedEvent } from '../../domain/events.js';
import { EVENT_CHANNEL } from './channel.js';
import { receiveEvent } from './receive-event.js';
import { SubscriberConnection } from './subscriber-connection.js';

interface RedisBusDeps {
  /** `redis://…` or `rediss://…`; a secret. */
  readonly url: string;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** 0 to 1; spreads the reconnects of many processes. */
  readonly random: () => number;
}

/** What a publisher waits for an answer at most. */
const COMMAND_TIMEOUT_MS = 1_000;
const CONNECT_TIMEOUT_MS = 2_000;
/** What the start waits for Redis before it goes on without. */
const START_WAIT_MS = 1_000;
/** What the end waits for Redis to close its side. */
const DISCONNECT_TIMEOUT_MS = 300;
const END_WAIT_MS = 500;
const FIRST_RECONNECT_MS = 50;
const LAST_RECONNECT_MS = 1_000;

/** Opens the bus over Redis Pub/Sub. A Redis that is away is no failure: both connections try again for as long as the bus is open. */
export async function openRedisEventBus(deps: RedisBusDeps): Promise<EventBus> {
  const bus = new RedisEventBus(deps);
  await bus.connected(START_WAIT_MS);
  return bus;
}

class RedisEventBus implements EventBus {
  readonly #deps: RedisBusDeps;
  readonly #publisher: Redis;
  readonly #subscriber: Redis;
  readonly #engine: RedisPubSub;
  readonly #handlers = new Set<(event: SequencedEvent) => void>();
  /** Subscribing and unsubscribing, one after the other: the engine counts wrongly where they overlap. */
  #turn: Promise<void> = Promise.resolve();
  #subscriptionId: number | undefined;
  #isClosed = false;

  constructor(deps: RedisBusDeps) {
    this.#deps = deps;
    const shared = {
      connectTimeout: CONNECT_TIMEOUT_MS,
      disconnectTimeout: DISCONNECT_TIMEOUT_MS,
      retryStrategy: (attempt: number) =>
        Math.min(FIRST_RECONNECT_MS * 2 ** Math.min(attempt, 10), LAST_RECONNECT_MS) * (0.5 + deps.random() / 2),
    } satisfies RedisOptions;
    this.#publisher = new Redis(deps.url, {
      ...shared,
      connectionName: 'vpa-events-publisher',
      // Hints are not worth a queue: what can't be handed over now, the tail reads from the table.
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      autoResendUnfulfilledCommands: false,
      commandTimeout: COMMAND_TIMEOUT_MS,
    });
    this.#subscriber = new SubscriberConnection(deps.url, {
      ...shared,
      connectionName: 'vpa-events-subscriber',
      // Holds one SUBSCRIBE at most.
      enableOfflineQueue: true,
      maxRetriesPerRequest: null,
      autoResubscribe: true,
    });
    this.#watch(this.#publisher, 'publisher');
    this.#watch(this.#subscriber, 'subscriber');
    this.#engine = new RedisPubSub({
      publisher: this.#publisher,
      subscriber: this.#subscriber,
      serializer: sequencedEventToText,
      // The text itself: what is no event is counted by receiveEvent, the engine would pass it on.
      deserializer: (message) => message.toString(),
    });
  }

  async publish(events: readonly SequencedEvent[]): Promise<void> {
    try {
      await Promise.all(events.map((event) => this.#engine.publish(EVENT_CHANNEL, event)));
    } catch (cause) {
      throw new DomainError('PROVIDER_UNAVAILABLE', 'the event bus is away', { retryable: true, cause });
    }
  }

  async subscribe(handler: (event: SequencedEvent) => void): Promise<EventSubscription> {
    this.#assertOpen();
    // A handler may be given twice: each subscription is its own.
    const entry = (event: SequencedEvent): void => handler(event);
    this.#handlers.add(entry);
    await this.#settle();
    this.#assertOpen();
    return {
      close: () => {
        this.#handlers.delete(entry);
        void this.#settle();
        return Promise.resolve();
      },
    };
  }

  isHealthy(): boolean {
    return this.#publisher.status === 'ready' && this.#subscriber.status === 'ready';
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#handlers.clear();
    await Promise.all([this.#publisher, this.#subscriber].map((connection) => disconnect(connection)));
  }

  /** Waits until both connections stand, at most so long. */
  async connected(withinMs: number): Promise<void> {
    const waiting = new AbortController();
    const ready = [this.#publisher, this.#subscriber].map(
      (connection) => new Promise<void>((resolve) => (connection.status === 'ready' ? resolve() : connection.once('ready', resolve))),
    );
    await Promise.race([Promise.all(ready), delay(withinMs, undefined, { signal: waiting.signal })]);
    waiting.abort();
  }

  #assertOpen(): void {
    if (this.#isClosed) throw new DomainError('INTERNAL', 'the event bus is closed');
  }

  /** Brings the one Redis subscription in line with whether anybody listens. */
  #settle(): Promise<void> {
    this.#turn = this.#turn.then(async () => {
      if (this.#isClosed) return;
      if (this.#handlers.size > 0 && this.#subscriptionId === undefined) {
        this.#subscriptionId = await this.#engine.subscribe<string>(EVENT_CHANNEL, (text) => this.#receive(text));
      } else if (this.#handlers.size === 0 && this.#subscriptionId !== undefined) {
        this.#engine.unsubscribe(this.#subscriptionId);
        this.#subscriptionId = undefined;
      }
    });
    return this.#turn;
  }

  #receive(text: string): void {
    receiveEvent(this.#deps, () => sequencedEventFromText(text), this.#handlers);
  }

  #watch(connection: Redis, role: 'publisher' | 'subscriber'): void {
    const { logger, metrics } = this.#deps;
    let isUp: boolean | undefined;
    connection.on('error', () => {
      if (!this.#isClosed) metrics.increment('vpa_bus_connection_errors_total', { role });
    });
    connection.on('ready', () => {
      if (isUp === false) logger.info({ role }, 'connected to Redis again');
      isUp = true;
    });
    connection.on('close', () => {
      if (isUp !== false && !this.#isClosed) logger.warn({ role }, 'Redis is away; events are read from the table meanwhile');
      isUp = false;
    });
  }
}

/** Cuts the connection without waiting for answers: hints that are under way may be lost. */
async function disconnect(connection: Redis): Promise<void> {
  if (connection.status === 'end') return;
  const waiting = new AbortController();
  const ended = new Promise<void>((resolve) => connection.once('end', resolve));
  connection.disconnect();
  await Promise.race([ended, delay(END_WAIT_MS, undefined, { signal: waiting.signal })]);
  waiting.abort();
}
