import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { aSignal } from '../../../test/support/a-signal.js';
import { FakeMetrics, SILENT_LOGGER } from '../../../test/support/fake-telemetry.js';
import { FakeTimers, settle } from '../../../test/support/fake-timers.js';
import { MemoryEventBus, MemoryEventLog } from '../../../test/support/memory-event-log.js';
import { ANONYMOUS } from '../../domain/access/actor.js';
import type { EventPosition } from '../../domain/events.js';
import { startEventTail } from '../events/event-tail.js';
import { FEED_BUFFER_ITEMS, REPLAY_PAGE, SILENCE_MS } from '../events/open-feed.js';
import type { SignalFeed, SignalFeedItem } from './signal-feed.js';
import { watchSignals } from './watch-signals.js';

async function aWorld() {
  const log = new MemoryEventLog();
  const bus = new MemoryEventBus();
  const timers = new FakeTimers();
  const random = (): number => 0.5;
  const start = () => startEventTail({ bus, log, timers, metrics: new FakeMetrics(), logger: SILENT_LOGGER, random });
  let tail = await start();
  return {
    log,
    bus,
    timers,
    tail: () => tail,
    /** Another process, which remembers nothing. */
    restart: async () => {
      await tail.close();
      tail = await start();
    },
    tell: async (count = 1, overrides = {}) => {
      for (let i = 0; i < count; i += 1) await bus.publish([log.append(aSignal(overrides))]);
    },
    watch: (after: EventPosition | null, filter = {}) =>
      watchSignals({ tail, log, timers, logger: SILENT_LOGGER, random })({ topic: 'DETECTED', filter, after }, ANONYMOUS),
  };
}

/** Items as text: `S5` signal, `P5` position, `GAP:RETENTION→5`. */
const say = (items: readonly SignalFeedItem[]): string[] =>
  items.map((item) => {
    if (item.type === 'SIGNAL') return `S${item.position.seq}`;
    return item.type === 'POSITION' ? `P${item.position.seq}` : `GAP:${item.reason}→${item.position.epoch}:${item.position.seq}`;
  });

/** Takes items for as long as the feed lives. */
function collect(feed: SignalFeed): SignalFeedItem[] {
  const all: SignalFeedItem[] = [];
  const run = async (): Promise<void> => {
    for (let items = await feed.next(); items.length > 0; items = await feed.next()) all.push(...items);
  };
  void run();
  return all;
}

const range = (from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_, i) => `S${from + i}`);

describe('watching signals', () => {
  it('needs the permission to read signals', async () => {
    const { tail, log, timers } = await aWorld();
    const nobody = { kind: 'ANONYMOUS', permissions: new Set<never>() } as const;
    const watch = watchSignals({ tail: tail(), log, timers, logger: SILENT_LOGGER, random: () => 0 });
    await expect(watch({ topic: 'DETECTED', filter: {}, after: null }, nobody)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('passes over events of other versions, replayed and live, and keeps the place they take', async () => {
    const world = await aWorld();
    const foreign = { type: 'unreadable', name: 'weather.changed', json: null } as const;
    await world.tell();
    world.log.appendEvent(foreign);
    await world.tell();
    const items = collect(await world.watch({ epoch: 'e1', seq: 0 }));
    await settle();
    await world.bus.publish([world.log.appendEvent(foreign)]);
    await world.tell();
    await settle();
    expect(say(items)).toEqual(['P0', 'S1', 'S3', 'S5']);
  });

  it('without a cursor starts now: with the newest position, then what comes', async () => {
    const world = await aWorld();
    await world.tell(3);
    const items = collect(await world.watch(null));
    await world.tell(2);
    await settle();
    expect(say(items)).toEqual(['P3', 'S4', 'S5']);
  });

  it('with a recent cursor goes on from the memory of the process, without reading the table', async () => {
    const world = await aWorld();
    await world.tell(5);
    const reads = world.log.reads;
    const feed = await world.watch(world.log.position(2));
    expect(say(await feed.next())).toEqual(['P2', 'S3', 'S4', 'S5']);
    expect(feed.isCaughtUp).toBe(true);
    expect(world.log.reads).toBe(reads);
  });

  it('with an old cursor reads the table page by page, then goes live', async () => {
    const world = await aWorld();
    for (let i = 0; i < REPLAY_PAGE * 2 + 7; i += 1) world.log.append(aSignal());
    await world.restart();
    const items = collect(await world.watch(world.log.position(1)));
    await settle();
    await world.tell(1);
    await settle();
    expect(say(items)).toEqual(['P1', ...range(2, REPLAY_PAGE * 2 + 8)]);
  });

  it('leaves out what the filter does not want, and moves on all the same', async () => {
    const world = await aWorld();
    const feed = await world.watch(null, { symbols: ['FPT'] });
    const items = collect(feed);
    await world.tell(2, { symbol: 'VCB' });
    await world.tell(1, { symbol: 'FPT' });
    await settle();
    expect(say(items)).toEqual(['P0', 'S3']);
  });

  it('tells its position after a minute of silence of its own', async () => {
    const world = await aWorld();
    const items = collect(await world.watch(null, { symbols: ['FPT'] }));
    await world.timers.advance(SILENCE_MS - 1);
    await world.tell(2, { symbol: 'VCB' });
    await settle();
    expect(say(items)).toEqual(['P0']);
    await world.timers.advance(1);
    expect(say(items)).toEqual(['P0', 'P2']);
    await world.tell(1, { symbol: 'FPT' });
    await world.timers.advance(SILENCE_MS - 1);
    expect(say(items)).toEqual(['P0', 'P2', 'S3']);
    await world.timers.advance(1);
    expect(say(items)).toEqual(['P0', 'P2', 'S3', 'P3']);
  });

  it('says RETENTION where the cursor is older than the table, and goes on with the oldest there is', async () => {
    const world = await aWorld();
    for (let i = 0; i < 10; i += 1) world.log.append(aSignal());
    world.log.prune(6);
    await world.restart();
    const items = collect(await world.watch(world.log.position(3)));
    await settle();
    expect(say(items)).toEqual(['P3', 'GAP:RETENTION→e1:6', 'S7', 'S8', 'S9', 'S10']);
  });

  it('has no gap where nothing is missing: the cursor is the newest number removed', async () => {
    const world = await aWorld();
    for (let i = 0; i < 10; i += 1) world.log.append(aSignal());
    world.log.prune(6);
    await world.restart();
    const items = collect(await world.watch(world.log.position(6)));
    await settle();
    expect(say(items)).toEqual(['P6', 'S7', 'S8', 'S9', 'S10']);
  });

  it('says EPOCH where the cursor is of another life of the database, and goes on from now', async () => {
    const world = await aWorld();
    await world.tell(5);
    const items = collect(await world.watch({ epoch: 'e0', seq: 2 }));
    await settle();
    await world.tell(1);
    await settle();
    expect(say(items)).toEqual(['P2', 'GAP:EPOCH→e1:5', 'S6']);
  });

  it('says EPOCH where the cursor is ahead of all that was ever numbered', async () => {
    const world = await aWorld();
    await world.tell(5);
    const items = collect(await world.watch(world.log.position(900)));
    await settle();
    await world.tell(1);
    await settle();
    expect(say(items)).toEqual(['P900', 'GAP:EPOCH→e1:5', 'S6']);
  });

  it('trusts a cursor ahead of this process where the table knows it', async () => {
    const world = await aWorld();
    await world.tell(2);
    const late = [3, 4, 5].map(() => world.log.append(aSignal()));
    const feed = await world.watch(world.log.position(4));
    const items = collect(feed);
    await settle();
    expect(feed.isCaughtUp).toBe(false);
    await world.bus.publish(late);
    await settle();
    expect(say(items)).toEqual(['P4', 'S5']);
    expect(feed.isCaughtUp).toBe(true);
  });

  it('says EPOCH to those who watch while the database is restored', async () => {
    const world = await aWorld();
    await world.tell(5);
    const items = collect(await world.watch(null));
    world.log.restore(2, 'e2');
    await world.timers.advance(2_000);
    await world.tell(1);
    await settle();
    expect(say(items)).toEqual(['P5', 'GAP:EPOCH→e2:2', 'S3']);
  });

  it('asks again while the table cannot be read, and loses nothing', async () => {
    const world = await aWorld();
    for (let i = 0; i < 5; i += 1) world.log.append(aSignal());
    await world.restart();
    world.log.failure = new Error('connection refused');
    const items = collect(await world.watch(world.log.position(0)));
    await world.timers.advance(10_000);
    expect(say(items)).toEqual(['P0']);
    world.log.failure = null;
    await world.timers.advance(3_000);
    expect(say(items)).toEqual(['P0', ...range(1, 5)]);
  });

  it('holds a bounded number of items for a consumer that does not pull, and reads the rest from the table', async () => {
    const world = await aWorld();
    const feed = await world.watch(null);
    expect(say(await feed.next())).toEqual(['P0']);
    const total = FEED_BUFFER_ITEMS * 3;
    await world.tell(total);
    expect(feed.received).toBeLessThanOrEqual(FEED_BUFFER_ITEMS + 1);
    expect(feed.isCaughtUp).toBe(false);
    const items = collect(feed);
    await world.timers.advance(1_000);
    expect(say(items)).toEqual(range(1, total));
  });

  it('frees tail and timers when it is closed, also while it waits', async () => {
    const world = await aWorld();
    const before = world.timers.pending;
    const feed = await world.watch(null);
    await feed.next();
    const waiting = feed.next();
    await settle();
    feed.close();
    expect(await waiting).toEqual([]);
    await world.tell(1);
    expect(feed.received).toBe(1);
    expect(world.timers.pending).toBe(before);
  });

  it('hands over what waits when it is left', async () => {
    const world = await aWorld();
    const feed = await world.watch(null);
    await feed.next();
    await world.tell(3);
    expect(say(feed.leave())).toEqual(range(1, 3));
    expect(await feed.next()).toEqual([]);
  });

  it('tells each event once and in order, however events, losses, reads and time interleave', async () => {
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.record({ do: fc.constant('commit' as const), count: fc.integer({ min: 1, max: 9 }) }) },
      { weight: 4, arbitrary: fc.record({ do: fc.constant('publish' as const), keep: fc.double({ min: 0, max: 1, noNaN: true }) }) },
      { weight: 3, arbitrary: fc.record({ do: fc.constant('time' as const), ms: fc.integer({ min: 1, max: 3_000 }) }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('reconnect' as const) }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('process' as const) }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('outage' as const) }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const world = await aWorld();
        let feed = await world.watch(null);
        const parts = [collect(feed)];
        const all = (): SignalFeedItem[] => parts.flat();
        let unpublished = world.log.events.slice();
        for (const [index, now] of steps.entries()) {
          if (now.do === 'commit') for (let i = 0; i < now.count; i += 1) unpublished.push(world.log.append(aSignal()));
          if (now.do === 'publish') {
            // Some are lost, the others come twice and in disorder.
            const kept = unpublished.filter((event) => ((event.seq * 7919 + index) % 100) / 100 < now.keep);
            await world.bus.publish([...kept].reverse().concat(kept));
            unpublished = [];
          }
          if (now.do === 'time') await world.timers.advance(now.ms);
          if (now.do === 'outage') world.log.failure = world.log.failure === null ? new Error('away') : null;
          if (now.do === 'process' && world.log.failure === null) await world.restart();
          if (now.do === 'process' || now.do === 'reconnect') {
            feed.close();
            await settle();
            feed = await world.watch(all().at(-1)?.position ?? world.log.position(0));
            parts.push(collect(feed));
          }
        }
        world.log.failure = null;
        await world.timers.advance(5_000);
        const told = all().filter((item) => item.type === 'SIGNAL');
        expect(say(told)).toEqual(world.log.newest === 0 ? [] : range(1, world.log.newest));
        expect(all().some((item) => item.type === 'GAP')).toBe(false);
        feed.close();
        await world.tail().close();
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});
