import type { RunPace } from '../application/backtests/run-backtests.js';
import { USUAL_RUN_PACE } from '../application/backtests/run-backtests.js';
import type { BacktestQuota } from '../application/ports/backtests.js';
import type { ThreadLimits } from './backtests/backtest-runner.js';

/** How much users may ask for, and how workers run it. */
export interface BacktestsConfig {
  readonly quota: BacktestQuota;
  readonly pace: RunPace;
  readonly limits: ThreadLimits;
  /** How long backtests are kept after their end, milliseconds. */
  readonly retentionMs: number;
}

interface Reader {
  integer(name: string, fallback: number, least: number, most: number): number;
}

const DAY_MS = 86_400_000;

/** Reads what the environment says of backtests. */
export function readBacktests(read: Reader): BacktestsConfig {
  return {
    quota: {
      open: read.integer('VPA_BACKTEST_OPEN_JOBS', 5, 1, 1_000),
      daily: read.integer('VPA_BACKTEST_DAILY_JOBS', 20, 1, 100_000),
    },
    pace: {
      ...USUAL_RUN_PACE,
      concurrency: read.integer('VPA_BACKTEST_CONCURRENCY', USUAL_RUN_PACE.concurrency, 1, 32),
      leaseMs: read.integer('VPA_BACKTEST_LEASE_SECONDS', USUAL_RUN_PACE.leaseMs / 1_000, 2, 300) * 1_000,
    },
    limits: {
      timeoutMs: read.integer('VPA_BACKTEST_TIMEOUT_SECONDS', 600, 10, 86_400) * 1_000,
      heapMb: read.integer('VPA_BACKTEST_HEAP_MB', 1_024, 64, 65_536),
    },
    retentionMs: read.integer('VPA_BACKTEST_RETENTION_DAYS', 90, 1, 3_650) * DAY_MS,
  };
}
