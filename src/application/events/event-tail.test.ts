import { describe, expect, test } from 'vitest';

import { aSignal } from '../../../test/support/a-signal.js';
import { Recorder, aTail, append, listen } from '../../../test/support/a-tail.js';
import { FakeMetrics, SILENT_LOGGER } from '../../../test/support/fake-telemetry.js';
import { FakeTimers, settle } from '../../../test/support/fake-timers.js';
import { MemoryEventBus, MemoryEventLog } from '../../../test/support/memory-event-log.js';
import { TAIL_RING_EVENTS, startEventTail } from './event-tail.js';

describe('an event tail that hears of every event', () => {
  test('delivers it at once, without asking the table', async () => {
    const scene = await aTail(3);
    const listener = listen(scene);
    await scene.bus.publish([append(scene), append(scene)]);
    expect(listener.seqs).toEqual([4, 5]);
    expect(scene.tail.position()).toEqual({ epoch: 'e1', seq: 5 });
    expect(scene.log.reads).toBe(0);
    expect(scene.metrics.gauges.get('vpa_tail_position')).toBe(5);
  });

  test('drops what it has delivered before', async () => {
    const scene = await aTail();
    const listener = listen(scene);
    const [first, second] = [append(scene), append(scene)];
    await scene.bus.publish([first, second, first, second, second]);
    expect(listener.seqs).toEqual([1, 2]);
    expect(scene.tail.position().seq).toBe(2);
    expect(listen(scene, { epoch: 'e1', seq: 0 }).seqs).toEqual([1, 2]);
  });
});

describe('an event tail that meets an event of another version', () => {
  const FOREIGN = { type: 'unreadable', name: 'weather.changed', json: { type: 'weather.changed' } } as const;

  test('goes past it, counts it and keeps the order', async () => {
    const scene = await aTail();
    const listener = listen(scene);
    const events = [append(scene), scene.log.appendEvent(FOREIGN), append(scene)];
    await scene.bus.publish(events);
    await settle();
    expect(listener.seqs).toEqual([1, 2, 3]);
    expect(scene.tail.position().seq).toBe(3);
    expect(scene.tail.isHealthy()).toBe(true);
    expect(scene.metrics.counter('vpa_tail_events_unreadable_total')).toBe(1);
  });

  test('believes the table, not the bus, about what can not be read', async () => {
    const scene = await aTail();
    const heard: string[] = [];
    scene.tail.attach(scene.tail.position(), { onEvent: ({ event }) => void heard.push(event.type), onGap: () => {} });
    const event = append(scene);
    await scene.bus.publish([{ ...event, event: FOREIGN }]);
    await settle();
    expect(heard).toEqual(['signal.detected']);
    expect(scene.metrics.counter('vpa_tail_events_unreadable_total')).toBe(0);
  });
});

describe('an event tail whose bus fails', () => {
  test('reads the table at a hole and keeps the order', async () => {
    const scene = await aTail();
    const listener = listen(scene);
    append(scene);
    const second = append(scene);
    await scene.bus.publish([second]);
    await settle();
    expect(listener.seqs).toEqual([1, 2]);
    expect(scene.metrics.counter('vpa_tail_repairs_total{cause=hole}')).toBe(1);
  });

  test('reads the table once however many hints arrive meanwhile', async () => {
    const scene = await aTail();
    const listener = listen(scene);
    const events = Array.from({ length: 50 }, () => append(scene));
    await scene.bus.publish(events.slice(1).toReversed());
    await settle();
    expect(listener.seqs).toEqual(events.map(({ seq }) => seq));
    expect(scene.log.reads).toBeLessThanOrEqual(4);
  });

  test('asks again, with growing pauses, for a number it heard of that the table does not show yet', async () => {
    const scene = await aTail();
    const listener = listen(scene);
    const [first, second] = [append(scene), append(scene)];
    scene.log.events = [];
    scene.log.newest = 0;
    await scene.bus.publish([second]);
    await settle();
    expect(listener.seqs).toEqual([]);
    scene.log.events = [first, second];
    scene.log.newest = 2;
    await scene.timers.advance(25);
    expect(listener.seqs).toEqual([1, 2]);
  });

  test('finds events within two seconds of silence', async () => {
    const scene = await aTail();
    const listener = listen(scene);
    append(scene);
    await scene.timers.advance(2_000);
    expect(listener.seqs).toEqual([1]);
  });

  test('does not ask the table while events come', async () => {
    const scene = await aTail();
    for (let round = 0; round < 10; round += 1) {
      await scene.timers.advance(500);
      await scene.bus.publish([append(scene)]);
    }
    expect(scene.log.reads).toBe(0);
  });

  test('reads a long absence page by page', async () => {
    const scene = await aTail();
    const listener = listen(scene);
    for (let count = 0; count < 1_234; count += 1) append(scene);
    await scene.timers.advance(1_000);
    expect(listener.seqs).toHaveLength(1_234);
    expect(listener.seqs.at(-1)).toBe(1_234);
  });

  test('lives on where the bus refuses the subscription', async () => {
    const [log, timers] = [new MemoryEventLog(), new FakeTimers()];
    const bus = new MemoryEventBus();
    bus.subscribe = () => Promise.reject(new Error('refused on purpose'));
    const tail = await startEventTail({ log, bus, timers, metrics: new FakeMetrics(), logger: SILENT_LOGGER, random: () => 1 });
    const listener = new Recorder();
    tail.attach(tail.position(), listener);
    log.append(aSignal());
    await timers.advance(1_000);
    expect(listener.seqs).toEqual([1]);
  });
});

describe('an event tail whose table is away', () => {
  test('says so, tries again and misses nothing', async () => {
    const scene = await aTail();
    const listener = listen(scene);
    scene.log.failure = new Error('away on purpose');
    append(scene);
    await scene.timers.advance(10_000);
    expect(scene.tail.isHealthy()).toBe(false);
    expect(scene.metrics.counter('vpa_tail_read_failures_total')).toBeGreaterThan(5);
    expect(scene.metrics.counter('vpa_tail_read_failures_total')).toBeLessThan(20);
    scene.log.failure = null;
    await scene.timers.advance(1_000);
    expect(listener.seqs).toEqual([1]);
    expect(scene.tail.isHealthy()).toBe(true);
  });

  test('can not be started', async () => {
    const log = new MemoryEventLog();
    log.failure = new Error('away on purpose');
    const deps = {
      log,
      bus: new MemoryEventBus(),
      timers: new FakeTimers(),
      metrics: new FakeMetrics(),
      logger: SILENT_LOGGER,
      random: () => 1,
    };
    await expect(startEventTail(deps)).rejects.toThrow('away on purpose');
  });
});

describe('attaching to an event tail', () => {
  test('hands over what came since, before it returns', async () => {
    const scene = await aTail();
    await scene.bus.publish([append(scene), append(scene), append(scene)]);
    expect(listen(scene, { epoch: 'e1', seq: 1 }).seqs).toEqual([2, 3]);
  });

  test('is refused where the tail does not remember', async () => {
    const scene = await aTail(5);
    expect(scene.tail.attach({ epoch: 'e1', seq: 4 }, new Recorder())).toEqual({ isAttached: false, reason: 'TOO_OLD' });
    for (let count = 0; count < TAIL_RING_EVENTS * 2; count += 1) await scene.bus.publish([append(scene)]);
    expect(scene.tail.attach({ epoch: 'e1', seq: 5 }, new Recorder())).toEqual({ isAttached: false, reason: 'TOO_OLD' });
    expect(listen(scene, { epoch: 'e1', seq: 5 + TAIL_RING_EVENTS }).seqs).toHaveLength(TAIL_RING_EVENTS);
  });

  test('is refused for a position of another epoch', async () => {
    const scene = await aTail(5);
    expect(scene.tail.attach({ epoch: 'e0', seq: 5 }, new Recorder())).toEqual({ isAttached: false, reason: 'EPOCH' });
  });

  test('ahead of this process delivers only what lies further ahead', async () => {
    const scene = await aTail();
    const listener = listen(scene, { epoch: 'e1', seq: 2 });
    await scene.bus.publish([append(scene), append(scene), append(scene)]);
    expect(listener.seqs).toEqual([3]);
  });

  test('ends with detach, also in the middle of a delivery', async () => {
    const scene = await aTail();
    const second = new Recorder();
    let detachSecond = (): void => {};
    scene.tail.attach(scene.tail.position(), { onEvent: () => detachSecond(), onGap: () => {} });
    const result = scene.tail.attach(scene.tail.position(), second);
    if (result.isAttached) detachSecond = result.detach;
    await scene.bus.publish([append(scene)]);
    expect(second.seqs).toEqual([]);
  });

  test('in the middle of a delivery neither misses nor repeats', async () => {
    const scene = await aTail();
    const late = new Recorder();
    scene.tail.attach(scene.tail.position(), {
      onEvent: ({ seq }) => void (seq === 1 && scene.tail.attach({ epoch: 'e1', seq: 0 }, late)),
      onGap: () => {},
    });
    await scene.bus.publish([append(scene), append(scene)]);
    expect(late.seqs).toEqual([1, 2]);
  });

  test('a listener that throws is detached and harms nobody', async () => {
    const scene = await aTail();
    let calls = 0;
    scene.tail.attach(scene.tail.position(), {
      onEvent: () => {
        calls += 1;
        throw new Error('thrown on purpose');
      },
      onGap: () => {},
    });
    const listener = listen(scene);
    await scene.bus.publish([append(scene), append(scene)]);
    expect(listener.seqs).toEqual([1, 2]);
    expect(calls).toBe(1);
  });
});

describe('an event tail that can not tell everything', () => {
  test('tells a gap where the database was restored, and goes on from there', async () => {
    const scene = await aTail(9);
    const listener = listen(scene);
    scene.log.restore(4, 'e2');
    await scene.timers.advance(1_000);
    expect(listener.gaps).toEqual([{ reason: 'EPOCH', position: { epoch: 'e2', seq: 4 } }]);
    await scene.bus.publish([append(scene)]);
    expect(listener.seqs).toEqual([5]);
    expect(scene.tail.attach({ epoch: 'e1', seq: 5 }, new Recorder()).isAttached).toBe(false);
  });

  test('notices a restored database by the first event it hears', async () => {
    const scene = await aTail(9);
    const listener = listen(scene);
    scene.log.restore(4, 'e2');
    await scene.bus.publish([append(scene)]);
    await settle();
    expect(listener.gaps).toEqual([{ reason: 'EPOCH', position: { epoch: 'e2', seq: 5 } }]);
    expect(listener.seqs).toEqual([]);
  });

  test('tells a gap where retention overtook it', async () => {
    const scene = await aTail(2);
    const listener = listen(scene);
    for (let count = 0; count < 10; count += 1) append(scene);
    scene.log.prune(8);
    await scene.timers.advance(1_000);
    expect(listener.gaps).toEqual([{ reason: 'RETENTION', position: { epoch: 'e1', seq: 8 } }]);
    expect(listener.seqs).toEqual([9, 10, 11, 12]);
  });
});

test('a closed event tail delivers nothing and leaves no timer', async () => {
  const scene = await aTail();
  const listener = listen(scene);
  scene.log.failure = new Error('away on purpose');
  await scene.timers.advance(1_000);
  await scene.tail.close();
  scene.log.failure = null;
  await scene.bus.publish([append(scene)]);
  await scene.timers.advance(5_000);
  expect(listener.seqs).toEqual([]);
  expect(scene.timers.pending).toBe(0);
});
