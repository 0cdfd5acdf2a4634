import pLimit from 'p-limit';

import type { PasswordHasher } from '../../application/ports/secrets.js';
import type { Metrics } from '../../application/ports/telemetry.js';
import { DomainError } from '../../domain/errors.js';

/** Each takes 19 MiB and a thread of the pool that names and files are looked up in as well. */
const PARALLEL = 2;
/** About two seconds of work: who comes later would not wait for the answer anyway. */
const MAX_WAITING = 100;
const RETRY_MS = 1_000;

/**
 * Passwords are hashed few at a time, however many try to sign in at once.
 * @throws {DomainError} RATE_LIMITED with `retryAfterMs` where too many wait
 */
export function boundedPasswords(passwords: PasswordHasher, metrics: Metrics): PasswordHasher {
  const limit = pLimit(PARALLEL);
  const tell = () => metrics.set('vpa_password_hashes_waiting', limit.pendingCount);
  tell();
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (limit.pendingCount >= MAX_WAITING) {
      metrics.increment('vpa_access_events_total', { event: 'passwords_crowded' });
      throw new DomainError('RATE_LIMITED', 'too many are signing in at this moment', {
        details: { retryAfterMs: RETRY_MS },
        retryable: true,
      });
    }
    const done = limit(() => (tell(), work()));
    tell();
    return done;
  };
  return {
    hash: (password) => inTurn(() => passwords.hash(password)),
    verify: (stored, password) => inTurn(() => passwords.verify(stored, password)),
  };
}
