import type { EventBus, Outbox } from '../ports/events.js';
import type { Logger, Metrics } from '../ports/telemetry.js';

interface RelayDeps {
  readonly outbox: Outbox;
  readonly bus: EventBus;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** Events numbered in one transaction. */
const RELAY_BATCH = 200;

/**
 * Numbers the events that wait and tells the bus after each commit, until none waits. Returns how many it numbered.
 * A bus that is away costs nothing but time: the tails read the table.
 * @throws {DomainError} of the database; what was numbered before stays numbered.
 */
export function relayOutbox({ outbox, bus, metrics, logger }: RelayDeps): (limit?: number) => Promise<number> {
  return async (limit = RELAY_BATCH) => {
    let numbered = 0;
    for (;;) {
      const events = await outbox.numberPending(limit);
      if (events.length > 0) {
        numbered += events.length;
        metrics.increment('vpa_events_relayed_total', {}, events.length);
        try {
          await bus.publish(events);
        } catch (error) {
          metrics.increment('vpa_bus_publish_failures_total', {}, events.length);
          logger.debug({ error, count: events.length }, 'the event bus took no hints');
        }
      }
      if (events.length < limit) return numbered;
    }
  };
}
