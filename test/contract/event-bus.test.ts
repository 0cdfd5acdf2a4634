import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';

import { PubSub } from 'graphql-subscriptions';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { EVENT_CHANNEL } from '../../src/adapters/event-bus/channel.js';
import { createInProcessEventBus } from '../../src/adapters/event-bus/in-process.event-bus.js';
import { openRedisEventBus } from '../../src/adapters/event-bus/redis.event-bus.js';
import type { EventBus } from '../../src/application/ports/events.js';
import type { SequencedEvent } from '../../src/domain/events.js';
import { anEvent } from '../support/an-event.js';
import { FakeMetrics, SILENT_LOGGER } from '../support/fake-telemetry.js';
import { settle } from '../support/fake-timers.js';
import { type RedisServer, startRedis } from '../support/redis.js';
import { until } from '../support/until.js';
import { testEventBusContract } from './event-bus.contract.js';

/** One of its own: it is stopped, started and cut off here. */
let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.remove());

function openBus(metrics = new FakeMetrics()): Promise<EventBus> {
  return openRedisEventBus({ url: server.url, metrics, logger: SILENT_LOGGER, random: () => 0.5 });
}

testEventBusContract('the in-process bus', () => {
  const metrics = new FakeMetrics();
  const engine = new PubSub<Record<string, string>>();
  const listeners = new Set<number>();
  const subscribe = engine.subscribe.bind(engine);
  engine.subscribe = async (...given) => {
    const id = await subscribe(...given);
    listeners.add(id);
    return id;
  };
  const unsubscribe = engine.unsubscribe.bind(engine);
  engine.unsubscribe = (id) => {
    listeners.delete(id);
    unsubscribe(id);
  };
  const bus = createInProcessEventBus({ metrics, logger: SILENT_LOGGER, engine });
  return Promise.resolve({
    bus,
    elsewhere: bus,
    metrics,
    sendRaw: (text: string) => engine.publish(EVENT_CHANNEL, text),
    openChannels: () => Promise.resolve(listeners.size === 0 ? 0 : 1),
    remove: () => bus.close(),
  });
});

testEventBusContract('the Redis bus', async () => {
  const metrics = new FakeMetrics();
  const [bus, elsewhere, redis] = [await openBus(metrics), await openBus(), new Redis(server.url)];
  return {
    bus,
    elsewhere,
    metrics,
    sendRaw: async (text) => void (await redis.publish(EVENT_CHANNEL, text)),
    openChannels: async () => ((await redis.pubsub('CHANNELS')) as string[]).length,
    remove: async () => {
      await Promise.all([bus.close(), elsewhere.close()]);
      await redis.quit();
    },
  };
});

describe('the Redis bus while Redis is in trouble', () => {
  const open: EventBus[] = [];
  // Each test begins with a fresh Redis and may leave it in any state.
  beforeEach(async () => {
    await server.stop();
    await server.start();
  });
  afterEach(() => Promise.all(open.splice(0).map((bus) => bus.close())));

  async function bus(metrics = new FakeMetrics()): Promise<EventBus> {
    const opened = await openBus(metrics);
    open.push(opened);
    return opened;
  }

  /** Publishes one event after another until one arrives. */
  async function untilHeard(publisher: EventBus, received: SequencedEvent[]): Promise<void> {
    let seq = 0;
    received.length = 0;
    await until('an event arrives again', async () => {
      seq += 1;
      await publisher.publish([anEvent(seq)]).catch(() => undefined);
      return received.length > 0;
    });
  }

  test('a publication while Redis is down is refused within a second and a half, and kept nowhere', async () => {
    const publisher = await bus();
    const subscriber = await bus();
    const received: SequencedEvent[] = [];
    await subscriber.subscribe((event) => received.push(event));
    await server.stop();
    await until('the loss is noticed', () => !publisher.isHealthy());
    const startedAt = performance.now();
    await expect(publisher.publish([anEvent(1)])).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE', retryable: true });
    expect(performance.now() - startedAt).toBeLessThan(1_500);
    await server.start();
    await until('both are back', () => publisher.isHealthy() && subscriber.isHealthy());
    await until('an event arrives', async () => {
      await publisher.publish([anEvent(2)]);
      return received.length > 0;
    });
    expect(received[0]?.seq).toBe(2);
  });

  test('a publication to a Redis that hangs is refused within a second and a half', async () => {
    const publisher = await bus();
    const redis = new Redis(server.url);
    await redis.call('CLIENT', 'PAUSE', '3000', 'ALL');
    const startedAt = performance.now();
    await expect(publisher.publish([anEvent(1)])).rejects.toMatchObject({ retryable: true });
    expect(performance.now() - startedAt).toBeLessThan(1_500);
    redis.disconnect();
  });

  test('a bus opened while Redis is down degrades, and listens as soon as Redis is there', async () => {
    await server.stop();
    const metrics = new FakeMetrics();
    const opened = await bus(metrics);
    expect(opened.isHealthy()).toBe(false);
    const received: SequencedEvent[] = [];
    const listening = opened.subscribe((event) => received.push(event));
    await server.start();
    await listening;
    await untilHeard(opened, received);
    expect(opened.isHealthy()).toBe(true);
    expect(metrics.counter('vpa_bus_connection_errors_total{role=subscriber}')).toBeGreaterThan(0);
  });

  test('a bus can be closed while a subscription waits for Redis', async () => {
    await server.stop();
    const opened = await openBus();
    let isListening = false;
    void opened
      .subscribe(() => {})
      .then(
        () => (isListening = true),
        () => undefined,
      );
    await settle();
    await opened.close();
    await settle();
    expect(isListening).toBe(false);
  });

  test('a bus can be closed while a Redis that answers nothing keeps a subscription waiting', async () => {
    const mute = createServer((socket) => void socket.on('error', () => undefined).resume());
    mute.listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const url = `redis://127.0.0.1:${(mute.address() as AddressInfo).port}`;
    const opened = await openRedisEventBus({ url, metrics: new FakeMetrics(), logger: SILENT_LOGGER, random: () => 0.5 });
    let isListening = false;
    void opened
      .subscribe(() => {})
      .then(
        () => (isListening = true),
        () => undefined,
      );
    await settle();
    await opened.close();
    mute.close();
    await once(mute, 'close');
    expect(isListening).toBe(false);
  });

  test('a bus opened while Redis refuses its greeting listens as soon as it does not', async () => {
    let isRefusing = true;
    let refusals = 0;
    const door = createServer((client) => {
      client.on('error', () => undefined);
      if (isRefusing) {
        refusals += 1;
        client.on('data', (commands) =>
          client.write('-NOAUTH Authentication required.\r\n'.repeat(commands.toString().split('*').length - 1)),
        );
        return;
      }
      const redis = connect(server.port, '127.0.0.1');
      redis.on('error', () => undefined);
      client.pipe(redis).pipe(client);
    });
    door.listen(0, '127.0.0.1');
    await once(door, 'listening');
    const url = `redis://127.0.0.1:${(door.address() as AddressInfo).port}`;
    const opened = await openRedisEventBus({ url, metrics: new FakeMetrics(), logger: SILENT_LOGGER, random: () => 0.5 });
    const received: SequencedEvent[] = [];
    const listening = opened.subscribe((event) => received.push(event));
    const refusalsBefore = refusals;
    await until('both connections were turned away again', () => refusals > refusalsBefore + 4);
    isRefusing = false;
    await listening;
    await untilHeard(opened, received);
    expect(received.length).toBeGreaterThan(0);
    await opened.close();
    door.close();
    await once(door, 'close');
  });

  test('a subscription survives the end and the start of Redis', async () => {
    const opened = await bus();
    const received: SequencedEvent[] = [];
    await opened.subscribe((event) => received.push(event));
    await untilHeard(opened, received);
    await server.stop();
    await server.start();
    await untilHeard(opened, received);
    expect(opened.isHealthy()).toBe(true);
  });

  test('a subscription survives that Redis cuts its listeners, and none is left behind', async () => {
    const opened = await bus();
    const received: SequencedEvent[] = [];
    const subscription = await opened.subscribe((event) => received.push(event));
    const redis = new Redis(server.url);
    for (let round = 0; round < 3; round += 1) {
      await untilHeard(opened, received);
      expect(await redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub')).toBe(1);
    }
    await untilHeard(opened, received);
    expect(await redis.pubsub('NUMSUB', EVENT_CHANNEL)).toEqual([EVENT_CHANNEL, 1]);
    await subscription.close();
    await until('nobody listens', async () => ((await redis.pubsub('CHANNELS')) as string[]).length === 0);
    redis.disconnect();
  });

  test('a subscription closed while Redis is down does not come back with it', async () => {
    const opened = await bus();
    const subscription = await opened.subscribe(() => {});
    await server.stop();
    await until('the loss is noticed', () => !opened.isHealthy());
    await subscription.close();
    await server.start();
    await until('both connections are back', () => opened.isHealthy());
    const redis = new Redis(server.url);
    await until('nobody listens', async () => ((await redis.pubsub('CHANNELS')) as string[]).length === 0);
    expect(await redis.pubsub('NUMSUB', EVENT_CHANNEL)).toEqual([EVENT_CHANNEL, 0]);
    redis.disconnect();
  });
});
