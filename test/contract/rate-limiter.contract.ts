import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { RateLimiter } from '../../src/application/ports/rate-limiter.js';
import { until } from '../support/until.js';

export interface LimiterRig {
  readonly limiter: RateLimiter;
  /** The limiter of another process, or the same where there is but one. */
  readonly elsewhere: RateLimiter;
  remove(): Promise<void>;
}

/** Slow enough that nothing comes back within a test. */
const SLOW = { capacity: 10, refillPerSecond: 0.001 };
let names = 0;
const bucket = (limit: { capacity: number; refillPerSecond: number } = SLOW) => ({ key: `test:${(names += 1)}`, ...limit });

/** What every implementation of the port does. */
export function testRateLimiterContract(name: string, createRig: () => Promise<LimiterRig>): void {
  describe(`${name}, as a rate limiter`, () => {
    let rig: LimiterRig;
    beforeEach(async () => {
      rig = await createRig();
    });
    afterEach(() => rig.remove());

    test('gives what a bucket holds, and refuses without taking', async () => {
      const own = bucket();
      expect(await rig.limiter.take(own, 4)).toEqual({ allowed: true, remaining: 6, retryAfterMs: 0 });
      const refused = await rig.limiter.take(own, 7);
      expect(refused).toMatchObject({ allowed: false, remaining: 6 });
      expect(refused.retryAfterMs).toBeGreaterThan(990_000);
      expect(refused.retryAfterMs).toBeLessThanOrEqual(1_000_000);
      expect(await rig.limiter.take(own, 6)).toEqual({ allowed: true, remaining: 0, retryAfterMs: 0 });
    });

    test('keeps buckets apart by key', async () => {
      const [one, other] = [bucket(), bucket()];
      await rig.limiter.take(one, 10);
      expect((await rig.limiter.take(other, 10)).allowed).toBe(true);
      expect((await rig.limiter.take(one, 1)).allowed).toBe(false);
    });

    test('only looks where the cost is 0', async () => {
      const own = bucket();
      expect(await rig.limiter.take(own, 0)).toEqual({ allowed: true, remaining: 10, retryAfterMs: 0 });
      await rig.limiter.take(own, 10);
      expect(await rig.limiter.take(own, 0)).toEqual({ allowed: true, remaining: 0, retryAfterMs: 0 });
    });

    test('lets a cost over the capacity through when the bucket is full', async () => {
      const own = bucket();
      expect(await rig.limiter.take(own, 5_000)).toEqual({ allowed: true, remaining: 0, retryAfterMs: 0 });
      expect((await rig.limiter.take(own, 5_000)).allowed).toBe(false);
    });

    test('fills again, no earlier than it said', async () => {
      const own = bucket({ capacity: 5, refillPerSecond: 20 });
      await rig.limiter.take(own, 5);
      const startedAt = performance.now();
      const refused = await rig.limiter.take(own, 4);
      expect(refused.allowed).toBe(false);
      await until('there is enough again', async () => (await rig.limiter.take(own, 4)).allowed);
      expect(performance.now() - startedAt).toBeGreaterThan(refused.retryAfterMs - 20);
    });

    test('counts once for all processes, also where they ask at once', async () => {
      const own = bucket({ capacity: 50, refillPerSecond: 0.001 });
      const asked = Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? rig.limiter : rig.elsewhere).take(own, 1));
      const answers = await Promise.all(asked);
      expect(answers.filter(({ allowed }) => allowed)).toHaveLength(50);
    });

    test('takes fractions', async () => {
      const own = bucket({ capacity: 1, refillPerSecond: 0.001 });
      expect(await rig.limiter.take(own, 0.4)).toMatchObject({ allowed: true, remaining: 0 });
      expect((await rig.limiter.take(own, 0.4)).allowed).toBe(true);
      expect((await rig.limiter.take(own, 0.4)).allowed).toBe(false);
    });
  });
}
