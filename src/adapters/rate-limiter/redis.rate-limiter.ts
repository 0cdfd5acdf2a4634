import { createHash } from 'node:crypto';

import { Redis, type RedisOptions } from 'ioredis';

import type { NamedBucket, RateLimiter } from '../../application/ports/rate-limiter.js';
import type { Logger, Metrics } from '../../application/ports/telemetry.js';
import type { Taking } from '../../domain/access/token-bucket.js';
import { InProcessRateLimiter } from './in-process.rate-limiter.js';

export interface RedisLimiterDeps {
  /** `redis://…` or `rediss://…`; a secret. */
  readonly url: string;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Milliseconds on a clock that only goes forward. */
  readonly now: () => number;
  /** 0 to 1; spreads the reconnects of many processes. */
  readonly random: () => number;
}

const KEY_PREFIX = 'vpa:rate:';
/** What a request waits for an answer at most. */
const COMMAND_TIMEOUT_MS = 250;
/** After a failure Redis is not asked for so long, so that a Redis that hangs delays one request in a while, not each. */
const REST_AFTER_FAILURE_MS = 1_000;
const CONNECT_TIMEOUT_MS = 2_000;
const DISCONNECT_TIMEOUT_MS = 300;
const FIRST_RECONNECT_MS = 50;
const LAST_RECONNECT_MS = 1_000;

/**
 * `takeTokens` of the domain in one step, by the clock of Redis, so that all processes see one bucket and one time. A
 * bucket is gone when it is full again.
 */
const TAKE = `
local capacity, refill, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local kept = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = capacity
if kept[1] then tokens = math.min(capacity, tonumber(kept[1]) + math.max(0, now - tonumber(kept[2])) / 1000 * refill) end
local wanted = math.min(capacity, math.max(0, cost))
local allowed = tokens + 1e-6 >= wanted
local retry = 0
if allowed then tokens = math.max(0, tokens - wanted) else retry = math.ceil((wanted - tokens) / refill * 1000) end
if tokens >= capacity then
  redis.call('DEL', KEYS[1])
else
  redis.call('HSET', KEYS[1], 'tokens', string.format('%.6f', tokens), 'at', string.format('%.3f', now))
  redis.call('PEXPIRE', KEYS[1], math.ceil((capacity - tokens) / refill * 1000) + 1000)
end
return { allowed and 1 or 0, math.floor(tokens), retry }
`;
const TAKE_SHA = createHash('sha1').update(TAKE).digest('hex');

/** Opens the limiter over Redis. A Redis that is away is no failure: buckets are this process's own meanwhile. */
export function openRedisRateLimiter(deps: RedisLimiterDeps): RateLimiter {
  return new RedisRateLimiter(deps);
}

class RedisRateLimiter implements RateLimiter {
  readonly #deps: RedisLimiterDeps;
  readonly #redis: Redis;
  readonly #own: InProcessRateLimiter;
  #restsUntil = -Infinity;
  #isClosed = false;

  constructor(deps: RedisLimiterDeps) {
    this.#deps = deps;
    this.#own = new InProcessRateLimiter(deps);
    this.#redis = new Redis(deps.url, {
      connectionName: 'vpa-rate-limiter',
      connectTimeout: CONNECT_TIMEOUT_MS,
      disconnectTimeout: DISCONNECT_TIMEOUT_MS,
      commandTimeout: COMMAND_TIMEOUT_MS,
      // Nobody waits for Redis to come back: what can't be asked now is counted here.
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      autoResendUnfulfilledCommands: false,
      retryStrategy: (attempt) => Math.min(FIRST_RECONNECT_MS * 2 ** Math.min(attempt, 10), LAST_RECONNECT_MS) * (0.5 + deps.random() / 2),
    } satisfies RedisOptions);
    this.#redis.on('error', () => {
      if (!this.#isClosed) deps.metrics.increment('vpa_rate_limiter_failures_total');
    });
  }

  async take(bucket: NamedBucket, cost: number): Promise<Taking> {
    if (this.#redis.status === 'ready' && this.#deps.now() >= this.#restsUntil) {
      try {
        return await this.#takeShared(bucket, cost);
      } catch (error) {
        this.#restsUntil = this.#deps.now() + REST_AFTER_FAILURE_MS;
        if (!this.#isClosed) this.#deps.logger.warn({ error }, 'Redis counts no requests now; each process counts by itself meanwhile');
      }
    }
    this.#deps.metrics.increment('vpa_rate_limiter_fallbacks_total');
    return this.#own.take(bucket, cost);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#redis.disconnect();
    await this.#own.close();
  }

  async #takeShared({ key, capacity, refillPerSecond }: NamedBucket, cost: number): Promise<Taking> {
    const given = [1, KEY_PREFIX + key, capacity, refillPerSecond, cost] as const;
    const answer = await this.#redis.evalsha(TAKE_SHA, ...given).catch((error: unknown) => {
      if (error instanceof Error && error.message.startsWith('NOSCRIPT')) return this.#redis.eval(TAKE, ...given);
      throw error;
    });
    const [allowed, remaining, retryAfterMs] = answer as [number, number, number];
    return { allowed: allowed === 1, remaining, retryAfterMs };
  }
}
