import type { AlertStore } from '../ports/alerts.js';
import type { Logger } from '../ports/telemetry.js';

/** Deliveries removed by one statement. */
const PRUNE_BATCH = 2_000;

/** Removes a batch of deliveries that ended longer ago than the retention (milliseconds), with their attempts. Returns whether there may be more. */
export function pruneAlerts({
  alerts,
  logger,
  retentionMs,
}: {
  readonly alerts: Pick<AlertStore, 'prune'>;
  readonly logger: Logger;
  readonly retentionMs: number;
}): (limit?: number) => Promise<boolean> {
  return async (limit = PRUNE_BATCH) => {
    const removed = await alerts.prune(retentionMs, limit);
    if (removed > 0) logger.info({ removed }, 'removed alert deliveries older than the retention');
    return removed >= limit;
  };
}
