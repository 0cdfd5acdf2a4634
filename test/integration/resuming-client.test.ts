import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';

import { decodeEventCursor, encodeEventCursor } from '../../src/application/events/cursor.js';
import type { Interruption, WatchEndedError } from '../../src/client/interruption.js';
import { resume, type ResumeOptions } from '../../src/client/resume.js';
import { ANONYMOUS } from '../../src/domain/access/actor.js';
import { startLiveRig, WATCH, type LiveRig, type RigOptions } from '../support/live-rig.js';

interface Item {
  readonly __typename: string;
  readonly cursor: string;
  readonly reason?: string;
}

const open: { close(): Promise<void> | void }[] = [];
afterEach(async () => {
  for (const closing of open.splice(0).reverse()) await closing.close();
});

async function aRig(options: RigOptions = {}): Promise<LiveRig> {
  const rig = await startLiveRig(options);
  open.push({ close: () => rig.close() });
  return rig;
}

function aWatch(url: string, options: Partial<ResumeOptions> = {}) {
  const items: Item[] = [];
  const interruptions: Interruption[] = [];
  const pauses: number[] = [];
  const ends: WatchEndedError[] = [];
  const stop = resume<Item>(
    { url, query: WATCH, webSocketImpl: WebSocket, backoff: { minMs: 5, maxMs: 50 }, ...options },
    {
      onItem: (item) => void items.push(item),
      onInterrupted: (interruption, retryInMs) => {
        interruptions.push(interruption);
        pauses.push(retryInMs);
      },
      onEnd: (error) => void ends.push(error),
    },
  );
  open.push({ close: stop });
  return {
    items,
    interruptions,
    pauses,
    ends,
    stop,
    seqs: () => items.filter(({ __typename }) => __typename === 'SignalDetected').map(({ cursor }) => decodeEventCursor(cursor).seq),
  };
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
const until = (isMet: () => boolean): Promise<unknown> => vi.waitUntil(isMet, { timeout: 20_000, interval: 5 });

/** A server that closes each socket with a code once it was asked for a subscription. */
async function aClosingServer(code: number): Promise<{ readonly url: string; readonly connections: () => number }> {
  const http = createServer();
  const sockets = new WebSocketServer({ server: http });
  let connections = 0;
  sockets.on('connection', (socket) => {
    connections += 1;
    socket.on('message', (data: Buffer) => {
      if (data.includes('connection_init')) socket.send('{"type":"connection_ack"}');
      else socket.close(code, 'because');
    });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  open.push({
    close: () => {
      sockets.close();
      http.close();
      http.closeAllConnections();
    },
  });
  return { url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}/graphql`, connections: () => connections };
}

describe('the resuming client', () => {
  it('tells everything once and in order across cut connections', async () => {
    const sockets: WebSocket[] = [];
    class Recorded extends WebSocket {
      constructor(url: string, protocol: string) {
        super(url, protocol);
        sockets.push(this);
      }
    }
    const rig = await aRig();
    const watch = aWatch(rig.url, { webSocketImpl: Recorded });
    await until(() => watch.items.length > 0);
    const total = 400;
    for (let told = 0; told < total; told += 1) {
      await rig.tell(1);
      if (told % 37 === 0) sockets.at(-1)?.terminate();
      if (told % 5 === 0) await new Promise(setImmediate);
    }
    await until(() => watch.seqs().includes(total));
    expect(watch.seqs()).toEqual(upTo(total));
    expect(watch.interruptions.length).toBeGreaterThan(0);
    expect(watch.ends).toEqual([]);
  });

  it('survives restarts of the server, drained or not', async () => {
    let rig = await startLiveRig();
    const { port, log, bus } = rig;
    const watch = aWatch(rig.url);
    await until(() => watch.items.length > 0);
    for (let restart = 0; restart < 3; restart += 1) {
      await rig.tell(2);
      if (restart !== 1) await until(() => watch.seqs().includes(log.newest));
      await rig.close(restart === 2 ? 0 : 60);
      await rig.tell(2);
      await until(() => watch.interruptions.some(({ kind }) => kind === 'UNREACHABLE'));
      rig = await startLiveRig({ port, log, bus });
    }
    open.push({ close: () => rig.close() });
    await rig.tell(2);
    await until(() => watch.seqs().includes(log.newest));
    expect(watch.seqs()).toEqual(upTo(14));
    expect(watch.interruptions.map(({ code }) => code)).toContain(1012);
    expect(watch.ends).toEqual([]);
  });

  it('hands gaps over as items, and goes on after them', async () => {
    const rig = await aRig();
    const watch = aWatch(rig.url, { after: encodeEventCursor({ epoch: 'e0', seq: 7 }) });
    await until(() => watch.items.length === 2);
    await rig.tell(1);
    await until(() => watch.items.length === 3);
    expect(watch.items.map(({ __typename }) => __typename)).toEqual(['FeedPosition', 'FeedGap', 'SignalDetected']);
  });

  it.each([1000, 1001, 1012, 1013, 4008, 4408])('comes back after %s, with growing pauses', async (code) => {
    const server = await aClosingServer(code);
    const watch = aWatch(server.url);
    await until(() => server.connections() >= 5);
    expect(watch.interruptions[0]?.code).toBe(code);
    expect(watch.pauses.every((pause, n) => pause <= Math.min(50, 5 * 2 ** n))).toBe(true);
    expect(watch.ends).toEqual([]);
  });

  it.each([1002, 1008, 1009, 4400, 4401, 4403, 4406, 4409, 4429, 4500])('ends after %s, and says so', async (code) => {
    const server = await aClosingServer(code);
    const watch = aWatch(server.url);
    await until(() => watch.ends.length === 1);
    expect(watch.ends[0]?.interruption).toMatchObject({ kind: 'CLOSED', code, canRetry: false });
    expect(server.connections()).toBe(1);
  });

  it('asks for a fresh token when one runs out, and ends where it is refused', async () => {
    let tokens = 0;
    const rig = await aRig({
      authenticate: ({ token }) => {
        if (Number(token) > 3) throw new Error('refused');
        return { actor: ANONYMOUS, expiresAt: new Date(Date.now() + 30) };
      },
    });
    const watch = aWatch(rig.url, { connectionParams: () => ({ token: String((tokens += 1)) }) });
    await until(() => watch.ends.length === 1);
    expect(tokens).toBe(4);
    expect(watch.ends[0]?.interruption.code).toBe(4403);
  });

  it('ends with the errors of the server where the operation is faulty', async () => {
    const rig = await aRig();
    const faulty = aWatch(rig.url, { query: 'subscription ($after: String) { nothing(after: $after) }' });
    const misplaced = aWatch(rig.url, { after: 'nonsense' });
    await until(() => faulty.ends.length + misplaced.ends.length === 2);
    expect(faulty.ends[0]?.interruption.kind).toBe('ERRORS');
    expect(misplaced.ends[0]?.interruption.errors[0]?.extensions?.['code']).toBe('INVALID_INPUT');
  });

  it('ends where an item has no cursor, or its handler throws: nothing could be resumed', async () => {
    const rig = await aRig();
    const blind = aWatch(rig.url, { query: 'subscription ($after: String) { signalDetected(after: $after) { __typename } }' });
    await until(() => blind.ends.length === 1);
    const ends: WatchEndedError[] = [];
    const options = { url: rig.url, query: WATCH, webSocketImpl: WebSocket };
    resume(options, {
      onItem: () => {
        throw new Error('disk full');
      },
      onEnd: (error) => void ends.push(error),
    });
    await until(() => ends.length === 1);
    expect([blind.ends[0]?.interruption.kind, ends[0]?.message]).toEqual(['FAULT', 'disk full']);
  });

  it('notices a server that has gone silent', async () => {
    const http = createServer();
    const sockets = new WebSocketServer({ server: http });
    let connections = 0;
    sockets.on('connection', (socket) => {
      connections += 1;
      socket.once('message', () => socket.send('{"type":"connection_ack"}'));
    });
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    open.push({
      close: () => {
        sockets.close();
        http.close();
        http.closeAllConnections();
      },
    });
    const watch = aWatch(`ws://127.0.0.1:${(http.address() as AddressInfo).port}/graphql`, { keepAliveMs: 20 });
    await until(() => connections >= 2);
    expect(watch.interruptions[0]?.code).toBe(4499);
  });

  it('calls nothing once it was stopped, connected or pausing', async () => {
    const rig = await aRig();
    const watch = aWatch(rig.url);
    await until(() => watch.items.length === 1);
    watch.stop();
    await until(() => rig.metrics.gauges.get('websocket_connections') === 0);
    await rig.tell(1);
    const away = aWatch('ws://127.0.0.1:1/graphql');
    await until(() => away.interruptions.length > 0);
    away.stop();
    const calls = away.interruptions.length;
    const other = aWatch('ws://127.0.0.1:1/graphql');
    await until(() => other.interruptions.length > calls + 3);
    expect([watch.items.length, watch.interruptions.length, away.interruptions.length]).toEqual([1, 0, calls]);
  });
});
