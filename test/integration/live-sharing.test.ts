import { afterEach, describe, expect, it, vi } from 'vitest';

import { decodeEventCursor, encodeEventCursor } from '../../src/application/events/cursor.js';
import { startLiveRig, WATCH, type LiveRig, type RigOptions } from '../support/live-rig.js';
import { RawClient } from '../support/raw-ws-client.js';

const open: { close(): Promise<void> | void }[] = [];
afterEach(async () => {
  for (const closing of open.splice(0).reverse()) await closing.close();
});

async function aRig(options: RigOptions = {}): Promise<LiveRig> {
  const rig = await startLiveRig(options);
  open.push({ close: () => rig.close() });
  return rig;
}

async function aWatcher(rig: LiveRig, variables: Record<string, unknown> = {}, query = WATCH): Promise<RawClient> {
  const client = new RawClient(rig.url);
  open.push({ close: () => client.end() });
  await client.init();
  client.subscribe(query, variables);
  await client.until(() => client.items().length > 0);
  return client;
}

const watchers = (rig: LiveRig, count: number, variables = {}): Promise<RawClient[]> =>
  Promise.all(Array.from({ length: count }, () => aWatcher(rig, variables)));
const seqs = (client: RawClient): number[] =>
  client
    .items()
    .filter(({ __typename }) => __typename === 'SignalDetected')
    .map(({ cursor }) => decodeEventCursor(cursor).seq);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

describe('shared live executions', () => {
  it('execute once for an event, however many watch alike', async () => {
    const rig = await aRig();
    const clients = await watchers(rig, 50);
    await vi.waitUntil(() => rig.live.groups.count === 1);
    const before = rig.counts.executions;
    await rig.tell(3);
    await Promise.all(clients.map((client) => client.until(() => seqs(client).length === 3)));
    expect(rig.counts.executions - before).toBe(3);
    for (const client of clients) expect(seqs(client)).toEqual([1, 2, 3]);
  });

  it('are apart for other variables, and together for another cursor', async () => {
    const rig = await aRig();
    await rig.tell(5);
    const all = await watchers(rig, 2);
    const resumed = await watchers(rig, 2, { after: encodeEventCursor(rig.log.position(2)) });
    const others = await watchers(rig, 2, { symbols: ['FPT'] });
    await vi.waitUntil(() => rig.metrics.gauges.get('websocket_subscriptions{topic=signalDetected}') === 6);
    await Promise.all(resumed.map((client) => client.until(() => seqs(client).length === 3)));
    await vi.waitUntil(() => rig.live.groups.count === 2);
    const before = rig.counts.executions;
    await rig.tell(1, { symbol: 'FPT' });
    await Promise.all([...all, ...others].map((client) => client.until(() => seqs(client).includes(6))));
    await Promise.all(resumed.map((client) => client.until(() => seqs(client).length === 4)));
    expect(rig.counts.executions - before).toBe(2);
    for (const client of resumed) expect(seqs(client)).toEqual([3, 4, 5, 6]);
  });

  it('are apart for other texts', async () => {
    const rig = await aRig();
    const query = `subscription ($after: String) { a: signalDetected(after: $after) { __typename } }`;
    const first = new RawClient(rig.url);
    const second = new RawClient(rig.url);
    for (const [client, text] of [
      [first, query],
      [second, query.replace('a:', 'b:')],
    ] as const) {
      open.push({ close: () => client.end() });
      await client.init();
      client.subscribe(text);
    }
    await vi.waitUntil(() => rig.live.groups.count === 2);
    const before = rig.counts.executions;
    await rig.tell(1);
    await first.until((messages) => messages.length === 3);
    await second.until((messages) => messages.length === 3);
    expect(rig.counts.executions - before).toBe(2);
  });

  it('free everything with the last watcher: by complete, by close, by cut', async () => {
    const rig = await aRig();
    const [completing, closing, cut] = await watchers(rig, 3);
    await vi.waitUntil(() => rig.live.groups.count === 1);
    completing!.send({ type: 'complete', id: '1' });
    closing!.socket.close(1000);
    cut!.end();
    await vi.waitUntil(() => rig.live.groups.count === 0);
    expect(rig.metrics.gauges.get('websocket_subscriptions{topic=signalDetected}')).toBe(0);
    await vi.waitUntil(() => rig.metrics.gauges.get('websocket_connections') === 1);
    const before = rig.counts.executions;
    await rig.tell(1);
    expect(rig.counts.executions).toBe(before);
    await rig.tell(1);
    const again = await aWatcher(rig);
    await rig.tell(1);
    await again.until(() => seqs(again).length === 1);
    expect(seqs(again)).toEqual([3]);
  });

  it('reach those who come and go amid a stream without gap or duplicate', async () => {
    const rig = await aRig();
    const total = 1_500;
    let isDone = false;
    const stream = (async () => {
      for (let told = 0; told < total; told += 1) {
        await rig.tell(1);
        if (told % 3 === 0) await new Promise(setImmediate);
      }
      isDone = true;
    })();
    const follow = async (): Promise<number[]> => {
      const told: number[] = [];
      let after = encodeEventCursor({ epoch: 'e1', seq: 0 });
      while (told.at(-1) !== total) {
        const client = await aWatcher(rig, { after });
        const enough = isDone ? total : 20 + Math.floor(Math.random() * 100);
        await client.until(() => seqs(client).length >= enough || seqs(client).includes(total));
        client.end();
        await client.closed;
        told.push(...seqs(client));
        after = client.items().at(-1)!.cursor;
      }
      return told;
    };
    const followers = Array.from({ length: 12 }, follow);
    await stream;
    for (const told of await Promise.all(followers)) expect(told).toEqual(upTo(total));
  }, 30_000);

  it('close with 1013 what an item cannot be told to, and lose nothing', async () => {
    const rig = await aRig();
    const query = WATCH.replace('symbol\n', 'symbol stock { name }\n');
    const client = await aWatcher(rig, {}, query);
    await vi.waitUntil(() => rig.live.groups.count === 1);
    await rig.tell(1);
    await client.until(() => seqs(client).length === 1);
    rig.faults.stock = new Error('connect ECONNREFUSED postgres://user:password@db:5432');
    await rig.tell(1);
    expect(await client.closed).toEqual({ code: 1013, reason: 'try again later' });
    expect(JSON.stringify(client.messages)).not.toContain('password');
    rig.faults.stock = null;
    const again = await aWatcher(rig, { after: client.items().at(-1)!.cursor }, query);
    await again.until(() => seqs(again).length === 1);
    expect([...seqs(client), ...seqs(again)]).toEqual([1, 2]);
  });

  it('use fresh contexts: each event reads its edges anew, once for all', async () => {
    const rig = await aRig();
    const query = WATCH.replace('symbol\n', 'symbol stock { name }\n');
    const clients = await Promise.all([aWatcher(rig, {}, query), aWatcher(rig, {}, query)]);
    await vi.waitUntil(() => rig.live.groups.count === 1);
    await rig.tell(2);
    await Promise.all(clients.map((client) => client.until(() => seqs(client).length === 2)));
    expect(rig.counts.stockReads).toBe(2);
  });
});

describe('a stalled subscriber', () => {
  it('is closed with 4008 while the others get everything', async () => {
    const rig = await aRig({ note: 'x'.repeat(20_000) });
    const query = WATCH.replace('symbol\n', 'symbol note\n');
    const others = await Promise.all(Array.from({ length: 5 }, () => aWatcher(rig, {}, query)));
    const stalled = await aWatcher(rig, {}, query);
    await vi.waitUntil(() => rig.live.groups.count === 1);
    stalled.stall();
    const total = 1_000;
    for (let told = 0; told < total; told += 10) {
      await rig.tell(10);
      await Promise.all(others.map((client) => client.until(() => seqs(client).length >= told + 10)));
    }
    await vi.waitUntil(() => rig.metrics.counter('subscription_queue_overflow_total') === 1);
    expect(rig.metrics.gauges.get('websocket_subscriptions{topic=signalDetected}')).toBe(5);
    expect(rig.metrics.gauges.get('vpa_subscription_queue_items')).toBe(0);
    for (const client of others) expect(seqs(client)).toEqual(upTo(total));
    stalled.socket.resume();
    expect((await stalled.closed).code).toBe(4008);
    expect(rig.metrics.counter('websocket_disconnects_total{code=4008}')).toBe(1);

    const resumed = await aWatcher(rig, { after: stalled.items().at(-1)!.cursor });
    await resumed.until(() => seqs(resumed).includes(total));
    expect([...seqs(stalled), ...seqs(resumed)]).toEqual(upTo(total));
  }, 30_000);

  it('is closed with 4008 by the heartbeat where little is told, less than may wait', async () => {
    const limits = { pingIntervalMs: 500, maxItems: 1_000, maxBytes: 100_000_000 };
    const rig = await aRig({ note: 'x'.repeat(200_000), limits });
    const stalled = await aWatcher(rig, {}, WATCH.replace('symbol\n', 'symbol note\n'));
    await vi.waitUntil(() => rig.live.groups.count === 1);
    stalled.stall();
    await rig.tell(60);
    await vi.waitUntil(() => rig.metrics.counter('websocket_disconnects_total{code=4008}') === 1, { timeout: 10_000 });
    expect(rig.metrics.counter('subscription_queue_overflow_total')).toBe(1);
    stalled.socket.resume();
    expect((await stalled.closed).code).toBe(4008);

    const resumed = await aWatcher(rig, { after: stalled.items().at(-1)!.cursor });
    await resumed.until(() => seqs(resumed).includes(60));
    expect([...seqs(stalled), ...seqs(resumed)]).toEqual(upTo(60));
  }, 30_000);

  it('is not who gets a burst faster than one turn can carry it', async () => {
    const rig = await aRig();
    const client = await aWatcher(rig);
    await vi.waitUntil(() => rig.live.groups.count === 1);
    await rig.tell(5_000);
    await client.until(() => seqs(client).length === 5_000);
    expect(seqs(client)).toEqual(upTo(5_000));
  }, 30_000);

  it('gets a replay at its own pace', async () => {
    const rig = await aRig({ note: 'x'.repeat(5_000), limits: { maxItems: 8 } });
    await rig.tell(2_000);
    const client = await aWatcher(rig, { after: encodeEventCursor(rig.log.position(0)) }, WATCH.replace('symbol\n', 'symbol note\n'));
    client.stall();
    await vi.waitUntil(() => rig.metrics.gauges.get('vpa_subscription_queue_items') === 1, { timeout: 10_000 });
    expect(rig.metrics.counter('subscription_queue_overflow_total')).toBe(0);
    client.socket.resume();
    await client.until(() => seqs(client).length === 2_000);
    expect(seqs(client)).toEqual(upTo(2_000));
  }, 30_000);
});
