import { sql } from 'kysely';

import type { StockReader } from '../../../application/ports/readers.js';
import type { StockFilter } from '../../../application/ports/readers.js';
import type { Stock } from '../../../domain/market/stock.js';
import type { Db } from '../orm.js';
import { translating } from '../translate-error.js';
import { toSlice } from './page.js';
import { toUuids } from './uuid.js';

/** The columns of a stock under the names of the domain. */
export const STOCK_COLUMNS = [
  'stocks.id',
  'stocks.symbol',
  'stocks.name',
  'stocks.sector',
  'stocks.exchange',
  'stocks.is_index as isIndex',
  'stocks.is_simulated as isSimulated',
  'stocks.is_active as isActive',
] as const;

export function createStockReader(db: Db): StockReader {
  return {
    list: (filter, { first, after }) =>
      translating(async () => {
        let query = db
          .selectFrom('stocks')
          .select(STOCK_COLUMNS)
          .where(matches(filter))
          .orderBy('symbol')
          .limit(first + 1);
        if (after !== null) query = query.where('symbol', '>', after.symbol);
        return toSlice<Stock>(await query.execute(), first);
      }),
    count: (filter) =>
      translating(async () => {
        const { count } = await db
          .selectFrom('stocks')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .where(matches(filter))
          .executeTakeFirstOrThrow();
        return count;
      }),
    findBySymbols: (symbols) =>
      translating((): Promise<Stock[]> =>
        db
          .selectFrom('stocks')
          .select(STOCK_COLUMNS)
          .where(sql<boolean>`symbol = any(${[...symbols]}::text[])`)
          .execute(),
      ),
    findByIds: (ids) =>
      translating((): Promise<Stock[]> =>
        db
          .selectFrom('stocks')
          .select(STOCK_COLUMNS)
          .where(sql<boolean>`id = any(${toUuids(ids)}::uuid[])`)
          .execute(),
      ),
  };
}

function matches({ symbols, exchanges, sectors, isIndex }: StockFilter) {
  const conditions = [sql<boolean>`true`];
  if (symbols !== undefined) conditions.push(sql`symbol = any(${[...symbols]}::text[])`);
  if (exchanges !== undefined) conditions.push(sql`exchange = any(${[...exchanges]}::text[])`);
  if (sectors !== undefined) conditions.push(sql`sector = any(${[...sectors]}::text[])`);
  if (isIndex !== undefined) conditions.push(sql`is_index = ${isIndex}`);
  return sql.join<boolean>(conditions, sql` and `);
}
