import { sql } from 'kysely';

import type { AccountStore, AuditEntry, AuditEvent } from '../../../application/ports/accounts.js';
import type { Db } from '../orm.js';
import { translating } from '../translate-error.js';
import { toSlice } from './page.js';

/** Writes an entry in the transaction of the change that it tells. */
export async function addAudit(tx: Db, { action, actor, userId, subject, address, details = {} }: AuditEntry): Promise<void> {
  await sql`
    insert into audit_events (action, actor, user_id, subject, address, details)
    values (${action}, ${actor}, ${userId}::uuid, ${subject}, ${address}, ${JSON.stringify(details)}::jsonb)
  `.execute(tx);
}

export function createAuditTrail(db: Db): Pick<AccountStore, 'audit' | 'listAudit'> {
  return {
    audit: (entry) => translating(() => addAudit(db, entry)),
    listAudit: ({ userId, actions }, { first, after }) =>
      translating(async () => {
        const { rows } = await sql<AuditEvent>`
          select id::text as id, occurred_at as "occurredAt", action, actor, user_id as "userId", subject, address, details
          from audit_events
          where (${userId}::uuid is null or user_id = ${userId}::uuid)
            and (${actions === null} or action = any (${[...(actions ?? [])]}::text[]))
            and (${after?.id ?? null}::bigint is null or id < ${after?.id ?? null}::bigint)
          order by audit_events.id desc limit ${first + 1}
        `.execute(db);
        return toSlice(rows, first);
      }),
  };
}
