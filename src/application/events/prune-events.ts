import type { Outbox } from '../ports/events.js';
import type { Logger } from '../ports/telemetry.js';

/** Events removed by one statement: some tens of milliseconds of locks and log. */
const PRUNE_BATCH = 5_000;

/**
 * Removes a batch of events older than the retention. A cursor from before it gets a gap. Returns whether there may be more:
 * the caller goes on with its other work in between.
 */
export function pruneEvents({
  outbox,
  logger,
}: {
  readonly outbox: Outbox;
  readonly logger: Logger;
}): (retentionMs: number, limit?: number) => Promise<boolean> {
  return async (retentionMs, limit = PRUNE_BATCH) => {
    const removed = await outbox.prune(retentionMs, limit);
    if (removed > 0) logger.info({ removed }, 'removed events older than the retention');
    return removed >= limit;
  };
}
