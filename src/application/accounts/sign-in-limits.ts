import { DomainError } from '../../domain/errors.js';
import { networkOf } from '../../domain/access/network.js';
import type { BucketLimit } from '../../domain/access/token-bucket.js';
import { countAccess, type AccountDeps } from './account-deps.js';

const MINUTES = 60;
/** Guesses of one address at one account: what a forgetful owner needs. Nobody elsewhere can use these up. */
const PAIR: BucketLimit = { capacity: 8, refillPerSecond: 8 / (15 * MINUTES) };
/** Of one address at all accounts: a list of stolen passwords ends here. */
const ADDRESS: BucketLimit = { capacity: 40, refillPerSecond: 40 / (15 * MINUTES) };
/** Of all addresses at one account: many machines together. It does not hold where the owner has signed in before, so that they can't keep the owner out. */
const ACCOUNT: BucketLimit = { capacity: 100, refillPerSecond: 0.2 };

/**
 * Counts an attempt to sign in, by network: whoever has an address of IPv6 has 2^64 of them.
 * @param attempt the account as a hash, the address it comes from, and whether the account was used from its network before: asked
 *   only where machines all over have guessed at the account
 * @throws {DomainError} RATE_LIMITED with `retryAfterMs`
 */
export async function limitSignIn(
  { limiter, metrics }: Pick<AccountDeps, 'limiter' | 'metrics'>,
  {
    account,
    address,
    isFamiliar,
  }: { readonly account: string; readonly address: string; readonly isFamiliar?: (network: string) => Promise<boolean> },
): Promise<void> {
  const network = networkOf(address);
  const take = async (key: string, limit: BucketLimit): Promise<number | null> => {
    const { allowed, retryAfterMs } = await limiter.take({ key: `sign-in:${key}`, ...limit }, 1);
    return allowed ? null : retryAfterMs;
  };
  const refusedForMs =
    (await take(`pair:${account}:${network}`, PAIR)) ??
    (await take(`address:${network}`, ADDRESS)) ??
    (await take(`account:${account}`, ACCOUNT).then(async (ms) => (ms !== null && (await isFamiliar?.(network)) === true ? null : ms)));
  if (refusedForMs !== null) {
    countAccess({ metrics }, 'sign_in_limited');
    throw new DomainError('RATE_LIMITED', 'too many attempts to sign in', { details: { retryAfterMs: refusedForMs }, retryable: true });
  }
}
