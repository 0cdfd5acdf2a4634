import { sql } from 'kysely';

import type { BarQuery, BarReader } from '../../../application/ports/readers.js';
import type { Bar } from '../../../domain/market/bar.js';
import type { Db } from '../orm.js';
import { translating } from '../translate-error.js';
import { loadLastBarColumns } from './bar-columns.js';
import { toSlices } from './page.js';
import { toUuids } from './uuid.js';

type Placed = Bar & { readonly position: number };

export function createBarReader(db: Db): BarReader {
  return {
    listByStocks: (stockIds, query) =>
      translating(async () => toSlices(await readBars(db, stockIds, query), stockIds.length, query.page.first, toBar)),
    latestByStocks: (stockIds) =>
      translating(async () => {
        const rows = await readBars(db, stockIds, { order: 'DESC', page: { first: 0, after: null } });
        const latest = Array.from(stockIds, (): Bar | null => null);
        for (const row of rows) latest[row.position - 1] = toBar(row);
        return latest;
      }),
    tradedColumns: (ends, count) => translating(() => loadLastBarColumns(db, ends, count)),
  };
}

/** One row beyond the page for each stock, by position and then in the order asked. */
async function readBars(db: Db, stockIds: readonly string[], { from, to, order, page }: BarQuery): Promise<readonly Placed[]> {
  const isAscending = order === 'ASC';
  const conditions = [sql<boolean>`stock_id = asked.stock_id`];
  if (from !== undefined) conditions.push(sql`trading_date >= ${from}::date`);
  if (to !== undefined) conditions.push(sql`trading_date <= ${to}::date`);
  if (page.after !== null) {
    const { tradingDate } = page.after;
    conditions.push(isAscending ? sql`trading_date > ${tradingDate}::date` : sql`trading_date < ${tradingDate}::date`);
  }
  const direction = isAscending ? sql`asc` : sql`desc`;
  const { rows } = await sql<Placed>`
    select asked.position, bar.*
    from unnest(${toUuids(stockIds)}::uuid[]) with ordinality as asked (stock_id, position)
    cross join lateral (
      select stock_id as "stockId", trading_date as "tradingDate", open, high, low, close, volume, turnover, source, received_at as "receivedAt"
      from market_data
      where ${sql.join(conditions, sql` and `)}
      order by trading_date ${direction}
      limit ${page.first + 1}
    ) as bar
    order by asked.position, bar."tradingDate" ${direction}
  `.execute(db);
  return rows;
}

function toBar({ position: _, ...bar }: Placed): Bar {
  return bar;
}
