import { sql } from 'kysely';

import type { IdempotentRequest } from '../../../application/ports/accounts.js';
import { DomainError } from '../../../domain/errors.js';
import type { Db } from '../orm.js';

/**
 * Creates something once for each idempotency key, in the transaction of the creation: a second request waits for the first and
 * gets what it made. The same key with another request is refused.
 * @param create makes it and returns its id
 * @throws {DomainError} CONFLICT
 */
export async function createOnce(
  tx: Db,
  request: IdempotentRequest | null,
  create: () => Promise<string>,
): Promise<{ readonly id: string; readonly isReplay: boolean }> {
  if (request === null) return { id: await create(), isReplay: false };
  const { owner, key, operation, requestHash } = request;
  const { rows: taken } = await sql`
    insert into idempotency_keys (owner, key, operation, request_hash, result_id)
    values (${owner}, ${key}, ${operation}, ${requestHash}, '') on conflict do nothing returning key
  `.execute(tx);
  if (taken.length > 0) {
    const id = await create();
    await sql`update idempotency_keys set result_id = ${id} where owner = ${owner} and key = ${key}`.execute(tx);
    return { id, isReplay: false };
  }
  const { rows } = await sql<{ operation: string; requestHash: string; resultId: string }>`
    select operation, request_hash as "requestHash", result_id as "resultId" from idempotency_keys where owner = ${owner} and key = ${key}
  `.execute(tx);
  const [earlier] = rows;
  if (earlier === undefined || earlier.operation !== operation || earlier.requestHash !== requestHash)
    throw new DomainError('CONFLICT', 'this idempotency key was used for another request', { details: { field: 'idempotencyKey' } });
  return { id: earlier.resultId, isReplay: true };
}
