import { sql } from 'kysely';

import type { AlertBinding, MatchPosition, MatchTransaction, OpenDigest } from '../../../application/ports/alerts.js';
import type { AlertRule } from '../../../domain/alerts/alert-rule.js';
import type { LastAlert } from '../../../domain/alerts/cooldown.js';
import type { EventPosition } from '../../../domain/events.js';
import type { Db } from '../orm.js';
import { addDeliveries } from './add-deliveries.js';
import { BINDING, IS_MUTED, RULE } from './alert-book.js';
import { createEventLog } from './event-log.js';
import { createLevelMatching } from './alert-levels.js';
import { readHeldSymbols } from './held-symbols.js';

const NAME = 'signals';

/** What matching does, inside the given database transaction. */
export function createMatchTransaction(tx: Db): MatchTransaction {
  return {
    position: (current) => holdPosition(tx, current),
    readAfter: (seq, limit) => createEventLog(tx).readAfter(seq, limit),
    rules: async () => {
      const { rows } = await sql<AlertRule>`
        select ${RULE} from alert_rules as rule join users on users.id = rule.user_id where is_active and not ${IS_MUTED} and looked_through is null order by rule.id
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
    lastAlerts: async (ruleIds, symbols, earliest) => {
      if (ruleIds.length === 0) return new Map();
      const { rows } = await sql<LastAlert & { ruleId: string; symbol: string }>`
        select distinct on (rule_id, symbol) rule_id as "ruleId", symbol, occurred_at as at, alert.priority
        from alert_rules as rule join alert_deliveries as alert on alert.rule_id = rule.id
        where rule.id = any(${[...ruleIds]}::uuid[]) and symbol = any(${[...symbols]}::text[])
          and occurred_at > ${earliest}::timestamptz - cooldown_minutes * interval '1 minute'
          and (state in ('PENDING', 'SENDING', 'RETRYING', 'SENT') or reason = 'DIGEST')
        order by rule_id, symbol, occurred_at desc, seq desc
      `.execute(tx);
      return new Map(rows.map(({ ruleId, symbol, ...last }) => [`${ruleId} ${symbol}`, last]));
    },
    heldSymbols: (userIds) => readHeldSymbols(tx, userIds),
    recentAlerts: async (ruleIds) => {
      const { rows } = await sql<{ at: Date; key: string; count: number; roomAt: Date }>`
        select now() as at, concat(rule_id, ' ', binding_id) as key, count(rule_id)::int as count, min(created_at) + interval '1 hour' as "roomAt"
        from (select) as always left join alert_deliveries
          on rule_id = any(${[...ruleIds]}::uuid[]) and created_at > now() - interval '1 hour' and state <> 'SUPPRESSED'
            and dedupe not like 'digest:%' and dedupe not like 'escalated:%'
        group by rule_id, binding_id
      `.execute(tx);
      const recent = rows.filter(({ count }) => count > 0);
      return { at: rows[0]?.at ?? new Date(), recent: new Map(recent.map(({ key, count, roomAt }) => [key, { count, roomAt }])) };
    },
    openDigests: async (ruleIds) => {
      const { rows } = await sql<OpenDigest & { readonly key: string }>`
        select id, concat(rule_id, ' ', binding_id) as key, priority, (message -> 'data' ->> 'count')::int as count, message -> 'data' -> 'entries' as entries
        from alert_deliveries where rule_id = any(${[...ruleIds]}::uuid[]) and state = 'PENDING' and attempts = 0 and dedupe like 'digest:%'
        for update
      `.execute(tx);
      return new Map(rows.map(({ key, ...digest }) => [key, digest]));
    },
    changeDigest: async (id, { message, priority }) => {
      await sql`
        update alert_deliveries set message = ${JSON.stringify(message)}::jsonb, priority = ${priority} where id = ${id}::uuid
      `.execute(tx);
    },
    ...createLevelMatching(tx),
    add: (deliveries) => addDeliveries(tx, deliveries),
    advance: async ({ epoch, seq }) => {
      await sql`update alert_positions set epoch = ${epoch}, seq = ${seq} where name = ${NAME}`.execute(tx);
    },
  };
}

/**
 * The row lock keeps other matchers away until the transaction ends. A position of another epoch is one of before a restore: what
 * was made after it may have been delivered already, so nothing that was open then is sent, and matching goes on after the last event of the restored
 * database.
 */
async function holdPosition(tx: Db, current: EventPosition): Promise<MatchPosition | null> {
  await sql`
    insert into alert_positions (name, epoch, seq) values (${NAME}, ${current.epoch}, ${current.seq}) on conflict do nothing
  `.execute(tx);
  const { rows } = await sql<MatchPosition & { readonly began: EventPosition; readonly beganAt: Date }>`
    select position.epoch, position.seq::float8 as seq, restored_at as "restoredAt", epoch_began_at as "beganAt",
      json_build_object('epoch', counter.epoch, 'seq', epoch_began_after) as began
    from alert_positions as position cross join event_counter as counter where name = ${NAME} for update of position skip locked
  `.execute(tx);
  const [held] = rows;
  if (held === undefined) return null;
  const { epoch, seq, restoredAt, began, beganAt } = held;
  if (epoch === began.epoch) return { epoch, seq, restoredAt };
  await sql`
    insert into alert_attempts (delivery_id, attempt, attempted_at, outcome)
    select id, attempts, coalesce(lease_until, now()), 'LOST' from alert_deliveries where state = 'SENDING' on conflict do nothing
  `.execute(tx);
  await sql`
    update alert_deliveries set state = 'SUPPRESSED', reason = 'RESTORED' where state in ('PENDING', 'SENDING', 'RETRYING')
  `.execute(tx);
  await sql`
    update alert_positions set epoch = ${began.epoch}, seq = ${began.seq}, adopted_at = now(), restored_at = ${beganAt}::timestamptz
    where name = ${NAME}
  `.execute(tx);
  return { ...began, restoredAt: beganAt };
}
