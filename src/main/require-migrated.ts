import type { Database } from '../adapters/persistence/database.js';
import { DomainError } from '../domain/errors.js';

/** @throws {DomainError} CONFLICT where the database lacks migrations of this build. */
export async function requireMigrated(database: Database): Promise<void> {
  const pending = await database.pendingMigrations();
  if (pending.length > 0)
    throw new DomainError('CONFLICT', `the database lacks ${pending.length} migrations of this version: run \`vpa migrate\` first`);
}
