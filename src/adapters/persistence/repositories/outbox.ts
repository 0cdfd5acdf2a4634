import { sql } from 'kysely';

import { eventFromJson, traceOf } from '../../../domain/event-json.js';
import type { Outbox } from '../../../application/ports/events.js';
import { RELAY_LOCK } from '../advisory-locks.js';
import type { Db } from '../orm.js';
import { translating } from '../translate-error.js';

interface NumberedRow {
  readonly seq: number;
  readonly epoch: string;
  readonly payload: unknown;
  readonly traceparent: string | null;
  readonly occurredAt: Date;
}

export function createOutbox(db: Db): Outbox {
  return {
    numberPending: (limit) =>
      translating(async () => {
        const rows = await db
          .transaction()
          .setIsolationLevel('read committed')
          .execute(async (tx) => {
            const [lockClass, lockNumber] = RELAY_LOCK;
            // First and alone: the statement after it sees all that the relay before has committed.
            await sql`select pg_advisory_xact_lock(${lockClass}, ${lockNumber})`.execute(tx);
            return (await numberRows(limit).execute(tx)).rows;
          });
        return rows.map(({ payload, traceparent, ...place }) => ({ ...place, event: eventFromJson(payload), ...traceOf(traceparent) }));
      }),
    prune: (olderThanMs, limit) =>
      translating(async () => {
        // The oldest rows only, by the key: how many others there are costs nothing.
        const { rows } = await sql<{ pruned: number }>`
          with oldest as (
            select seq, occurred_at < now() - ${olderThanMs} * interval '1 millisecond' as is_old
            from events where seq is not null order by seq limit ${limit}
          ), removed as (
            delete from events
            using (select coalesce(min(seq) filter (where not is_old) - 1, max(seq)) as through from oldest) as bound
            where seq <= through returning seq
          ), noted as (
            update event_counter set pruned_through = newest from (select max(seq) as newest from removed) as r where newest is not null
          )
          select count(*) as pruned from removed
        `.execute(db);
        return rows[0]?.pruned ?? 0;
      }),
    oldestPendingSeconds: () =>
      translating(async () => {
        const { rows } = await sql<{ seconds: number | null }>`
          select extract(epoch from clock_timestamp() - min(occurred_at))::float8 as seconds from events where seq is null
        `.execute(db);
        return Math.max(0, rows[0]?.seconds ?? 0);
      }),
  };
}

/** Gives the next numbers of the counter to the oldest unnumbered events: dense, whatever rolls back. */
function numberRows(limit: number) {
  return sql<NumberedRow>`
    with pending as (
      select id, row_number() over (order by id) as place
      from (select id from events where seq is null order by id limit ${limit}) as oldest
    ), total as (
      select count(*) as taken from pending
    ), counter as (
      update event_counter set last_seq = last_seq + taken from total where taken > 0 returning epoch, last_seq - taken as base
    ), numbered as (
      update events set seq = counter.base + pending.place
      from pending, counter
      where events.id = pending.id
      returning events.seq, counter.epoch, events.payload, events.traceparent, events.occurred_at
    )
    select seq, epoch, payload, traceparent, occurred_at as "occurredAt" from numbered order by seq
  `;
}
