import { sql } from 'kysely';

import type { ScanStore } from '../../../application/ports/scans.js';
import type { Tracer } from '../../../application/ports/tracing.js';
import type { Db } from '../orm.js';
import { translating } from '../translate-error.js';
import { createScanTransaction, isDue } from './scan-transaction.js';

export function createScanStore(db: Db, tracer: Tracer | undefined): ScanStore {
  return {
    transaction: (work) =>
      translating(() =>
        db
          .transaction()
          .setIsolationLevel('read committed')
          .execute((tx) => work(createScanTransaction(tx, tracer))),
      ),
    countDue: (ruleVersion) =>
      translating(async () => {
        const { rows } = await sql<{ due: number }>`select count(*) as due from stock_scans as scan where ${isDue(ruleVersion)}`.execute(
          db,
        );
        return rows[0]?.due ?? 0;
      }),
  };
}
