import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { takeTokens, type TokenBucket } from './token-bucket.js';

const LIMIT = { capacity: 10, refillPerSecond: 2 };

describe('a token bucket', () => {
  it('is full at first, gives what it has and then says when to come again', () => {
    const first = takeTokens(undefined, LIMIT, 7, 1_000);
    expect(first).toMatchObject({ allowed: true, remaining: 3, retryAfterMs: 0 });
    const second = takeTokens(first.bucket, LIMIT, 4, 1_000);
    expect(second).toMatchObject({ allowed: false, remaining: 3, retryAfterMs: 500 });
    expect(takeTokens(second.bucket, LIMIT, 4, 1_499)).toMatchObject({ allowed: false, retryAfterMs: 1 });
    expect(takeTokens(second.bucket, LIMIT, 4, 1_500)).toMatchObject({ allowed: true, remaining: 0 });
  });

  it('never holds more than its capacity, and less time than none is no time', () => {
    const { bucket } = takeTokens(undefined, LIMIT, 1, 0);
    expect(takeTokens(bucket, LIMIT, 0, 1e9).remaining).toBe(10);
    expect(takeTokens(bucket, LIMIT, 0, -1e9).remaining).toBe(9);
  });

  it('gives more than its capacity only when it is full, and is empty then', () => {
    const first = takeTokens(undefined, LIMIT, 1_000, 0);
    expect(first).toMatchObject({ allowed: true, remaining: 0 });
    expect(takeTokens(first.bucket, LIMIT, 1_000, 0)).toMatchObject({ allowed: false, retryAfterMs: 5_000 });
  });

  it('refuses nobody for a rounding who has waited as long as told', () => {
    let bucket: TokenBucket | undefined;
    for (const [nowMs, cost] of [
      [0, 2],
      [6, 0],
      [10, 7],
    ] as const)
      ({ bucket } = takeTokens(bucket, LIMIT, cost, nowMs));
    const refused = takeTokens(bucket, LIMIT, 10, 246);
    expect(refused.allowed).toBe(false);
    expect(takeTokens(refused.bucket, LIMIT, 10, 246 + refused.retryAfterMs).allowed).toBe(true);
  });

  it('allows no more than the capacity and what came back, and exactly what it told to wait for', () => {
    const steps = fc.array(fc.record({ pauseMs: fc.nat(3_000), cost: fc.nat(12) }), { maxLength: 60 });
    fc.assert(
      fc.property(steps, (given) => {
        let bucket: TokenBucket | undefined;
        let [now, taken] = [0, 0];
        for (const { pauseMs, cost } of given) {
          now += pauseMs;
          const taking = takeTokens(bucket, LIMIT, cost, now);
          bucket = taking.bucket;
          if (taking.allowed) taken += Math.min(cost, LIMIT.capacity);
          else expect(takeTokens(bucket, LIMIT, cost, now + taking.retryAfterMs).allowed).toBe(true);
          expect(taken).toBeLessThanOrEqual(LIMIT.capacity + (now / 1000) * LIMIT.refillPerSecond + 1e-4);
        }
      }),
    );
  });
});
