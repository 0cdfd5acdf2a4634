import type { UnreadableEvent } from '../../domain/events.js';
import type { Logger, Metrics } from '../ports/telemetry.js';

/** Types that are told in the log; more than a few kinds of garbage need no more lines. */
const MAX_LOGGED_TYPES = 20;

/** Counts the events that this version passes over, and logs each of their types once. */
export function createUnreadableReport({
  metrics,
  logger,
}: {
  readonly metrics: Metrics;
  readonly logger: Logger;
}): (event: UnreadableEvent) => void {
  const logged = new Set<string>();
  return ({ name }) => {
    metrics.increment('vpa_tail_events_unreadable_total');
    if (logged.has(name) || logged.size >= MAX_LOGGED_TYPES) return;
    logged.add(name);
    logger.warn({ type: name }, 'events of this type are passed over: another version writes them');
  };
}
