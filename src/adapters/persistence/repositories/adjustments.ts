import { sql } from 'kysely';

import { adjustmentOf, type Adjustment } from '../../../domain/market/adjustment.js';
import type { CorporateActionTerms } from '../../../domain/market/corporate-action.js';
import type { TradingDate } from '../../../domain/market/trading-date.js';
import type { Db } from '../orm.js';
import { groupBy } from './group-by.js';
import { toUuids } from './uuid.js';

interface Row extends CorporateActionTerms {
  readonly stockId: string;
  readonly exDate: TradingDate;
  readonly previousClose: number;
}

/** The adjustments of each stock that its bars know of: a traded bar before the ex-date, and one from it on. */
export async function loadAdjustments(db: Db, stockIds: readonly string[]): Promise<readonly (readonly Adjustment[])[]> {
  const { rows } = await sql<Row>`
    select action.stock_id as "stockId", ex_date as "exDate", kind, cash, new_shares as "newShares", held_shares as "heldShares", price,
      previous.close::float8 as "previousClose"
    from corporate_actions as action
    cross join lateral (
      select close from market_data
      where stock_id = action.stock_id and trading_date < action.ex_date and volume > 0
      order by trading_date desc limit 1
    ) as previous
    where action.stock_id = any(${toUuids(stockIds)}::uuid[]) and cancelled_at is null
      and exists (
        select from market_data where stock_id = action.stock_id and trading_date >= action.ex_date and volume > 0)
    order by action.stock_id, ex_date, kind
  `.execute(db);
  const days = groupBy(rows, ({ stockId, exDate }) => `${stockId} ${exDate}`);
  const byStock = new Map<string, Adjustment[]>();
  for (const actions of days.values()) {
    const [{ stockId, exDate, previousClose }] = actions as [Row, ...Row[]];
    const known = byStock.get(stockId) ?? [];
    known.push(adjustmentOf({ exDate, previousClose, actions }));
    byStock.set(stockId, known);
  }
  return stockIds.map((id) => byStock.get(id) ?? []);
}
