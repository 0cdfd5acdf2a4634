import { sql } from 'kysely';

import type { AlertAttempt, AlertDelivery, AlertStore } from '../../../application/ports/alerts.js';
import type { Db } from '../orm.js';
import { translating } from '../translate-error.js';
import { toSlice, toSlices } from './page.js';

const DELIVERY = sql`
  id, seq::text as seq, rule_id as "ruleId", binding_id as "bindingId", symbol, priority, message ->> 'title' as title, state, reason, attempts,
  created_at as "createdAt", due_at as "dueAt", sent_at as "sentAt", acknowledged_at as "acknowledgedAt", message -> 'facts' as facts,
  message -> 'paragraphs' as paragraphs`;

type AlertLedger = Pick<AlertStore, 'listDeliveries' | 'findDeliveries' | 'listAttempts' | 'acknowledge' | 'redeliver' | 'prune'>;

/** The look into the ledger of deliveries and attempts, and what leaves it. */
export function createAlertLedger(db: Db): AlertLedger {
  const own = (userId: string, id: string) => sql`user_id = ${userId}::uuid and id = ${id}::uuid`;
  return {
    listDeliveries: (userId, { first, after }) =>
      translating(async () => {
        const { rows } = await sql<AlertDelivery>`
          select ${DELIVERY} from alert_deliveries
          where user_id = ${userId}::uuid and (${after?.seq ?? null}::bigint is null or seq < ${after?.seq ?? null}::bigint)
          order by alert_deliveries.seq desc limit ${first + 1}
        `.execute(db);
        return toSlice(rows, first);
      }),
    findDeliveries: (userId, ids) =>
      translating(async () => {
        const { rows } = await sql<AlertDelivery>`
          select ${DELIVERY} from alert_deliveries where user_id = ${userId}::uuid and id = any(${[...ids]}::uuid[])
        `.execute(db);
        return rows;
      }),
    listAttempts: (userId, deliveryIds, { first, after }) =>
      translating(async () => {
        const { rows } = await sql<AlertAttempt & { readonly position: number }>`
          select asked.position::int as position, made.*
          from unnest(${[...deliveryIds]}::uuid[]) with ordinality as asked (id, position)
            join alert_deliveries as delivery on delivery.id = asked.id and delivery.user_id = ${userId}::uuid
            cross join lateral (
              select attempt as number, attempted_at as "attemptedAt", outcome, fault, latency_ms as "latencyMs" from alert_attempts
              where delivery_id = asked.id and attempt > ${after?.number ?? 0} order by attempt limit ${first + 1}
            ) as made
          order by asked.position, made.number
        `.execute(db);
        return toSlices(rows, deliveryIds.length, first, ({ position: _position, ...attempt }) => attempt);
      }),
    acknowledge: (userId, id) =>
      translating(async () => {
        const { rows } = await sql<AlertDelivery>`
          update alert_deliveries set acknowledged_at = coalesce(acknowledged_at, now()) where ${own(userId, id)} returning ${DELIVERY}
        `.execute(db);
        return rows[0] ?? null;
      }),
    redeliver: (userId, id, expiresAt) =>
      translating(async () => {
        const { rows } = await sql<AlertDelivery>`
          update alert_deliveries
          set state = 'PENDING', reason = null, attempts_before = attempts, due_at = now(), expires_at = ${expiresAt}::timestamptz, fence = fence + 1
          where ${own(userId, id)} and (state in ('FAILED', 'EXPIRED') or (state = 'SUPPRESSED' and reason = 'RESTORED')) returning ${DELIVERY}
        `.execute(db);
        return rows[0] ?? null;
      }),
    prune: (olderThanMs, limit) =>
      translating(async () => {
        const { numAffectedRows } = await sql`
          delete from alert_deliveries where id in (
            select id from alert_deliveries
            where state in ('SENT', 'FAILED', 'EXPIRED', 'SUPPRESSED')
              and coalesce(sent_at, created_at) < now() - ${olderThanMs}::float8 * interval '1 millisecond'
              and occurred_at < coalesce((select occurred_at from events where seq is not null order by seq limit 1), 'infinity')
            order by coalesce(sent_at, created_at) limit ${limit}
            for update skip locked
          )
        `.execute(db);
        return Number(numAffectedRows ?? 0);
      }),
  };
}
