import type { BacktestQueue } from '../ports/backtests.js';
import type { Logger } from '../ports/telemetry.js';

/** Each takes thousands of points of its curve along. */
const PRUNE_BATCH = 20;
/** Newest ones of a user that are kept. */
const KEPT_OF_USER = 100;

/** Removes a batch of backtests that ended longer ago than the retention (milliseconds), or that newer ones of their user have crowded out. Returns whether there may be more. */
export function pruneBacktests({
  backtests,
  logger,
  retentionMs,
}: {
  readonly backtests: Pick<BacktestQueue, 'prune'>;
  readonly logger: Logger;
  readonly retentionMs: number;
}): () => Promise<boolean> {
  return async () => {
    const removed = await backtests.prune({ olderThanMs: retentionMs, keptOfUser: KEPT_OF_USER, limit: PRUNE_BATCH });
    if (removed > 0) logger.info({ removed }, 'removed backtests that ended long ago');
    return removed >= PRUNE_BATCH;
  };
}
