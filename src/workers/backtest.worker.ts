import { supervise } from './supervise.js';
import type { SuperviseDeps } from './supervise.js';
import type { Worker } from './worker.js';

export interface BacktestWorkerDeps extends SuperviseDeps {
  /** Tells how many were begun; does not wait for their ends, unless the signal has aborted. */
  readonly runBacktests: (signal: AbortSignal) => Promise<number>;
  /** Removes a batch of what ended long ago; tells whether there may be more. */
  readonly pruneBacktests: () => Promise<boolean>;
}

/** A user who has pressed a button waits for this. */
const LOOK_MS = 500;
const PRUNE_EVERY_MS = 3_600_000;

/** Runs the backtests that users have started, and once an hour forgets what ended long ago. When told to stop, it gives back what it holds. */
export function createBacktest(deps: BacktestWorkerDeps): Worker {
  const { runBacktests, pruneBacktests, random, timers } = deps;
  // Spread, so that workers started together do not prune together.
  let pruneAt = timers.now() + random() * PRUNE_EVERY_MS;
  const worker = supervise('backtest', deps, async (signal) => {
    await runBacktests(signal);
    const now = timers.now();
    if (now >= pruneAt) {
      pruneAt = now + PRUNE_EVERY_MS;
      if (await pruneBacktests()) pruneAt = now;
    }
    return LOOK_MS * (0.75 + random() / 2);
  });
  return {
    ...worker,
    run: async (signal) => {
      await worker.run(signal);
      await runBacktests(signal);
    },
  };
}
