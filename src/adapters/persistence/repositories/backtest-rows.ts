import { sql } from 'kysely';

import type { Backtest } from '../../../application/ports/backtests.js';
import type { BacktestState } from '../../../domain/backtest/backtest-state.js';
import type { Db } from '../orm.js';
import { addEvents } from './add-events.js';

const REQUEST = sql`
  strategy, terms, rule_set as "ruleSet", symbols, exchanges, from_date as "from", to_date as "to", cash, risk_free_pct as "riskFreePct"`;

/** The columns of a `Backtest`. */
export const BACKTEST = sql`
  id, seq::text as seq, ${REQUEST}, state, progress, attempts, failure_code as "failureCode", failure_message as "failureMessage",
  created_at as "createdAt", started_at as "startedAt", finished_at as "finishedAt", result as figures, result_hash as "resultHash"`;

/** The columns of a `ClaimedBacktest`. */
export const CLAIMED = sql`id, user_id as "userId", fence, attempts, progress, checkpoint, ${REQUEST}`;

/** What tells of a change: where its row is now. */
export interface ChangedRow extends Pick<Backtest, 'id' | 'progress'> {
  readonly userId: string;
  readonly state: BacktestState;
}

/** The columns of a {@link ChangedRow}. */
export const CHANGED = sql`id, user_id as "userId", state, progress`;

/** Tells the owners what changed, in the transaction of the change. */
export function tellChanges(tx: Db, rows: readonly ChangedRow[]): Promise<void> {
  return addEvents(
    tx,
    rows.map(({ id, userId, state, progress }) => ({ type: 'backtest.changed', userId, backtestId: id, state, progress })),
  );
}
