import { expect, it } from 'vitest';

import { aScore } from '../../../test/support/a-score.js';
import { aSignal } from '../../../test/support/a-signal.js';
import { FakeMetrics, SILENT_LOGGER } from '../../../test/support/fake-telemetry.js';
import { FakeTimers, settle } from '../../../test/support/fake-timers.js';
import { MemoryEventBus, MemoryEventLog } from '../../../test/support/memory-event-log.js';
import { ANONYMOUS } from '../../domain/access/actor.js';
import type { StoredStatus } from '../../domain/vpa/scoring/signal-score.js';
import { startEventTail } from '../events/event-tail.js';
import type { SignalFilter } from '../ports/readers.js';
import type { SignalTopic } from './signal-feed.js';
import { watchSignals } from './watch-signals.js';

it('updates are told apart from findings, filtered by what the score and the rule version say', async () => {
  const [log, bus, timers] = [new MemoryEventLog(), new MemoryEventBus(), new FakeTimers()];
  const common = { log, timers, logger: SILENT_LOGGER, random: () => 0.5 };
  const tail = await startEventTail({ ...common, bus, metrics: new FakeMetrics() });
  const told = async (topic: SignalTopic, filter: SignalFilter = {}) => {
    const feed = await watchSignals({ ...common, tail })({ topic, filter, after: { epoch: 'e1', seq: 0 } }, ANONYMOUS);
    const places: number[] = [];
    void (async () => {
      for (let items = await feed.next(); items.length > 0; items = await feed.next())
        places.push(...items.flatMap((item) => (item.type === 'SIGNAL' ? item.position.seq : [])));
    })();
    return places;
  };
  const update = (adjusted: number, status: StoredStatus, isFirst: boolean) => {
    const signal = aSignal();
    const score = aScore({ signalId: signal.id, adjusted, status });
    return bus.publish([log.appendEvent({ type: 'signal.updated', signal, score, isFirst })]);
  };
  await bus.publish([log.append(aSignal({ ruleVersion: 'textbook-1' }))]);
  const heard = [
    await told('DETECTED'),
    await told('DETECTED', { ruleVersions: ['textbook-1'] }),
    await told('DETECTED', { ruleVersions: ['textbook-2'] }),
    await told('UPDATED'),
    await told('UPDATED', { minScore: 70 }),
    await told('UPDATED', { statuses: ['FAILED'] }),
    await told('DETECTED', { minScore: 70 }),
    await told('DETECTED', { minScore: 90 }),
    await told('DETECTED', { minScore: 50, minConfidence: 0.4 }),
  ];
  await settle();
  await update(80, 'PENDING', true);
  await update(80, 'FAILED', false);
  await update(60, 'CONFIRMED', true);
  await settle();

  expect(heard).toEqual([[1], [1], [], [2, 3, 4], [2, 3], [3], [2], [], [2, 4]]);
  await tail.close();
});
