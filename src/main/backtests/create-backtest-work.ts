import { hostname } from 'node:os';

import { systemTimers } from '../../adapters/time/system-timers.js';
import { pruneBacktests } from '../../application/backtests/prune-backtests.js';
import { runBacktests } from '../../application/backtests/run-backtests.js';
import type { MarketBars } from '../../application/signals/market-bars.js';
import type { BacktestWorkerDeps } from '../../workers/backtest.worker.js';
import type { Core } from '../core.js';
import { threadRunner } from './backtest-runner.js';

/** What the backtest worker does: runs what is due over these bars, each in a thread, and forgets what ended long ago. */
export function createBacktestWork(
  { config, database, registry, logger }: Core,
  marketBars: MarketBars,
): Pick<BacktestWorkerDeps, 'runBacktests' | 'pruneBacktests'> {
  const { pace, limits, retentionMs } = config.backtests;
  const { backtests } = database;
  return {
    runBacktests: runBacktests({
      backtests,
      loadMarket: (signal) => marketBars.load(signal),
      runner: threadRunner(limits),
      timers: systemTimers,
      metrics: registry.metrics,
      logger,
      holder: `${hostname()}:${process.pid}`,
      pace,
    }),
    pruneBacktests: pruneBacktests({ backtests, logger, retentionMs }),
  };
}
