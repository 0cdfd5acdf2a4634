import type { Logger, Metrics } from '../../application/ports/telemetry.js';
import type { SequencedEvent } from '../../domain/events.js';

/** Reads a message and hands it to every handler. What is no event is counted and passed over; a handler that throws does not stop the others. */
export function receiveEvent(
  { metrics, logger }: { readonly metrics: Metrics; readonly logger: Logger },
  read: () => SequencedEvent,
  handlers: Iterable<(event: SequencedEvent) => void>,
): void {
  let event: SequencedEvent;
  try {
    event = read();
  } catch {
    metrics.increment('vpa_bus_messages_refused_total');
    return;
  }
  for (const handler of handlers) {
    try {
      handler(event);
    } catch (error) {
      logger.error({ error, seq: event.seq }, 'a handler of the event bus threw');
    }
  }
}
