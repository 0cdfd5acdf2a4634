import { sql, type RawBuilder } from 'kysely';

import type { BacktestOutcome } from '../../../application/ports/backtests.js';
import type { Db } from '../orm.js';
import { CHANGED, type ChangedRow } from './backtest-rows.js';

/** Rows of one statement. */
const BATCH = 5_000;

/** Stores a whole result in a transaction that is open. Where the row is not held any more nothing is written, and no row is returned. */
export async function storeResult(
  tx: Db,
  id: string,
  isHeld: RawBuilder<unknown>,
  { report, resultHash }: BacktestOutcome,
): Promise<{ readonly rows: readonly ChangedRow[] }> {
  const { trades, curve, ...figures } = report;
  const { ruleVersion, engineVersion, dataHash, lookAhead } = report;
  const changed = await sql<ChangedRow>`
    update backtests
    set state = 'DONE', progress = 1, lease_holder = null, lease_until = null, checkpoint = null, finished_at = now(),
      rule_version = ${ruleVersion}, engine_version = ${engineVersion}, data_hash = ${dataHash}, result_hash = ${resultHash},
      look_ahead = ${lookAhead.verdict}, result = ${JSON.stringify(figures)}::jsonb
    where ${isHeld} returning ${CHANGED}
  `.execute(tx);
  if (changed.rows.length === 0) return changed;
  for (const part of batches(trades.map((trade, place) => ({ number: place + 1, ...trade })))) {
    await sql`
      insert into backtest_trades
      select ${id}::uuid, number, symbol, kind, "signalDate", "entryDate", "entryPrice", shares, "entryFee", "decisionDate", "exitDate",
        "exitPrice", "exitFee", "saleTax", reason, bars, profit
      from jsonb_to_recordset(${JSON.stringify(part)}::jsonb) as given (
        number integer, symbol text, kind text, "signalDate" date, "entryDate" date, "entryPrice" bigint, shares bigint, "entryFee" bigint,
        "decisionDate" date, "exitDate" date, "exitPrice" bigint, "exitFee" bigint, "saleTax" bigint, reason text, bars integer, profit bigint)
    `.execute(tx);
  }
  for (const part of batches(curve)) {
    await sql`
      insert into backtest_equity_points
      select ${id}::uuid, date, equity, invested
      from jsonb_to_recordset(${JSON.stringify(part)}::jsonb) as given (date date, equity bigint, invested bigint)
    `.execute(tx);
  }
  return changed;
}

function batches<T>(rows: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(rows.length / BATCH) }, (_, place) => rows.slice(place * BATCH, (place + 1) * BATCH));
}
