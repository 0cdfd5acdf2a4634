import { sql } from 'kysely';

import type { SeriesEnd } from '../../../application/ports/readers.js';
import { adjustColumns } from '../../../domain/market/adjustment.js';
import type { BarColumns } from '../../../domain/market/bar.js';
import type { TradingDate } from '../../../domain/market/trading-date.js';
import type { Db } from '../orm.js';
import { loadAdjustments } from './adjustments.js';
import { toUuids } from './uuid.js';

/** A bar as the statements bring it. */
export type BarRow = readonly [day: number, open: number, high: number, low: number, close: number, volume: number];

/** Traded bars of one stock from a date on; all of them where it is null. */
export interface SeriesStart {
  readonly stockId: string;
  readonly from: TradingDate | null;
}

/** The traded bars of stocks as columns, adjusted, ascending, from `warmUp` of them before `from`, in two statements. */
export async function loadBarColumns(db: Db, starts: readonly SeriesStart[], warmUp: number): Promise<readonly BarColumns[]> {
  const ids = starts.map(({ stockId }) => stockId);
  const { rows } = await sql<{ bars: readonly BarRow[] | null }>`
    select series.bars
    from unnest(${toUuids(ids)}::uuid[], ${starts.map(({ from }) => from)}::date[]) with ordinality as asked (stock_id, since, position)
    cross join lateral (
      select coalesce(least(asked.since, min(trading_date)), '-infinity'::date) as day from (
        select trading_date from market_data
        where stock_id = asked.stock_id and volume > 0 and trading_date < asked.since
        order by trading_date desc
        limit ${warmUp}
      ) as before
    ) as first
    cross join lateral (
      select json_agg(json_build_array(trading_date - date '1970-01-01', open, high, low, close, volume) order by trading_date) as bars
      from market_data
      where stock_id = asked.stock_id and volume > 0 and trading_date >= first.day
    ) as series
    order by asked.position
  `.execute(db);
  const adjustments = await loadAdjustments(db, ids);
  return rows.map(({ bars }, place) => adjustColumns(toColumns(bars ?? []), adjustments[place] ?? []));
}

/** The last `count` traded bars up to each of the dates, adjusted by what was known then, in two statements. */
export async function loadLastBarColumns(db: Db, ends: readonly SeriesEnd[], count: number): Promise<readonly BarColumns[]> {
  const { rows } = await sql<{ position: number; bars: readonly BarRow[] | null }>`
    select asked.position, series.bars
    from unnest(${toUuids(ends.map(({ stockId }) => stockId))}::uuid[], ${ends.map(({ to }) => to)}::date[])
      with ordinality as asked (stock_id, until, position)
    cross join lateral (
      select json_agg(json_build_array(trading_date - date '1970-01-01', open, high, low, close, volume) order by trading_date) as bars
      from (
        select * from market_data
        where stock_id = asked.stock_id and volume > 0 and trading_date <= asked.until
        order by trading_date desc
        limit ${count}
      ) as last
    ) as series
    order by asked.position
  `.execute(db);
  const adjustments = await loadAdjustments(
    db,
    ends.map(({ stockId }) => stockId),
  );
  return rows.map(({ bars }, place) => adjustColumns(toColumns(bars ?? []), adjustments[place] ?? []));
}

/** Bars as columns, in their order. */
export function toColumns(bars: readonly BarRow[]): BarColumns {
  const length = bars.length;
  const column = (field: 1 | 2 | 3 | 4 | 5) => Float64Array.from(bars, (bar) => bar[field]);
  return {
    length,
    epochDay: Int32Array.from(bars, ([day]) => day),
    open: column(1),
    high: column(2),
    low: column(3),
    close: column(4),
    volume: column(5),
  };
}
