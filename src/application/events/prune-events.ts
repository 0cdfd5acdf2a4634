import type { Outbox } from '../ports/events.js';
import type { Logger } from '../ports/telemetry.js';

/** Removes events older than the retention. A cursor from before it gets a gap. Returns how many went. */
export function pruneEvents({
  outbox,
  logger,
}: {
  readonly outbox: Outbox;
  readonly logger: Logger;
}): (retentionMs: number) => Promise<number> {
  return async (retentionMs) => {
    const removed = await outbox.prune(retentionMs);
    if (removed > 0) logger.info({ removed }, 'removed events older than the retention');
    return removed;
  };
}
