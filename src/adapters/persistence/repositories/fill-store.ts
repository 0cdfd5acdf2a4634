import { sql, type RawBuilder } from 'kysely';

import type { ClaimedFill, FillClaim, FillStore, WantedHistory } from '../../../application/ports/fills.js';
import type { Exchange } from '../../../domain/market/stock.js';
import type { TradingDate } from '../../../domain/market/trading-date.js';
import type { Db } from '../orm.js';
import { translating } from '../translate-error.js';

interface ClaimedRow {
  readonly symbol: string;
  readonly holding: string;
  readonly exchange: Exchange | null;
  readonly failures: number;
  readonly coveredFrom: TradingDate | null;
  readonly coveredTo: TradingDate | null;
  readonly absent: readonly TradingDate[];
  readonly stored: readonly TradingDate[] | null;
  readonly latestDate: TradingDate | null;
  readonly latestClose: number | null;
}

export function createFillStore(db: Db): FillStore {
  return {
    enlist: (symbols) =>
      translating(async () => {
        const source =
          symbols === null
            ? sql`select symbol from stocks where is_active and not is_simulated`
            : sql`select symbol from unnest(${[...symbols]}::text[]) as listed (symbol)`;
        await sql`insert into bar_fills (symbol) ${source} order by symbol on conflict do nothing`.execute(db);
      }),
    claim: (claim) => translating(() => claimNext(db, claim)),
    finish: ({ symbol, holding }, { covered, absent, retryInMs }) =>
      translating(async () => {
        await sql`
          update bar_fills
          set covered_from = ${covered?.from ?? null}::date, covered_to = ${covered?.to ?? null}::date, absent = ${[...absent]}::date[],
            failures = case when ${retryInMs}::float8 is null then 0 else failures + 1 end,
            due_at = now() + coalesce(${retryInMs}::float8, 0) * interval '1 millisecond',
            checked_at = now(), holding = null, held_until = null
          where symbol = ${symbol} and holding = ${holding}::uuid
        `.execute(db);
      }),
    release: ({ symbol, holding }) =>
      translating(async () => {
        await sql`update bar_fills set holding = null, held_until = null where symbol = ${symbol} and holding = ${holding}::uuid`.execute(
          db,
        );
      }),
    countIncomplete: (wanted) =>
      translating(async () => {
        const { rows } = await sql<{ count: number }>`select count(*) as count from bar_fills where ${lacks(wanted)}`.execute(db);
        return rows[0]?.count ?? 0;
      }),
  };
}

function lacks({ from, to }: WantedHistory): RawBuilder<boolean> {
  return sql`(covered_from is null or covered_from > ${from}::date or covered_to < ${to}::date)`;
}

/** The row is held for a moment only; the holding lasts beyond the statement, and ends by itself. */
async function claimNext(db: Db, { wanted, checkedBefore, holdMs }: FillClaim): Promise<ClaimedFill | null> {
  const { rows } = await sql<ClaimedRow>`
    with next as (
      select symbol from bar_fills
      where due_at <= now() and (held_until is null or held_until <= now())
        and (${lacks(wanted)} or checked_at is null or checked_at < ${checkedBefore}::timestamptz)
      order by due_at, symbol
      limit 1
      for update skip locked
    ), held as (
      update bar_fills as fill
      set holding = gen_random_uuid(), held_until = now() + ${holdMs}::float8 * interval '1 millisecond'
      from next where fill.symbol = next.symbol
      returning fill.*
    )
    select held.symbol, held.holding, stocks.exchange, held.failures, held.covered_from as "coveredFrom", held.covered_to as "coveredTo",
      to_json(held.absent) as absent, days.stored, latest.trading_date as "latestDate", latest.close as "latestClose"
    from held
    left join stocks on stocks.symbol = held.symbol
    left join lateral (
      select json_agg(trading_date order by trading_date) as stored from market_data
      where stock_id = stocks.id and trading_date between ${wanted.from}::date and ${wanted.to}::date
    ) as days on true
    left join lateral (
      select trading_date, close::float8 as close from market_data where stock_id = stocks.id order by trading_date desc limit 1
    ) as latest on true
  `.execute(db);
  return rows[0] === undefined ? null : toClaimed(rows[0]);
}

function toClaimed({ coveredFrom, coveredTo, stored, latestDate, latestClose, ...same }: ClaimedRow): ClaimedFill {
  return {
    ...same,
    covered: coveredFrom === null || coveredTo === null ? null : { from: coveredFrom, to: coveredTo },
    stored: stored ?? [],
    latest: latestDate === null || latestClose === null ? null : { tradingDate: latestDate, close: latestClose },
  };
}
