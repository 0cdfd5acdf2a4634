import { DomainError } from '../../domain/errors.js';
import type { Database, DatabaseOptions } from './database.js';

/**
 * Opens the database. Does not migrate it.
 * @throws {DomainError} CONFLICT where another process holds the PGlite directory; INVALID_INPUT for an address that cannot be one.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  throw new DomainError('INTERNAL', `not connected yet: ${options.kind}`);
}
