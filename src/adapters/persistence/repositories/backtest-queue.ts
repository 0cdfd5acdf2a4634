import { sql, type RawBuilder } from 'kysely';

import type { BacktestEnd, BacktestQueue, ClaimedBacktest } from '../../../application/ports/backtests.js';
import type { Db } from '../orm.js';
import { translating } from '../translate-error.js';
import { CHANGED, CLAIMED, tellChanges, type ChangedRow } from './backtest-rows.js';
import { storeResult } from './backtest-result.js';

/** Backtests whose attempts are used up, failed by one look. */
const LOST_BATCH = 20;

/** The queue of backtests: leased to a worker at a time, every write guarded by the fence. */
export function createBacktestQueue(db: Db): BacktestQueue {
  return {
    claim: (by) => translating(() => db.transaction().execute((tx) => claim(tx, by))),
    beat: (claimed, { progress, checkpoint, leaseMs, isTold }) =>
      translating(() =>
        db.transaction().execute(async (tx) => {
          const { rows } = await sql<ChangedRow>`
            update backtests
            set lease_until = now() + ${leaseMs}::float8 * interval '1 millisecond', progress = greatest(progress, ${progress}::float8),
              checkpoint = coalesce(${checkpoint === null ? null : JSON.stringify(checkpoint)}::jsonb, checkpoint)
            where ${isHeld(claimed)} returning ${CHANGED}
          `.execute(tx);
          if (isTold) await tellChanges(tx, rows);
          return rows.length > 0;
        }),
      ),
    finish: (claimed, outcome) =>
      translating(() =>
        db.transaction().execute(async (tx) => {
          const { rows } = await storeResult(tx, claimed.id, isHeld(claimed), outcome);
          await tellChanges(tx, rows);
          return rows.length > 0;
        }),
      ),
    end: (claimed, end) =>
      translating(() =>
        db.transaction().execute(async (tx) => {
          const { rows } = await sql<ChangedRow>`
            update backtests set ${changesOf(end)}, lease_holder = null, lease_until = null
            where ${isHeld(claimed)} returning ${CHANGED}
          `.execute(tx);
          await tellChanges(tx, rows);
          return rows.length > 0;
        }),
      ),
    backlog: () =>
      translating(async () => {
        const { rows } = await sql<{ queued: number; running: number; oldestSeconds: number }>`
          select count(*) filter (where state = 'QUEUED')::int as queued, count(*) filter (where state = 'RUNNING')::int as running,
            coalesce(extract(epoch from now() - min(greatest(created_at, due_at)) filter (where state = 'QUEUED' and due_at <= now())), 0)::float8
              as "oldestSeconds"
          from backtests where state in ('QUEUED', 'RUNNING')
        `.execute(db);
        return rows[0] ?? { queued: 0, running: 0, oldestSeconds: 0 };
      }),
    prune: ({ olderThanMs, keptOfUser, limit }) =>
      translating(async () => {
        const { numAffectedRows } = await sql`
          delete from backtests where id in (
            select id from (
              select id, finished_at, row_number() over (partition by user_id order by seq desc) as place
              from backtests where finished_at is not null
            ) as ended
            where finished_at < now() - ${olderThanMs}::float8 * interval '1 millisecond' or place > ${keptOfUser}
            order by finished_at limit ${limit}
          )
        `.execute(db);
        return Number(numAffectedRows ?? 0);
      }),
  };
}

/** Whether it is still in the hands of who claimed it. */
function isHeld({ id, fence }: Pick<ClaimedBacktest, 'id' | 'fence'>): RawBuilder<unknown> {
  return sql`id = ${id}::uuid and fence = ${fence} and state = 'RUNNING'`;
}

async function claim(
  tx: Db,
  { holder, leaseMs, maxAttempts }: { readonly holder: string; readonly leaseMs: number; readonly maxAttempts: number },
): Promise<ClaimedBacktest | null> {
  const { rows: lost } = await sql<ChangedRow>`
    update backtests
    set state = 'FAILED', failure_code = 'INTERNAL', failure_message = 'every attempt was lost with the process that made it',
      fence = fence + 1, lease_holder = null, lease_until = null, checkpoint = null, finished_at = now()
    where id in (
      select id from backtests where state = 'RUNNING' and lease_until < now() and attempts >= ${maxAttempts}
      order by seq limit ${LOST_BATCH} for update skip locked
    ) returning ${CHANGED}
  `.execute(tx);
  await tellChanges(tx, lost);
  const { rows } = await sql<ClaimedBacktest & { readonly state: 'RUNNING' }>`
    with chosen as (
      select id as chosen_id from backtests as job
      where (state = 'QUEUED' and due_at <= now()) or (state = 'RUNNING' and lease_until < now())
      order by exists (
        select from backtests as other where other.user_id = job.user_id and other.state = 'RUNNING' and other.lease_until >= now()
      ), seq
      limit 1 for update skip locked
    )
    update backtests
    set state = 'RUNNING', fence = fence + 1, attempts = attempts + 1, lease_holder = ${holder},
      lease_until = now() + ${leaseMs}::float8 * interval '1 millisecond', started_at = coalesce(started_at, now())
    from chosen where id = chosen_id
    returning ${CLAIMED}, state
  `.execute(tx);
  await tellChanges(tx, rows);
  return rows[0] ?? null;
}

function changesOf(end: BacktestEnd): RawBuilder<unknown> {
  switch (end.kind) {
    case 'FAILED':
      return sql`state = 'FAILED', failure_code = ${end.code}, failure_message = ${end.message}, finished_at = now(), checkpoint = null`;
    case 'RETRY':
      return sql`state = 'QUEUED', due_at = now() + ${end.afterMs}::float8 * interval '1 millisecond'`;
    case 'RETURNED':
      return sql`state = 'QUEUED', attempts = attempts - 1, due_at = now()`;
  }
}
