import { PubSub } from 'graphql-subscriptions';

import { sequencedEventFromText, sequencedEventToText } from '../../domain/event-json.js';
import type { EventBus, EventSubscription } from '../../application/ports/events.js';
import type { Logger, Metrics } from '../../application/ports/telemetry.js';
import { DomainError } from '../../domain/errors.js';
import type { SequencedEvent } from '../../domain/events.js';
import { EVENT_CHANNEL } from './channel.js';
import { receiveEvent } from './receive-event.js';

interface InProcessBusDeps {
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Where other parts of the process may speak on the channel; tests send what is no event. */
  readonly engine?: PubSub<Record<string, string>>;
}

/** A bus within one process: events still pass through their JSON form, so that nothing works here that would not between two. */
export function createInProcessEventBus({ metrics, logger, engine = new PubSub() }: InProcessBusDeps): EventBus {
  const open = new Set<number>();
  let isClosed = false;

  function release(id: number): void {
    if (open.delete(id)) engine.unsubscribe(id);
  }

  return {
    async publish(events) {
      if (isClosed) throw new DomainError('INTERNAL', 'the event bus is closed');
      await Promise.all(events.map((event) => engine.publish(EVENT_CHANNEL, sequencedEventToText(event))));
    },
    async subscribe(handler: (event: SequencedEvent) => void): Promise<EventSubscription> {
      if (isClosed) throw new DomainError('INTERNAL', 'the event bus is closed');
      const id = await engine.subscribe(EVENT_CHANNEL, (text: string) => {
        receiveEvent({ metrics, logger }, () => sequencedEventFromText(text), [handler]);
      });
      open.add(id);
      if (isClosed) release(id);
      return { close: () => Promise.resolve(release(id)) };
    },
    isHealthy: () => !isClosed,
    close() {
      isClosed = true;
      for (const id of open) release(id);
      return Promise.resolve();
    },
  };
}
