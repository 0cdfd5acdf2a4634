import { sql } from 'kysely';

import type { StockDirectory } from '../../../application/ports/stock-directory.js';
import type { Db } from '../orm.js';
import { translating } from '../translate-error.js';
import { addAudit } from './audit-trail.js';

export function createStockDirectory(db: Db): StockDirectory {
  return {
    save: (stocks, audit) =>
      translating(() =>
        db.transaction().execute(async (tx) => {
          // In order of the key, so that two of these can't deadlock.
          const { rows } = await sql<{ symbol: string; isNew: boolean }>`
            insert into stocks as stored (symbol, name, sector, exchange, is_active)
            select symbol, name, sector, exchange, "isActive"
            from jsonb_to_recordset(${JSON.stringify(stocks)}::jsonb) as given (symbol text, name text, sector text, exchange text, "isActive" boolean)
            order by symbol collate "C"
            on conflict (symbol) do update
            set name = excluded.name, sector = excluded.sector, exchange = excluded.exchange, is_active = excluded.is_active, updated_at = now()
            where not stored.is_simulated and not stored.is_index
              and (stored.name, stored.sector, stored.exchange, stored.is_active)
                is distinct from (excluded.name, excluded.sector, excluded.exchange, excluded.is_active)
            returning symbol, (xmax = 0) as "isNew"
          `.execute(tx);
          const inserted = rows.filter(({ isNew }) => isNew).length;
          if (rows.length > 0) await addAudit(tx, { ...audit, details: { symbols: rows.map(({ symbol }) => symbol) } });
          return { inserted, updated: rows.length - inserted, unchanged: stocks.length - rows.length };
        }),
      ),
  };
}
