import { sql } from 'kysely';

import type { AlertStore } from '../../../application/ports/alerts.js';
import { DomainError } from '../../../domain/errors.js';
import type { Db } from '../orm.js';
import { translating } from '../translate-error.js';

/** An address that does not exist is tried again after so long, if somebody asks for it. */
const UNKNOWN_FOR = '30 days';

/** SHA-256 of an address, its letters A to Z made small, hexadecimal. */
const hashOf = (target: ReturnType<typeof sql>) => sql`encode(sha256(convert_to(lower(${target} collate "C"), 'UTF8')), 'hex')`;
const HASH = hashOf(sql`target`);

/** Who has ended the messages of a channel, and who has let them begin again. */
export function createAlertSuppression(db: Db): Pick<AlertStore, 'unsubscribe' | 'resubscribe'> {
  return {
    unsubscribe: (targetHash) =>
      translating(() =>
        db.transaction().execute(async (tx) => {
          await sql`
            insert into alert_suppressions (channel, target_hash, reason) values ('EMAIL', ${targetHash}, 'UNSUBSCRIBED')
            on conflict (channel, target_hash) do update set reason = excluded.reason, until = null
          `.execute(tx);
          await sql`
            with ended as (
              update alert_bindings set state = 'DISABLED', disabled_reason = 'UNSUBSCRIBED'
              where channel = 'EMAIL' and state <> 'DISABLED' and ${HASH} = ${targetHash} returning id
            )
            update alert_deliveries set state = 'SUPPRESSED', reason = 'BINDING_DISABLED'
            where binding_id in (select id from ended) and state in ('PENDING', 'RETRYING')
          `.execute(tx);
        }),
      ),
    resubscribe: (targetHash) =>
      translating(() =>
        db.transaction().execute(async (tx) => {
          await sql`
            delete from alert_suppressions where channel = 'EMAIL' and target_hash = ${targetHash} and reason = 'UNSUBSCRIBED'
          `.execute(tx);
          // One that never gave its code back waits for it again.
          await sql`
            update alert_bindings set state = case when code_hash is null then 'ACTIVE' else 'PENDING' end, disabled_reason = null
            where channel = 'EMAIL' and state = 'DISABLED' and disabled_reason = 'UNSUBSCRIBED' and ${HASH} = ${targetHash}
          `.execute(tx);
        }),
      ),
  };
}

/** @throws {DomainError} INVALID_INPUT where nothing may be sent to the target */
export async function refuseSuppressed(tx: Db, channel: string, target: string): Promise<void> {
  const { rows } = await sql`
    select 1 from alert_suppressions
    where channel = ${channel} and target_hash = ${hashOf(sql`${target}::text`)} and coalesce(until > now(), true)
  `.execute(tx);
  if (rows.length > 0)
    throw new DomainError('INVALID_INPUT', 'nothing is sent to this address: whoever reads it has ended that, or nobody does', {
      details: { field: 'target' },
    });
}

/** Remembers that nobody is there. */
export async function suppressUnknown(tx: Db, bindingId: string): Promise<void> {
  await sql`
    insert into alert_suppressions (channel, target_hash, reason, until)
    select channel, ${HASH}, 'UNKNOWN_RECIPIENT', now() + ${UNKNOWN_FOR}::interval from alert_bindings
    where id = ${bindingId}::uuid and channel = 'EMAIL'
    on conflict (channel, target_hash) do nothing
  `.execute(tx);
}
