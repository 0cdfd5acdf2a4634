import type { NamedBucket, RateLimiter } from '../../application/ports/rate-limiter.js';
import type { Metrics } from '../../application/ports/telemetry.js';
import { takeTokens, type Taking, type TokenBucket } from '../../domain/access/token-bucket.js';

/** Buckets kept; beyond it the one that was used longest ago is forgotten, which is most likely full again. */
const MAX_BUCKETS = 50_000;

export interface InProcessLimiterOptions {
  readonly metrics: Metrics;
  /** Milliseconds on a clock that only goes forward. */
  readonly now: () => number;
  readonly maxBuckets?: number;
}

/** Buckets of this process alone: for the embedded default, and for every process while Redis is away. */
export class InProcessRateLimiter implements RateLimiter {
  readonly #options: InProcessLimiterOptions;
  readonly #maxBuckets: number;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(options: InProcessLimiterOptions) {
    this.#options = options;
    this.#maxBuckets = options.maxBuckets ?? MAX_BUCKETS;
  }

  async take(limit: NamedBucket, cost: number): Promise<Taking> {
    const { bucket, ...taking } = takeTokens(this.#buckets.get(limit.key), limit, cost, this.#options.now());
    this.#buckets.delete(limit.key);
    // A full bucket is no bucket.
    if (bucket.tokens < limit.capacity) this.#buckets.set(limit.key, bucket);
    if (this.#buckets.size > this.#maxBuckets) this.#forgetOldest();
    this.#options.metrics.set('vpa_rate_limiter_buckets', this.#buckets.size);
    return taking;
  }

  async close(): Promise<void> {
    this.#buckets.clear();
  }

  #forgetOldest(): void {
    const oldest = this.#buckets.keys().next();
    if (oldest.done !== true) this.#buckets.delete(oldest.value);
  }
}
