import { sql } from 'kysely';

import type { IntradayQuery } from '../../../application/ports/minute-bars.js';
import type { Slice } from '../../../application/ports/page.js';
import { INTERVAL_MINUTES } from '../../../domain/market/interval.js';
import type { IntradayBar } from '../../../domain/market/live/minute-bar.js';
import type { Db } from '../orm.js';
import { toSlices } from './page.js';
import { toUuids } from './uuid.js';

type Placed = Omit<IntradayBar, 'interval'> & { readonly position: number };

/** Bars of an interval joined from the stored minutes: one row beyond the page for each stock. */
export async function readIntradayBars(
  db: Db,
  stockIds: readonly string[],
  { interval, from, to, order, page }: IntradayQuery,
): Promise<readonly Slice<IntradayBar>[]> {
  const isAscending = order === 'ASC';
  const length = INTERVAL_MINUTES[interval];
  const conditions = [sql<boolean>`stock_id = asked.stock_id`];
  if (from !== undefined) conditions.push(sql`trading_date >= ${from}::date`);
  if (to !== undefined) conditions.push(sql`trading_date <= ${to}::date`);
  if (page.after !== null) {
    const { tradingDate, minute } = page.after;
    conditions.push(
      isAscending
        ? sql`(trading_date, minute) > (${tradingDate}::date, ${minute + length - 1}::smallint)`
        : sql`(trading_date, minute) < (${tradingDate}::date, ${minute}::smallint)`,
    );
  }
  const direction = isAscending ? sql`asc` : sql`desc`;
  const { rows } = await sql<Placed>`
    select asked.position, bar.*
    from unnest(${toUuids(stockIds)}::uuid[]) with ordinality as asked (stock_id, position)
    cross join lateral (
      select trading_date as "tradingDate", minute / ${length}::integer * ${length}::integer as minute,
        (array_agg(open order by minute))[1] as open, max(high) as high, min(low) as low,
        (array_agg(close order by minute desc))[1] as close, sum(volume)::bigint as volume, bool_and(is_whole) as "isWhole",
        max(received_at) as "receivedAt"
      from minute_bars
      where ${sql.join(conditions, sql` and `)}
      group by 1, 2
      order by 1 ${direction}, 2 ${direction}
      limit ${page.first + 1}
    ) as bar
    order by asked.position, bar."tradingDate" ${direction}, bar.minute ${direction}
  `.execute(db);
  return toSlices(rows, stockIds.length, page.first, ({ position: _, ...bar }) => ({ ...bar, interval }));
}
