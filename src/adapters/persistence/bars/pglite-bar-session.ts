import { CompiledQuery } from 'kysely';

import type { BarBatch } from '../../../application/ports/bar-store.js';
import type { Db } from '../orm.js';
import { CREATE_STAGE, type BarSession } from './bar-session.js';

const STAGE = `
  insert into staged_bars (symbol, trading_date, open, high, low, close, volume)
  select * from unnest($1::text[], $2::date[], $3::numeric[], $4::numeric[], $5::numeric[], $6::numeric[], $7::bigint[])`;

/** Stages by UNNEST in the one connection that PGlite has: until the end, nobody else is served. */
export async function beginPgliteSession(db: Db): Promise<BarSession> {
  const tx = await db.startTransaction().execute();
  const run = async (sql: string, params: readonly unknown[] = []) =>
    (await tx.executeQuery<unknown>(CompiledQuery.raw(sql, [...params]))).rows;
  const rollback = async () => {
    await tx.rollback().execute();
  };
  try {
    await run(CREATE_STAGE);
  } catch (error) {
    await rollback();
    throw error;
  }
  return {
    run,
    async stage({ symbol, tradingDate, open, high, low, close, volume }: BarBatch) {
      await run(STAGE, [symbol, tradingDate, open, high, low, close, volume]);
    },
    async commit() {
      await tx.commit().execute();
    },
    rollback,
  };
}
