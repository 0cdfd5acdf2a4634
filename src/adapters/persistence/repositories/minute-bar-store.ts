import { sql } from 'kysely';

import type { LiveInstrument, MinuteBarStore } from '../../../application/ports/minute-bars.js';
import type { Decimal } from '../../../domain/decimal.js';
import type { MinuteBar } from '../../../domain/market/live/minute-bar.js';
import type { TradingDate } from '../../../domain/market/trading-date.js';
import type { Db } from '../orm.js';
import { translating } from '../translate-error.js';
import { groupBy } from './group-by.js';
import { readIntradayBars } from './intraday-bars.js';
import { toUuids } from './uuid.js';

interface InstrumentRow extends Omit<LiveInstrument, 'previous'> {
  readonly previousDate: TradingDate | null;
  readonly previousClose: Decimal | null;
}

/** Sessions that the usual volume by the time of day is measured over. */
const PROFILE_SESSIONS = 20;

export function createMinuteBarStore(db: Db): MinuteBarStore {
  return {
    instruments: (symbols, before) =>
      translating(async () => {
        const wanted = symbols === null ? sql`is_active and not is_simulated` : sql`symbol = any (${[...symbols]}::text[])`;
        const { rows } = await sql<InstrumentRow>`
          select id, symbol, exchange, is_index as "isIndex", latest.trading_date as "previousDate", latest.close as "previousClose"
          from stocks
          left join lateral (
            select trading_date, close from market_data
            where stock_id = stocks.id and trading_date < ${before}::date
            order by trading_date desc limit 1
          ) as latest on true
          where ${wanted}
          order by symbol
        `.execute(db);
        return rows.map(({ previousDate, previousClose, ...same }) => ({
          ...same,
          previous: previousDate === null || previousClose === null ? null : { tradingDate: previousDate, close: previousClose },
        }));
      }),
    session: (stockIds, date) =>
      translating(async () => {
        const { rows } = await sql<MinuteBar & { readonly stockId: string }>`
          select stock_id as "stockId", trading_date as "tradingDate", minute, open, high, low, close, volume, is_whole as "isWhole"
          from minute_bars
          where stock_id = any (${toUuids(stockIds)}::uuid[]) and trading_date = ${date}::date
          order by stock_id, minute
        `.execute(db);
        return groupBy(rows, ({ stockId }) => stockId);
      }),
    volumes: (stockIds, before) =>
      translating(async () => {
        const { rows } = await sql<{ stockId: string; sessions: number; volumes: readonly (readonly [number, number])[] }>`
          with last_sessions as (
            select distinct trading_date from minute_bars where trading_date < ${before}::date and trading_date >= ${before}::date - 40
            order by trading_date desc limit ${PROFILE_SESSIONS}
          ), per_minute as (
            select stock_id, minute, sum(volume) as volume from minute_bars join last_sessions using (trading_date)
            where stock_id = any (${toUuids(stockIds)}::uuid[]) group by stock_id, minute
          )
          select stock_id as "stockId", json_agg(json_build_array(minute, volume)) as volumes, (
              select count(distinct trading_date) from minute_bars join last_sessions using (trading_date)
              where minute_bars.stock_id = per_minute.stock_id
            ) as sessions
          from per_minute group by stock_id
        `.execute(db);
        return new Map(
          rows.map(({ stockId, sessions, volumes }) => [
            stockId,
            { sessions, volumes: volumes.map(([minute, volume]) => ({ minute, volume })) },
          ]),
        );
      }),
    save: (stored) =>
      translating(async () => {
        const column = <T>(value: (bar: MinuteBar) => T): T[] => stored.map(({ bar }) => value(bar));
        await sql`
          insert into minute_bars (stock_id, trading_date, minute, open, high, low, close, volume, is_whole)
          select * from unnest(
            ${toUuids(stored.map(({ stockId }) => stockId))}::uuid[], ${column((bar) => bar.tradingDate)}::date[],
            ${column((bar) => bar.minute)}::smallint[], ${column((bar) => bar.open)}::numeric[], ${column((bar) => bar.high)}::numeric[],
            ${column((bar) => bar.low)}::numeric[], ${column((bar) => bar.close)}::numeric[], ${column((bar) => bar.volume)}::bigint[],
            ${column((bar) => bar.isWhole)}::boolean[]
          )
          on conflict (stock_id, trading_date, minute) do update
          set open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close, volume = excluded.volume,
            is_whole = excluded.is_whole, received_at = now()
          where excluded.is_whole or not minute_bars.is_whole
        `.execute(db);
      }),
    listByStocks: (stockIds, query) => translating(() => readIntradayBars(db, stockIds, query)),
    prune: (before, limit) =>
      translating(async () => {
        const { rows } = await sql<{ count: number }>`
          with oldest as (select ctid from minute_bars where trading_date < ${before}::date limit ${limit}),
            removed as (delete from minute_bars using oldest where minute_bars.ctid = oldest.ctid returning 1)
          select count(*) as count from removed
        `.execute(db);
        return rows[0]?.count ?? 0;
      }),
  };
}
