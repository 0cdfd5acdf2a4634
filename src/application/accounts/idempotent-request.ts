import { DomainError } from '../../domain/errors.js';
import type { IdempotentRequest } from '../ports/accounts.js';
import type { Secrets } from '../ports/secrets.js';

/**
 * What a creation is remembered by. Creations of every kind take a key from their client: the same key again gets what was
 * created before, and with another request it is refused.
 * @param input everything that the creation depends on; it is kept as a hash
 * @throws {DomainError} INVALID_INPUT where the key is none
 */
export function idempotentRequest(secrets: Secrets, by: Omit<IdempotentRequest, 'requestHash'>, input: unknown): IdempotentRequest {
  requireIdempotencyKey(by.key);
  return { ...by, requestHash: secrets.hash(JSON.stringify(input)) };
}

/** @throws {DomainError} INVALID_INPUT */
export function requireIdempotencyKey(key: string): string {
  if (/^[\w.:-]{8,100}$/.test(key)) return key;
  throw new DomainError('INVALID_INPUT', 'idempotencyKey has to have 8 to 100 letters, digits, dots, colons, hyphens or underscores', {
    details: { field: 'idempotencyKey' },
  });
}
