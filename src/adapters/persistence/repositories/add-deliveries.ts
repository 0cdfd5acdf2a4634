import { sql } from 'kysely';

import type { NewDelivery } from '../../../application/ports/alerts.js';
import type { Db } from '../orm.js';

/**
 * Puts deliveries into the ledger; one that is there already stays as it is. The id follows from rule, occasion and binding, so that a receiver
 * knows an alert again that is made a second time after a restore of the database.
 * @returns how many were new
 */
export async function addDeliveries(db: Db, deliveries: readonly NewDelivery[]): Promise<number> {
  if (deliveries.length === 0) return 0;
  const { numAffectedRows } = await sql`
    insert into alert_deliveries (id, user_id, rule_id, binding_id, dedupe, symbol, priority, message, state, reason, occurred_at, due_at, expires_at)
    select md5(concat_ws('|', "ruleId", dedupe, "bindingId"))::uuid, "userId", "ruleId", "bindingId", dedupe, symbol, priority, message, state, reason, "occurredAt", "dueAt", "expiresAt"
    from jsonb_to_recordset(${JSON.stringify(deliveries)}::jsonb) as given (
      "userId" uuid, "ruleId" uuid, "bindingId" uuid, dedupe text, symbol text, priority text, message jsonb, state text, reason text,
      "occurredAt" timestamptz, "dueAt" timestamptz, "expiresAt" timestamptz)
    on conflict do nothing
  `.execute(db);
  return Number(numAffectedRows ?? 0);
}
