import { setTimeout as delay } from 'node:timers/promises';

import { createClient } from 'graphql-ws';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';

import { decodeEventCursor, encodeEventCursor } from '../../src/application/events/cursor.js';
import { watchSignals } from '../../src/client/watch-signals.js';
import { startLiveRig, WATCH, type LiveRig } from '../support/live-rig.js';

interface Item {
  readonly __typename: string;
  readonly cursor: string;
}

const open: { close(): Promise<void> | void }[] = [];
afterEach(async () => {
  for (const closing of open.splice(0).reverse()) await closing.close();
});

async function aRig(): Promise<LiveRig> {
  const rig = await startLiveRig();
  open.push({ close: () => rig.close() });
  return rig;
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
const until = (isMet: () => boolean): Promise<unknown> => vi.waitUntil(isMet, { timeout: 20_000, interval: 5 });

describe('graphql-ws alone', () => {
  it('resumes where its payload is read anew for each connection, as docs/subscriptions.md shows', async () => {
    let rig = await startLiveRig();
    const { port, log, bus, url } = rig;
    const told: number[] = [];
    let variables: { readonly after: string | null } = { after: null };
    const client = createClient({
      url,
      webSocketImpl: WebSocket,
      retryAttempts: Infinity,
      shouldRetry: () => true,
      retryWait: () => delay(5),
    });
    const payload = {
      query: WATCH,
      get variables() {
        return { ...variables };
      },
    };
    const unsubscribe = client.subscribe<{ signalDetected: Item }>(payload, {
      next: ({ data }) => {
        const item = data!.signalDetected;
        variables = { after: item.cursor };
        if (item.__typename === 'SignalDetected') told.push(decodeEventCursor(item.cursor).seq);
      },
      error: (error) => expect.fail(String(error)),
      complete: () => {},
    });
    open.push({ close: unsubscribe });
    await until(() => variables.after !== null);
    for (let restart = 0; restart < 3; restart += 1) {
      await rig.tell(3);
      await until(() => told.includes(log.newest));
      await rig.close(20);
      await rig.tell(2);
      rig = await startLiveRig({ port, log, bus });
    }
    open.push({ close: () => rig.close() });
    await until(() => told.includes(log.newest));
    expect(told).toEqual(upTo(15));
  });
});

describe('signals as an iteration', () => {
  it('ends the subscription when the loop is left', async () => {
    const rig = await aRig();
    const after = encodeEventCursor(rig.log.position());
    await rig.tell(3);
    const seen: string[] = [];
    for await (const item of watchSignals<Item>({ url: rig.url, query: WATCH, webSocketImpl: WebSocket, after })) {
      seen.push(item.__typename);
      if (seen.length === 3) break;
    }
    expect(seen).toEqual(['FeedPosition', 'SignalDetected', 'SignalDetected']);
    await until(() => rig.metrics.gauges.get('websocket_connections') === 0);
  });

  it('gives the connection back while the loop is slow, and loses nothing', async () => {
    const rig = await aRig();
    const total = 3_500;
    const after = encodeEventCursor(rig.log.position());
    await rig.tell(total);
    const seen: number[] = [];
    for await (const item of watchSignals<Item>({ url: rig.url, query: WATCH, webSocketImpl: WebSocket, after })) {
      if (item.__typename === 'SignalDetected') seen.push(decodeEventCursor(item.cursor).seq);
      if (seen.length === 1) {
        await until(() => rig.metrics.gauges.get('websocket_connections') === 0);
      }
      if (seen.length === total) break;
    }
    expect(seen).toEqual(upTo(total));
  });

  it('ends when it is aborted, and throws what ends it', async () => {
    const rig = await aRig();
    const abort = new AbortController();
    const seen: Item[] = [];
    for await (const item of watchSignals<Item>({ url: rig.url, query: WATCH, webSocketImpl: WebSocket, signal: abort.signal })) {
      seen.push(item);
      setImmediate(() => abort.abort());
    }
    expect(seen).toHaveLength(1);
    const faulty = watchSignals<Item>({ url: rig.url, query: '{', webSocketImpl: WebSocket });
    await expect(faulty.next()).rejects.toMatchObject({ name: 'WatchEndedError', interruption: { kind: 'ERRORS' } });
  });
});
