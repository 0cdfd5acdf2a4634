import type { EventBus, Outbox } from '../ports/events.js';
import type { SequencedEvent } from '../../domain/events.js';
import type { Logger, Metrics } from '../ports/telemetry.js';
import type { Span, Tracer } from '../ports/tracing.js';

interface RelayDeps {
  readonly outbox: Outbox;
  readonly bus: EventBus;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly tracer: Tracer;
}

/** Events numbered in one transaction. */
const RELAY_BATCH = 200;

/**
 * Numbers the events that wait and tells the bus after each commit, until none waits. Returns how many it numbered.
 * A bus that is away costs nothing but time: the tails read the table.
 * @throws {DomainError} of the database; what was numbered before stays numbered.
 */
export function relayOutbox({ outbox, bus, metrics, logger, tracer }: RelayDeps): (limit?: number) => Promise<number> {
  return async (limit = RELAY_BATCH) => {
    let numbered = 0;
    for (;;) {
      const events = await outbox.numberPending(limit);
      if (events.length > 0) {
        numbered += events.length;
        metrics.increment('vpa_events_relayed_total', {}, events.length);
        const spans = startSpans(tracer, events);
        try {
          await bus.publish(events);
        } catch (error) {
          metrics.increment('vpa_bus_publish_failures_total', {}, events.length);
          logger.debug({ error, count: events.length }, 'the event bus took no hints');
          for (const span of spans) span.fail(error);
        } finally {
          for (const span of spans) span.end();
        }
      }
      if (events.length < limit) return numbered;
    }
  };
}

/** One span in each trace that events of the batch came from. */
function startSpans(tracer: Tracer, events: readonly SequencedEvent[]): readonly Span[] {
  if (!tracer.isOn) return [];
  const counts = new Map<string, number>();
  for (const { traceparent } of events) if (traceparent !== undefined) counts.set(traceparent, (counts.get(traceparent) ?? 0) + 1);
  return [...counts].map(([parent, count]) =>
    tracer.start('relay events', { kind: 'producer', parent, attributes: { 'vpa.events': count } }),
  );
}
