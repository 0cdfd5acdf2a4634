/** Where a backtest that a user has started stands. DONE, FAILED and CANCELLED are ends: nothing follows them. */
export const BACKTEST_STATES = ['QUEUED', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED'] as const;
export type BacktestState = (typeof BACKTEST_STATES)[number];

/** Whether nothing follows. */
export function hasEnded(state: BacktestState): boolean {
  return state !== 'QUEUED' && state !== 'RUNNING';
}
