import { argon2Passwords } from '../adapters/access/argon2-passwords.js';
import { boundedPasswords } from '../adapters/access/bounded-passwords.js';
import { createJoseTokens } from '../adapters/access/jose-tokens.js';
import { randomSecrets } from '../adapters/access/random-secrets.js';
import type { AccountDeps } from '../application/accounts/account-deps.js';
import type { RateLimiter } from '../application/ports/rate-limiter.js';
import type { Core } from './core.js';

/** What accounts stand on in this process. */
export function accountDeps(
  { config, database, registry }: Pick<Core, 'config' | 'database' | 'registry'>,
  limiter: RateLimiter,
): AccountDeps {
  return {
    accounts: database.accounts,
    passwords: boundedPasswords(argon2Passwords, registry.metrics),
    secrets: randomSecrets,
    tokens: config.jwtKeys === null ? null : createJoseTokens(config.jwtKeys),
    limiter,
    metrics: registry.metrics,
    now: () => new Date(),
    isSignUpOpen: config.isSignUpOpen,
  };
}
