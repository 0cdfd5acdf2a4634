import { sql } from 'kysely';

import type { Backtest, BacktestBook, BacktestRequest, EquityPoint, NumberedTrade } from '../../../application/ports/backtests.js';
import { DomainError } from '../../../domain/errors.js';
import type { Db } from '../orm.js';
import { translating } from '../translate-error.js';
import { BACKTEST, CHANGED, tellChanges, type ChangedRow } from './backtest-rows.js';
import { createOnce } from './idempotency.js';
import { toSlice, toSlices } from './page.js';
import { toUuids } from './uuid.js';

/** What users do with their backtests. */
export function createBacktestBook(db: Db): BacktestBook {
  return {
    start: (userId, request, quota, idempotent) =>
      translating(() =>
        db.transaction().execute(async (tx) => {
          const { id } = await createOnce(tx, idempotent, async () => {
            await requireRoom(tx, userId, quota);
            return insert(tx, userId, request);
          });
          const { rows } = await sql<Backtest>`select ${BACKTEST} from backtests where id = ${id}::uuid`.execute(tx);
          const [started] = rows;
          if (started === undefined) throw new DomainError('NOT_FOUND', 'the backtest that was started under this key has been removed');
          return started;
        }),
      ),
    list: (userId, { first, after }) =>
      translating(async () => {
        const { rows } = await sql<Backtest>`
          select ${BACKTEST} from backtests
          where user_id = ${userId}::uuid and (${after?.seq ?? null}::bigint is null or seq < ${after?.seq ?? null}::bigint)
          order by backtests.seq desc limit ${first + 1}
        `.execute(db);
        return toSlice(rows, first);
      }),
    find: (userId, ids) =>
      translating(async () => {
        const { rows } = await sql<Backtest>`
          select ${BACKTEST} from backtests where user_id = ${userId}::uuid and id = any(${toUuids(ids)}::uuid[])
        `.execute(db);
        return rows;
      }),
    cancel: (userId, id) => translating(() => db.transaction().execute((tx) => cancel(tx, userId, id))),
    listTrades: (userId, ids, { first, after }) =>
      translating(async () => {
        const { rows } = await sql<NumberedTrade & { readonly position: number }>`
          select asked.position::int as position, made.*
          from unnest(${toUuids(ids)}::uuid[]) with ordinality as asked (id, position)
            join backtests as own on own.id = asked.id and own.user_id = ${userId}::uuid
            cross join lateral (
              select number, symbol, kind, signal_date as "signalDate", entry_date as "entryDate", entry_price as "entryPrice", shares,
                entry_fee as "entryFee", decision_date as "decisionDate", exit_date as "exitDate", exit_price as "exitPrice",
                exit_fee as "exitFee", sale_tax as "saleTax", reason, bars, profit
              from backtest_trades where backtest_id = asked.id and number > ${after?.number ?? 0} order by number limit ${first + 1}
            ) as made
          order by asked.position, made.number
        `.execute(db);
        return toSlices(rows, ids.length, first, ({ position: _position, ...trade }) => trade);
      }),
    listEquity: (userId, ids, { first, after }) =>
      translating(async () => {
        const { rows } = await sql<EquityPoint & { readonly position: number }>`
          select asked.position::int as position, made.*
          from unnest(${toUuids(ids)}::uuid[]) with ordinality as asked (id, position)
            join backtests as own on own.id = asked.id and own.user_id = ${userId}::uuid
            cross join lateral (
              select date, equity, invested from backtest_equity_points
              where backtest_id = asked.id and (${after?.date ?? null}::date is null or date > ${after?.date ?? null}::date)
              order by date limit ${first + 1}
            ) as made
          order by asked.position, made.date
        `.execute(db);
        return toSlices(rows, ids.length, first, ({ position: _position, ...point }) => point);
      }),
  };
}

/** One request of a user after the other: two at once can't take the same last place. */
async function requireRoom(tx: Db, userId: string, quota: { readonly open: number; readonly daily: number }): Promise<void> {
  await sql`select id from users where id = ${userId}::uuid for update`.execute(tx);
  const { rows } = await sql<{ open: number; daily: number }>`
    select count(*) filter (where state in ('QUEUED', 'RUNNING'))::int as open,
      count(*) filter (where created_at > now() - interval '24 hours')::int as daily
    from backtests where user_id = ${userId}::uuid
  `.execute(tx);
  const { open, daily } = rows[0] ?? { open: 0, daily: 0 };
  if (open >= quota.open)
    throw new DomainError('CONFLICT', `you may have at most ${quota.open} backtests that wait or run`, { details: { most: quota.open } });
  if (daily >= quota.daily)
    throw new DomainError('CONFLICT', `you may start at most ${quota.daily} backtests in 24 hours`, { details: { most: quota.daily } });
}

async function insert(tx: Db, userId: string, request: BacktestRequest): Promise<string> {
  const { strategy, terms, ruleSet, symbols, exchanges, from, to, cash, riskFreePct } = request;
  const { rows } = await sql<{ id: string }>`
    insert into backtests (user_id, strategy, terms, rule_set, symbols, exchanges, from_date, to_date, cash, risk_free_pct)
    values (${userId}::uuid, ${JSON.stringify(strategy)}::jsonb, ${JSON.stringify(terms)}::jsonb, ${ruleSet},
      ${symbols === null ? null : [...symbols]}::text[], ${exchanges === null ? null : [...exchanges]}::text[],
      ${from}::date, ${to}::date, ${cash}, ${riskFreePct})
    returning id
  `.execute(tx);
  return (rows[0] as { id: string }).id;
}

/** The fence rises, so that the worker that runs it can write nothing more. */
async function cancel(tx: Db, userId: string, id: string): Promise<Backtest | null> {
  const { rows: cancelled } = await sql<ChangedRow>`
    update backtests
    set state = 'CANCELLED', fence = fence + 1, lease_holder = null, lease_until = null, checkpoint = null, finished_at = now()
    where id = ${id}::uuid and user_id = ${userId}::uuid and state in ('QUEUED', 'RUNNING') returning ${CHANGED}
  `.execute(tx);
  await tellChanges(tx, cancelled);
  const { rows } = await sql<Backtest>`
    select ${BACKTEST} from backtests where id = ${id}::uuid and user_id = ${userId}::uuid
  `.execute(tx);
  return rows[0] ?? null;
}
