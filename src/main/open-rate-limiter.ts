import { InProcessRateLimiter } from '../adapters/rate-limiter/in-process.rate-limiter.js';
import { openRedisRateLimiter } from '../adapters/rate-limiter/redis.rate-limiter.js';
import type { RateLimiter } from '../application/ports/rate-limiter.js';
import type { Core } from './core.js';

const now = (): number => performance.now();

/** One set of buckets for all processes where there is a Redis, else one of this process. */
export function openRateLimiter({ config: { bus }, logger, registry: { metrics } }: Core): RateLimiter {
  if (bus.kind === 'redis') return openRedisRateLimiter({ url: bus.url, metrics, logger, now, random: Math.random });
  return new InProcessRateLimiter({ metrics, now });
}
