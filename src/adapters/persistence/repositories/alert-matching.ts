import { sql } from 'kysely';

import type { AlertBinding, MatchTransaction } from '../../../application/ports/alerts.js';
import type { AlertRule } from '../../../domain/alerts/alert-rule.js';
import type { LastAlert } from '../../../domain/alerts/cooldown.js';
import type { EventPosition } from '../../../domain/events.js';
import type { Db } from '../orm.js';
import { BINDING, RULE } from './alert-book.js';
import { createEventLog } from './event-log.js';

const NAME = 'signals';

/** What matching does, inside the given database transaction. */
export function createMatchTransaction(tx: Db): MatchTransaction {
  return {
    position: (current) => holdPosition(tx, current),
    readAfter: (seq, limit) => createEventLog(tx).readAfter(seq, limit),
    rules: async () => {
      const { rows } = await sql<AlertRule>`
        select ${RULE} from alert_rules as rule join users on users.id = rule.user_id where is_active and not is_muted order by rule.id
      `.execute(tx);
      return rows;
    },
    bindings: async (ids) => {
      const { rows } = await sql<AlertBinding & { readonly userId: string }>`
        select ${BINDING}, user_id as "userId" from alert_bindings as binding where id = any(${[...ids]}::uuid[]) and state = 'ACTIVE'
      `.execute(tx);
      return rows;
    },
    sectors: async (stockIds) => {
      const { rows } = await sql<{ id: string; sector: string | null }>`
        select id, sector from stocks where id = any(${[...stockIds]}::uuid[])
      `.execute(tx);
      return new Map(rows.map(({ id, sector }) => [id, sector]));
    },
    lastAlerts: async (ruleIds, symbols) => {
      const { rows } = await sql<LastAlert & { ruleId: string; symbol: string }>`
        select distinct on (rule_id, symbol) rule_id as "ruleId", symbol, occurred_at as at, priority from alert_deliveries
        where rule_id = any(${[...ruleIds]}::uuid[]) and symbol = any(${[...symbols]}::text[])
          and state in ('PENDING', 'SENDING', 'RETRYING', 'SENT')
        order by rule_id, symbol, occurred_at desc, seq desc
      `.execute(tx);
      return new Map(rows.map(({ ruleId, symbol, ...last }) => [`${ruleId} ${symbol}`, last]));
    },
    add: async (deliveries) => {
      if (deliveries.length === 0) return 0;
      const { numAffectedRows } = await sql`
        insert into alert_deliveries (user_id, rule_id, binding_id, dedupe, symbol, priority, message, state, reason, occurred_at, due_at, expires_at)
        select "userId", "ruleId", "bindingId", dedupe, symbol, priority, message, state, reason, "occurredAt", "dueAt", "expiresAt"
        from jsonb_to_recordset(${JSON.stringify(deliveries)}::jsonb) as given (
          "userId" uuid, "ruleId" uuid, "bindingId" uuid, dedupe text, symbol text, priority text, message jsonb, state text, reason text,
          "occurredAt" timestamptz, "dueAt" timestamptz, "expiresAt" timestamptz)
        on conflict do nothing
      `.execute(tx);
      return Number(numAffectedRows ?? 0);
    },
    advance: async ({ epoch, seq }) => {
      await sql`update alert_positions set epoch = ${epoch}, seq = ${seq} where name = ${NAME}`.execute(tx);
    },
  };
}

/**
 * The row lock keeps other matchers away until the transaction ends. A position of another epoch is one of before a restore: what
 * was made after it may have been delivered already, so nothing that was open then is sent, and matching goes on from now.
 */
async function holdPosition(tx: Db, current: EventPosition): Promise<EventPosition | null> {
  await sql`
    insert into alert_positions (name, epoch, seq) values (${NAME}, ${current.epoch}, ${current.seq}) on conflict do nothing
  `.execute(tx);
  const { rows } = await sql<{ epoch: string; seq: string }>`
    select epoch, seq::text as seq from alert_positions where name = ${NAME} for update skip locked
  `.execute(tx);
  const [held] = rows;
  if (held === undefined) return null;
  if (held.epoch === current.epoch) return { epoch: held.epoch, seq: Number(held.seq) };
  await sql`
    insert into alert_attempts (delivery_id, attempt, attempted_at, outcome)
    select id, attempts, coalesce(lease_until, now()), 'LOST' from alert_deliveries where state = 'SENDING' on conflict do nothing
  `.execute(tx);
  await sql`
    update alert_deliveries set state = 'SUPPRESSED', reason = 'RESTORED' where state in ('PENDING', 'SENDING', 'RETRYING')
  `.execute(tx);
  await sql`update alert_positions set epoch = ${current.epoch}, seq = ${current.seq} where name = ${NAME}`.execute(tx);
  return current;
}
