import { sql } from 'kysely';

import type { BarStore } from '../../../application/ports/bar-store.js';
import type { Connection } from '../connection.js';
import type { Db } from '../orm.js';
import { translating } from '../translate-error.js';
import type { BarSession } from './bar-session.js';
import { beginPgliteSession } from './pglite-bar-session.js';
import { beginPostgresSession } from './postgres-bar-session.js';
import { StagedBarImport } from './staged-bar-import.js';

export function createBarStore(connection: Connection, db: Db): BarStore {
  const { openClient } = connection;
  const begin = async (): Promise<BarSession> => (openClient === null ? beginPgliteSession(db) : beginPostgresSession(await openClient()));
  return {
    open: ({ source, sourceName }) => translating(async () => new StagedBarImport(await begin(), source, sourceName)),
    ensureStocks: (stocks) =>
      translating(async () => {
        if (stocks.length === 0) return;
        const rows = stocks.map(({ isIndex, isSimulated, ...same }) => ({ ...same, is_index: isIndex, is_simulated: isSimulated }));
        await sql`
          insert into stocks (symbol, name, sector, exchange, is_index, is_simulated)
          select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as listed (
            symbol text, name text, sector text, exchange text, is_index boolean, is_simulated boolean
          )
          order by symbol
          on conflict do nothing
        `.execute(db);
      }),
  };
}
