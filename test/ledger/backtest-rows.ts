import type { BacktestRequest } from '../../src/application/ports/backtests.js';
import { USUAL_TERMS } from '../../src/domain/backtest/market-terms.js';
import type { Strategy } from '../../src/domain/backtest/strategy.js';
import { PRESETS } from '../../src/domain/backtest/strategy-presets.js';
import { parseTradingDate } from '../../src/domain/market/trading-date.js';
import { withClient } from '../support/postgres.js';
import type { BacktestStage } from './backtest-run.js';

/** The newest session of the market. */
export const TO = '2025-05-20';

/** Where a backtest stands. */
export interface JobRow {
  readonly state: string;
  readonly progress: number;
  readonly holder: string | null;
}

export function hasEnded({ state }: JobRow): boolean {
  return state !== 'QUEUED' && state !== 'RUNNING';
}

/** A preset over the whole market, as it is stored. */
export function requestOf(name: string): BacktestRequest {
  return {
    strategy: PRESETS.find((preset) => preset.name === name) as Strategy,
    terms: USUAL_TERMS,
    ruleSet: 'textbook',
    symbols: null,
    exchanges: null,
    from: null,
    to: parseTradingDate(TO),
    cash: 1_000_000_000,
    riskFreePct: 0,
  };
}

/** Starts a preset over the whole market; the id. */
export async function startOne({ database, userId }: Pick<BacktestStage, 'database' | 'userId'>, name: string): Promise<string> {
  const key = `ledger-${performance.now()}`;
  const by = { owner: `user:${userId}`, key, operation: 'startBacktest', requestHash: key };
  return (await database.backtests.start(userId, requestOf(name), { open: 1_000, daily: 1_000_000 }, by)).id;
}

/** Over a connection of its own: that of a pool may have gone with the server. */
export async function look(databaseUrl: string, id: string): Promise<JobRow> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<JobRow>('select state, progress, lease_holder as holder from backtests where id = $1', [id]);
    return rows[0] as JobRow;
  });
}

/** Hash, trades and equity, as they are stored. */
export function resultOf(databaseUrl: string, id: string): Promise<string> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ result: string }>(
      `select concat_ws(' ', state, result_hash, md5(result::text),
         (select md5(string_agg((to_jsonb(t) - 'backtest_id')::text, ',' order by number)) from backtest_trades as t where backtest_id = $1),
         (select md5(string_agg((to_jsonb(p) - 'backtest_id')::text, ',' order by date)) from backtest_equity_points as p where backtest_id = $1))
         as result
       from backtests where id = $1`,
      [id],
    );
    return rows[0]?.result ?? 'nothing';
  });
}

/** Every byte of a backtest, times and versions of rows included. */
export function everythingOf(databaseUrl: string, id: string): Promise<string> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ all: string }>(
      `select concat((select xmin::text || backtests::text from backtests where id = $1),
         (select md5(string_agg(xmin::text || t::text, ',' order by number)) from backtest_trades as t where backtest_id = $1),
         (select md5(string_agg(xmin::text || p::text, ',' order by date)) from backtest_equity_points as p where backtest_id = $1)) as all`,
      [id],
    );
    return rows[0]?.all ?? '';
  });
}
