import { createUser } from '../application/accounts/users.js';
import type { User } from '../application/ports/accounts.js';
import type { Role } from '../domain/access/role.js';
import { accountDeps } from './account-deps.js';
import { loadConfig } from './config.js';
import { openCore } from './core.js';
import { openRateLimiter } from './open-rate-limiter.js';
import { requireMigrated } from './require-migrated.js';

/** Makes a user in the configured database. @throws {DomainError} INVALID_INPUT, CONFLICT */
export async function createUserFromCommand(user: {
  readonly email: string;
  readonly password: string;
  readonly role: Role;
}): Promise<User> {
  await using resources = new AsyncDisposableStack();
  const core = await openCore(loadConfig(undefined, { logLevel: 'warn' }));
  resources.defer(() => core.close());
  const limiter = openRateLimiter(core);
  resources.defer(() => limiter.close());
  await requireMigrated(core.database);
  return createUser(accountDeps(core, limiter))(user);
}
