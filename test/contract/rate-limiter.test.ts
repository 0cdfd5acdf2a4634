import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { InProcessRateLimiter } from '../../src/adapters/rate-limiter/in-process.rate-limiter.js';
import { openRedisRateLimiter } from '../../src/adapters/rate-limiter/redis.rate-limiter.js';
import { FakeMetrics, SILENT_LOGGER } from '../support/fake-telemetry.js';
import { type RedisServer, startRedis } from '../support/redis.js';
import { until } from '../support/until.js';
import { testRateLimiterContract } from './rate-limiter.contract.js';

const now = () => performance.now();
const FALLBACKS = 'vpa_rate_limiter_fallbacks_total';
const LIMIT = { key: 'trouble', capacity: 3, refillPerSecond: 0.001 };

/** One of its own: it is stopped, started and frozen here. */
let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.remove());

/** A limiter that asks Redis, and no longer counts by itself. */
async function openShared(metrics = new FakeMetrics()) {
  const limiter = openRedisRateLimiter({ url: server.url, metrics, logger: SILENT_LOGGER, now, random: () => 0.5 });
  await asksRedis(limiter, metrics);
  return limiter;
}

async function asksRedis(limiter: ReturnType<typeof openRedisRateLimiter>, metrics: FakeMetrics) {
  await until('Redis is asked', async () => {
    const before = metrics.counter(FALLBACKS);
    await limiter.take({ ...LIMIT, key: 'look' }, 0);
    return metrics.counter(FALLBACKS) === before;
  });
}

testRateLimiterContract('the in-process limiter', () => {
  const limiter = new InProcessRateLimiter({ metrics: new FakeMetrics(), now });
  return Promise.resolve({ limiter, elsewhere: limiter, remove: () => limiter.close() });
});

testRateLimiterContract('the Redis limiter', async () => {
  const [limiter, elsewhere] = [await openShared(), await openShared()];
  return { limiter, elsewhere, remove: async () => void (await Promise.all([limiter.close(), elsewhere.close()])) };
});

describe('the in-process limiter', () => {
  test('keeps so many buckets and no more, and forgets the one used longest ago', async () => {
    const metrics = new FakeMetrics();
    const limiter = new InProcessRateLimiter({ metrics, now, maxBuckets: 2 });
    for (const key of ['a', 'b', 'a', 'c']) await limiter.take({ ...LIMIT, key }, 1);
    expect(metrics.gauges.get('vpa_rate_limiter_buckets')).toBe(2);
    expect(await limiter.take({ ...LIMIT, key: 'a' }, 0)).toMatchObject({ remaining: 1 });
    expect(await limiter.take({ ...LIMIT, key: 'b' }, 0)).toMatchObject({ remaining: 3 });
  });

  test('keeps no full bucket', async () => {
    const metrics = new FakeMetrics();
    const limiter = new InProcessRateLimiter({ metrics, now });
    for (let i = 0; i < 100; i += 1) await limiter.take({ ...LIMIT, key: `k${i}` }, 0);
    expect(metrics.gauges.get('vpa_rate_limiter_buckets')).toBe(0);
  });
});

describe('the Redis limiter', () => {
  test('leaves nothing behind when a bucket is full again', async () => {
    const redis = new Redis(server.url);
    const limiter = await openShared();
    await limiter.take({ key: 'short', capacity: 10, refillPerSecond: 1_000 }, 5);
    const leftMs = await redis.pttl('vpa:rate:short');
    expect(leftMs).toBeGreaterThan(0);
    expect(leftMs).toBeLessThanOrEqual(1_005);
    await limiter.close();
    redis.disconnect();
  });

  test('goes on where Redis has forgotten its script', async () => {
    const redis = new Redis(server.url);
    const metrics = new FakeMetrics();
    const limiter = await openShared(metrics);
    await redis.script('FLUSH');
    const before = metrics.counter(FALLBACKS);
    expect((await limiter.take({ ...LIMIT, key: 'forgotten' }, 1)).remaining).toBe(2);
    expect(metrics.counter(FALLBACKS)).toBe(before);
    await limiter.close();
    redis.disconnect();
  });

  test('counts by itself while Redis is down, waits for nothing, and asks Redis again when it is back', async () => {
    const metrics = new FakeMetrics();
    const limiter = await openShared(metrics);
    await server.stop();
    const before = metrics.counter(FALLBACKS);
    const startedAt = performance.now();
    const answers = [];
    for (let i = 0; i < 5; i += 1) answers.push((await limiter.take({ ...LIMIT, key: 'down' }, 1)).allowed);
    expect(answers).toEqual([true, true, true, false, false]);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(metrics.counter(FALLBACKS)).toBe(before + 5);
    await server.start();
    await asksRedis(limiter, metrics);
    await limiter.close();
  });

  test('delays one request and not each while Redis hangs', async () => {
    const metrics = new FakeMetrics();
    const limiter = await openShared(metrics);
    const redis = new Redis(server.url);
    await redis.call('CLIENT', 'PAUSE', '2000', 'ALL');
    const before = metrics.counter(FALLBACKS);
    const startedAt = performance.now();
    for (let i = 0; i < 3; i += 1) expect((await limiter.take({ ...LIMIT, key: 'frozen' }, 1)).allowed).toBe(true);
    expect((await limiter.take({ ...LIMIT, key: 'frozen' }, 1)).allowed).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(metrics.counter(FALLBACKS)).toBe(before + 4);
    redis.disconnect();
    await limiter.close();
  });

  test('begins without Redis', async () => {
    await server.stop();
    const metrics = new FakeMetrics();
    const limiter = openRedisRateLimiter({ url: server.url, metrics, logger: SILENT_LOGGER, now, random: () => 0.5 });
    expect((await limiter.take({ ...LIMIT, key: 'early' }, 1)).remaining).toBe(2);
    await server.start();
    await asksRedis(limiter, metrics);
    await limiter.close();
  });
});
