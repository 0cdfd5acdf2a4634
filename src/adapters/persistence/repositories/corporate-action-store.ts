import { sql } from 'kysely';

import type { CorporateActionStore, NewCorporateAction } from '../../../application/ports/corporate-actions.js';
import type { AuditEntry } from '../../../application/ports/accounts.js';
import type { CorporateAction } from '../../../domain/market/corporate-action.js';
import type { TradingDate } from '../../../domain/market/trading-date.js';
import type { Db } from '../orm.js';
import { translating } from '../translate-error.js';
import { loadAdjustments } from './adjustments.js';
import { addAudit } from './audit-trail.js';
import { groupBy } from './group-by.js';
import { toUuids } from './uuid.js';

const MAX_LISTED = 100;

const ACTION = sql`
  id, stock_id as "stockId", ex_date as "exDate", kind, cash, new_shares as "newShares", held_shares as "heldShares", price,
  recorded_at as "recordedAt"`;

export function createCorporateActionStore(db: Db): CorporateActionStore {
  return {
    listByStocks: (stockIds) =>
      translating(async () => {
        const { rows } = await sql<CorporateAction>`
          select action.*
          from unnest(${toUuids(stockIds)}::uuid[]) as asked (asked_id)
          cross join lateral (
            select ${ACTION} from corporate_actions
            where stock_id = asked_id and cancelled_at is null
            order by ex_date desc, kind limit ${MAX_LISTED}
          ) as action
          order by action."exDate" desc, action.kind
        `.execute(db);
        const byStock = groupBy(rows, ({ stockId }) => stockId);
        return stockIds.map((id) => byStock.get(id) ?? []);
      }),
    adjustmentsByStocks: (stockIds) => translating(() => loadAdjustments(db, stockIds)),
    record: (action, audit) => translating(() => db.transaction().execute((tx) => record(tx, action, audit))),
    cancel: (id, audit) =>
      translating(() =>
        db.transaction().execute(async (tx) => {
          const { rows } = await sql<CorporateAction>`
            update corporate_actions set cancelled_at = now() where id = ${id}::uuid and cancelled_at is null returning ${ACTION}
          `.execute(tx);
          const [cancelled] = rows;
          if (cancelled === undefined) return null;
          await markDue(tx, cancelled.stockId, cancelled.exDate);
          await addAudit(tx, audit);
          return cancelled;
        }),
      ),
  };
}

async function record(
  tx: Db,
  { stockId, exDate, kind, cash, newShares, heldShares, price }: NewCorporateAction,
  audit: Omit<AuditEntry, 'subject'>,
): Promise<CorporateAction | null> {
  const { rows: made } = await sql<CorporateAction>`
    insert into corporate_actions (stock_id, ex_date, kind, cash, new_shares, held_shares, price)
    values (${stockId}::uuid, ${exDate}::date, ${kind}, ${cash}::numeric, ${newShares}, ${heldShares}, ${price}::numeric)
    on conflict (stock_id, ex_date, kind) where cancelled_at is null do nothing
    returning ${ACTION}
  `.execute(tx);
  const [recorded] = made;
  if (recorded !== undefined) {
    await markDue(tx, stockId, exDate);
    await addAudit(tx, { ...audit, subject: recorded.id });
    return recorded;
  }
  const { rows: same } = await sql<CorporateAction>`
    select ${ACTION} from corporate_actions
    where stock_id = ${stockId}::uuid and ex_date = ${exDate}::date and kind = ${kind} and cancelled_at is null
      and (cash, new_shares, held_shares, price)
        is not distinct from (${cash}::numeric, ${newShares}::integer, ${heldShares}::integer, ${price}::numeric)
  `.execute(tx);
  return same[0] ?? null;
}

/** As a corrected bar of that day would: rules look back only, so nothing before it changes. */
async function markDue(tx: Db, stockId: string, from: TradingDate): Promise<void> {
  await sql`
    with marked as (
      update stock_scans set bars_version = bars_version + 1, dirty_from = least(dirty_from, ${from}::date)
      where stock_id = ${stockId}::uuid
      returning stock_id, bars_version - 1 as version_before
    )
    update scan_marks as mark
    set dirty_from = case
      when mark.scanned_version = version_before then ${from}::date
      when mark.dirty_from is not null then least(mark.dirty_from, ${from}::date)
    end
    from marked where mark.stock_id = marked.stock_id
  `.execute(tx);
}
