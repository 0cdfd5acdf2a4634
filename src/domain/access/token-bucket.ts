/** How much may be taken at once, and how fast it comes back. Both are over zero. */
export interface BucketLimit {
  readonly capacity: number;
  readonly refillPerSecond: number;
}

/** A bucket as it was left; its fill since then follows from the time. */
export interface TokenBucket {
  readonly tokens: number;
  /** When it was left, in milliseconds on a clock that only goes forward. */
  readonly atMs: number;
}

export interface Taking {
  readonly allowed: boolean;
  /** Whole tokens left. */
  readonly remaining: number;
  /** Until the same could be taken; 0 where it was. */
  readonly retryAfterMs: number;
}

/** Of a token: what adding many small refills may lose. Who has waited as long as told is not refused for it. */
const ROUNDING = 1e-6;

/**
 * Takes from a bucket; no bucket is a full one. What is refused takes nothing. More than the capacity counts as the
 * capacity: it needs a full bucket, and is not refused for ever.
 */
export function takeTokens(
  bucket: TokenBucket | undefined,
  { capacity, refillPerSecond }: BucketLimit,
  cost: number,
  nowMs: number,
): Taking & { readonly bucket: TokenBucket } {
  const refilled = bucket === undefined ? capacity : bucket.tokens + (Math.max(0, nowMs - bucket.atMs) / 1000) * refillPerSecond;
  const tokens = Math.min(capacity, refilled);
  const wanted = Math.min(capacity, Math.max(0, cost));
  const allowed = tokens + ROUNDING >= wanted;
  const left = allowed ? Math.max(0, tokens - wanted) : tokens;
  return {
    allowed,
    remaining: Math.floor(left),
    retryAfterMs: allowed ? 0 : Math.ceil(((wanted - tokens) / refillPerSecond) * 1000),
    bucket: { tokens: left, atMs: nowMs },
  };
}
