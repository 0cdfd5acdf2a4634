import type { BucketLimit, Taking } from '../../domain/access/token-bucket.js';

/** A token bucket by name: `operation:user:…`, `sign-in:address:…`. */
export interface NamedBucket extends BucketLimit {
  /** Never a secret: it may be seen in a store. */
  readonly key: string;
}

/**
 * Token buckets. Never fails and never waits long: where the shared store is away, each process counts by itself. What
 * is refused takes nothing; a cost over the capacity needs a full bucket; a cost of 0 only looks.
 */
export interface RateLimiter {
  take(bucket: NamedBucket, cost: number): Promise<Taking>;
  close(): Promise<void>;
}
