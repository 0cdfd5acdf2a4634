import { expect, test } from 'vitest';

import { anEvent } from '../../../test/support/an-event.js';
import { FakeMetrics, SILENT_LOGGER } from '../../../test/support/fake-telemetry.js';
import type { SequencedEvent } from '../../domain/events.js';
import { NO_TRACER } from '../tracing.js';
import { pruneEvents } from './prune-events.js';
import { relayOutbox } from './relay-outbox.js';

class FakeOutbox {
  #numbered = 0;
  waiting: number;
  readonly limits: number[] = [];
  pruned: number[] = [];
  old = 0;

  constructor(waiting: number) {
    this.waiting = waiting;
  }

  numberPending(limit: number): Promise<readonly SequencedEvent[]> {
    this.limits.push(limit);
    const count = Math.min(limit, this.waiting);
    this.waiting -= count;
    const events = Array.from({ length: count }, (_, at) => anEvent(this.#numbered + at + 1));
    this.#numbered += count;
    return Promise.resolve(events);
  }

  prune(olderThanMs: number, limit: number): Promise<number> {
    this.pruned.push(olderThanMs);
    const removed = Math.min(limit, this.old);
    this.old -= removed;
    return Promise.resolve(removed);
  }

  oldestPendingSeconds(): Promise<number> {
    return Promise.resolve(0);
  }
}

function aBus(publish: (events: readonly SequencedEvent[]) => Promise<void>) {
  return { publish, subscribe: () => Promise.reject(new Error('not here')), isHealthy: () => true, close: () => Promise.resolve() };
}

test('the relay numbers until nothing waits and tells each batch after it is committed', async () => {
  const outbox = new FakeOutbox(5);
  const told: number[][] = [];
  const metrics = new FakeMetrics();
  const bus = aBus((events) => Promise.resolve(void told.push(events.map(({ seq }) => seq))));
  expect(await relayOutbox({ outbox, bus, metrics, logger: SILENT_LOGGER, tracer: NO_TRACER })(2)).toBe(5);
  expect(told).toEqual([[1, 2], [3, 4], [5]]);
  expect(metrics.counter('vpa_events_relayed_total')).toBe(5);
});

test('the relay asks again after a full batch only', async () => {
  const outbox = new FakeOutbox(4);
  await relayOutbox({ outbox, bus: aBus(() => Promise.resolve()), metrics: new FakeMetrics(), logger: SILENT_LOGGER, tracer: NO_TRACER })(
    2,
  );
  expect(outbox.limits).toEqual([2, 2, 2]);
  await relayOutbox({ outbox, bus: aBus(() => Promise.resolve()), metrics: new FakeMetrics(), logger: SILENT_LOGGER, tracer: NO_TRACER })(
    2,
  );
  expect(outbox.limits).toHaveLength(4);
});

test('a bus that is away is counted and stops no numbering', async () => {
  const outbox = new FakeOutbox(3);
  const metrics = new FakeMetrics();
  const bus = aBus(() => Promise.reject(new Error('away on purpose')));
  expect(await relayOutbox({ outbox, bus, metrics, logger: SILENT_LOGGER, tracer: NO_TRACER })(2)).toBe(3);
  expect(metrics.counter('vpa_bus_publish_failures_total')).toBe(3);
});

test('a database that is away ends the round with its error', async () => {
  const outbox = new FakeOutbox(1);
  outbox.numberPending = () => Promise.reject(new Error('away on purpose'));
  const relay = relayOutbox({
    outbox,
    bus: aBus(() => Promise.resolve()),
    metrics: new FakeMetrics(),
    logger: SILENT_LOGGER,
    tracer: NO_TRACER,
  });
  await expect(relay()).rejects.toThrow('away on purpose');
});

test('pruning removes what is older than the retention a batch at a time, and tells whether more may be left', async () => {
  const outbox = new FakeOutbox(0);
  outbox.old = 7;
  const prune = pruneEvents({ outbox, logger: SILENT_LOGGER });
  expect([await prune(86_400_000, 3), await prune(86_400_000, 3), await prune(86_400_000, 3)]).toEqual([true, true, false]);
  expect([outbox.old, outbox.pruned]).toEqual([0, [86_400_000, 86_400_000, 86_400_000]]);
});
