import { DomainError } from '../../domain/errors.js';

const MAX_TRANSACTIONS = 10_000;

/** @throws {DomainError} CONFLICT where a portfolio would have too many transactions */
export function requireRoom(existing: number, added: number): void {
  if (existing + added > MAX_TRANSACTIONS) throw new DomainError('CONFLICT', `a portfolio has at most ${MAX_TRANSACTIONS} transactions`);
}
