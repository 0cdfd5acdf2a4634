import { DomainError } from '../../domain/errors.js';
import type { BucketLimit } from '../../domain/access/token-bucket.js';
import type { RateLimiter } from '../ports/rate-limiter.js';

const MINUTES = 60;
/** Guesses of one address at one account: what a forgetful owner needs. Nobody elsewhere can use these up. */
const PAIR: BucketLimit = { capacity: 8, refillPerSecond: 8 / (15 * MINUTES) };
/** Of one address at all accounts: a list of stolen passwords ends here. */
const ADDRESS: BucketLimit = { capacity: 40, refillPerSecond: 40 / (15 * MINUTES) };
/** Of all addresses at one account: many machines together. Refills within seconds, so that they can't keep its owner out for long. */
const ACCOUNT: BucketLimit = { capacity: 100, refillPerSecond: 0.2 };

/**
 * Counts an attempt to sign in.
 * @param attempt the account as a hash, and the address it comes from
 * @throws {DomainError} RATE_LIMITED with `retryAfterMs`
 */
export async function limitSignIn(
  { limiter }: { readonly limiter: RateLimiter },
  { account, address }: { readonly account: string; readonly address: string },
): Promise<void> {
  const buckets = [
    { key: `sign-in:pair:${account}:${address}`, ...PAIR },
    { key: `sign-in:address:${address}`, ...ADDRESS },
    { key: `sign-in:account:${account}`, ...ACCOUNT },
  ];
  for (const bucket of buckets) {
    const { allowed, retryAfterMs } = await limiter.take(bucket, 1);
    if (!allowed) throw new DomainError('RATE_LIMITED', 'too many attempts to sign in', { details: { retryAfterMs }, retryable: true });
  }
}
