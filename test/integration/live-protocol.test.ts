import { request as httpRequest } from 'node:http';

import { afterEach, describe, expect, it, vi } from 'vitest';

import { ANONYMOUS } from '../../src/domain/access/actor.js';
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

function aClient(rig: LiveRig, ...rest: [options?: object, protocol?: string]): RawClient {
  const client = new RawClient(rig.url, ...rest);
  open.push({ close: () => client.end() });
  return client;
}

/** The HTTP status of an upgrade; 101 where the socket opens. */
function upgradeStatus(rig: LiveRig, headers: Record<string, string> = {}, path = '/graphql'): Promise<number> {
  return new Promise((resolve, reject) => {
    const upgrade = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': Buffer.alloc(16).toString('base64'),
      'sec-websocket-protocol': 'graphql-transport-ws',
    };
    const request = httpRequest({ host: '127.0.0.1', port: rig.port, path, headers: { ...upgrade, ...headers } });
    request.on('response', (response) => resolve(response.statusCode ?? 0));
    request.on('upgrade', (_response, socket) => {
      open.push({ close: () => void socket.destroy() });
      resolve(101);
    });
    request.on('error', reject);
    request.end();
  });
}

const answer = (client: RawClient, id: string) => client.messages.filter((message) => message.id === id);

describe('the handshake', () => {
  it('is open to clients that are no pages, to pages of this machine and to listed origins', async () => {
    const rig = await aRig({ origins: ['https://app.example'] });
    expect(await upgradeStatus(rig)).toBe(101);
    expect(await upgradeStatus(rig, { origin: `http://localhost:${rig.port}` })).toBe(101);
    expect(await upgradeStatus(rig, { origin: `http://127.0.0.1:${rig.port}` })).toBe(101);
    expect(await upgradeStatus(rig, { origin: 'https://app.example' })).toBe(101);
  });

  it.each(['https://evil.example', 'null', 'http://localhost:1', 'https://app.example.evil.example', 'http://app.example'])(
    'refuses the origin %s with 403',
    async (origin) => {
      const rig = await aRig({ origins: ['https://app.example'] });
      expect(await upgradeStatus(rig, { origin, host: new URL(origin === 'null' ? 'http://x' : origin).host })).toBe(403);
    },
  );

  it('refuses another path with 404 and another sub-protocol with 400', async () => {
    const rig = await aRig();
    expect(await upgradeStatus(rig, {}, '/other')).toBe(404);
    expect(await upgradeStatus(rig, { 'sec-websocket-protocol': 'graphql-ws' })).toBe(400);
  });

  it('refuses with 429 what is too much for an address, with 503 what is too much for all, until a place is free', async () => {
    const one = await aRig({ limits: { maxConnectionsPerAddress: 2 } });
    const first = aClient(one);
    await Promise.all([first.opened(), aClient(one).opened()]);
    expect(await upgradeStatus(one)).toBe(429);
    first.end();
    await vi.waitUntil(() => one.live.connections === 1);
    expect(await upgradeStatus(one)).toBe(101);

    const all = await aRig({ limits: { maxConnections: 1 } });
    await aClient(all).opened();
    expect(await upgradeStatus(all)).toBe(503);
  });
});

describe('the protocol', () => {
  it('closes a socket without connection_init with 4408', async () => {
    const rig = await aRig({ limits: { initTimeoutMs: 50 } });
    const clients = Array.from({ length: 100 }, () => aClient(rig));
    const codes = await Promise.all(clients.map(async (client) => (await client.closed).code));
    expect(new Set(codes)).toEqual(new Set([4408]));
    expect(rig.metrics.counter('websocket_disconnects_total{code=4408}')).toBe(100);
  });

  it.each([
    ['4401', 'subscribes before it was acknowledged', [{ type: 'subscribe', id: '1', payload: { query: WATCH } }]],
    ['4429', 'says connection_init twice', [{ type: 'connection_init' }, { type: 'connection_init' }]],
    ['4400', 'sends no JSON', ['{']],
    ['4400', 'sends a message of no known type', [{ type: 'start', id: '1' }]],
    ['4400', 'sends what only servers send', [{ type: 'connection_ack' }]],
  ])('closes with %s who %s', async (code, _what, messages) => {
    const rig = await aRig();
    const client = aClient(rig);
    await client.opened();
    for (const message of messages) client.send(message);
    expect((await client.closed).code).toBe(Number(code));
  });

  it('closes with 4409 who uses an id twice', async () => {
    const rig = await aRig();
    const client = await aClient(rig).init();
    client.subscribe(WATCH);
    client.subscribe(WATCH);
    expect((await client.closed).code).toBe(4409);
    await vi.waitUntil(() => (rig.metrics.gauges.get('websocket_subscriptions{topic=signalDetected}') ?? 0) === 0);
  });

  it('closes with 1009 who sends more than a message may hold, with 4400 who sends no UTF-8', async () => {
    const rig = await aRig({ limits: { maxPayload: 1_000 } });
    const big = await aClient(rig).init();
    big.subscribe(WATCH + '#'.repeat(1_000));
    expect((await big.closed).code).toBe(1009);
    const broken = await aClient(rig).init();
    broken.socket.send(Buffer.from([0xc3, 0x28]), { binary: false });
    expect((await broken.closed).code).toBe(4400);
  });

  it('answers queries through the same pipeline, errors masked', async () => {
    const rig = await aRig();
    const client = await aClient(rig).init();
    client.subscribe('{ answer }', {}, 'q');
    client.subscribe('{ secret }', {}, 's');
    client.subscribe('{ nothing }', {}, 'v');
    await client.until((messages) => messages.filter(({ type }) => type === 'complete' || type === 'error').length === 3);
    const counted = (type: string, outcome: string, operation = 'any') =>
      rig.metrics.counter(`graphql_operations_total{operation=${operation},type=${type},outcome=${outcome}}`);
    expect([counted('query', 'ok'), counted('query', 'server_error'), counted('other', 'rejected', 'other')]).toEqual([1, 1, 1]);
    expect(answer(client, 'q')[0]?.payload).toEqual({ data: { answer: 42 }, extensions: { cost: 1 } });
    expect(answer(client, 's')[0]?.payload).toMatchObject({ data: { secret: null }, errors: [{ message: 'Internal server error' }] });
    expect(answer(client, 'v')[0]?.type).toBe('error');
    expect(JSON.stringify(client.messages)).not.toContain('password');
  });

  it('refuses a mutation, and the socket stays', async () => {
    const rig = await aRig();
    const client = await aClient(rig).init();
    client.subscribe('mutation { change }', {}, 'm');
    await client.until(() => answer(client, 'm').length === 1);
    expect(answer(client, 'm')[0]).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'INVALID_INPUT' } }] });
    client.subscribe('{ answer }', {}, 'q');
    await client.until(() => answer(client, 'q').length === 2);
  });

  it('refuses a malformed cursor, and the socket stays', async () => {
    const rig = await aRig();
    const client = await aClient(rig).init();
    client.subscribe(WATCH, { after: 'nonsense' }, 'c');
    await client.until(() => answer(client, 'c').length === 2);
    expect(answer(client, 'c')[0]?.payload).toMatchObject({ errors: [{ extensions: { code: 'INVALID_INPUT' } }] });
    expect(client.socket.readyState).toBe(client.socket.OPEN);
  });

  it('refuses operations beyond those a connection may run, and the socket stays', async () => {
    const rig = await aRig({ limits: { maxOperations: 3 } });
    const client = await aClient(rig).init();
    for (const id of ['1', '2', '3', '4']) client.subscribe(WATCH, {}, id);
    await client.until(() => answer(client, '4').length === 1);
    expect(answer(client, '4')[0]).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'RATE_LIMITED' } }] });
    client.send({ type: 'complete', id: '1' });
    client.subscribe(WATCH, {}, '5');
    await client.until(() => client.items('5').length === 1);
  });

  it('refuses ids of any length', async () => {
    const rig = await aRig();
    const client = await aClient(rig).init();
    client.subscribe(WATCH, {}, 'i'.repeat(129));
    await client.until((messages) => messages.length === 2);
    expect(client.messages[1]).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'INVALID_INPUT' } }] });
  });

  it('closes with 1013 who sends more messages than it may', async () => {
    const rig = await aRig({ limits: { messageBurst: 10, messagesPerSecond: 1 } });
    const client = await aClient(rig).init();
    for (let i = 0; i < 12; i += 1) client.send({ type: 'ping' });
    expect(await client.closed).toEqual({ code: 1013, reason: 'too many messages' });
  });
});

describe('the actor of a socket', () => {
  it('is refused with 4403 where the token is', async () => {
    const rig = await aRig({
      authenticate: ({ token }) => {
        if (token !== 'good') throw new Error('bad token');
        return { actor: ANONYMOUS, expiresAt: null };
      },
    });
    const bad = aClient(rig);
    await bad.opened();
    bad.send({ type: 'connection_init', payload: { token: 'bad' } });
    expect((await bad.closed).code).toBe(4403);
    await aClient(rig).init({ token: 'good' });
  });

  it('is closed with 4403 when its token runs out, subscriptions and all', async () => {
    const rig = await aRig({ authenticate: () => ({ actor: ANONYMOUS, expiresAt: new Date(Date.now() + 150) }) });
    const client = await aClient(rig).init();
    client.subscribe(WATCH);
    expect((await client.closed).code).toBe(4403);
    expect(rig.metrics.gauges.get('websocket_subscriptions{topic=signalDetected}')).toBe(0);
  });

  it('may not watch without the permission, and the socket stays', async () => {
    const rig = await aRig({ authenticate: () => ({ actor: { kind: 'ANONYMOUS', permissions: new Set() }, expiresAt: null }) });
    const client = await aClient(rig).init();
    client.subscribe(WATCH, {}, 'w');
    await client.until(() => answer(client, 'w').length === 2);
    expect(answer(client, 'w')[0]?.payload).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  });
});

describe('the end of a socket', () => {
  it('leaves nothing behind, at whatever moment it comes', async () => {
    const rig = await aRig({ limits: { maxConnectionsPerAddress: 1_000 } });
    const endings = Array.from({ length: 300 }, async (_, n) => {
      const client = aClient(rig);
      if (n % 6 === 0) client.socket.once('upgrade', () => client.end());
      else if (n % 6 === 1) await client.opened();
      else {
        await client.init();
        if (n % 6 > 2) client.subscribe(WATCH);
        if (n % 6 > 3) await client.until(() => client.items().length > 0);
        if (n % 6 > 4) client.send({ type: 'complete', id: '1' });
      }
      client.end();
      await client.closed;
    });
    await rig.tell(50);
    await Promise.all(endings);
    await vi.waitUntil(() => rig.live.connections === 0 && rig.live.groups.count === 0, { timeout: 10_000 });
    expect(rig.metrics.gauges.get('websocket_connections')).toBe(0);
    expect(rig.metrics.gauges.get('websocket_subscriptions{topic=signalDetected}')).toBe(0);
    expect(rig.metrics.gauges.get('vpa_subscription_queue_items') ?? 0).toBe(0);
    const before = rig.counts.executions;
    await rig.tell(1);
    expect(rig.counts.executions).toBe(before);
  });

  it('comes without a pong', async () => {
    const rig = await aRig({ limits: { pingIntervalMs: 40 } });
    const silent = aClient(rig, { autoPong: false });
    const lively = aClient(rig);
    await Promise.all([silent.init(), lively.init()]);
    expect((await silent.closed).code).toBe(1006);
    expect(lively.socket.readyState).toBe(lively.socket.OPEN);
  });

  it('comes with 1012, spread over the time there is, when the process stops; new ones get 503', async () => {
    const rig = await aRig();
    const clients = await Promise.all(Array.from({ length: 20 }, () => aClient(rig).init()));
    for (const client of clients) client.subscribe(WATCH);
    const stalled = await aClient(rig).init();
    stalled.stall();
    const start = performance.now();
    const draining = rig.live.drain(4_000);
    expect(await upgradeStatus(rig)).toBe(503);
    const closings = await Promise.all(clients.map(async (client) => ({ ...(await client.closed), at: performance.now() - start })));
    await draining;
    expect(new Set(closings.map(({ code }) => code))).toEqual(new Set([1012]));
    expect(new Set(closings.map(({ at }) => Math.round(at / 10))).size).toBeGreaterThan(3);
    expect(rig.metrics.counter('websocket_disconnects_total{code=1012}')).toBe(21);
    expect(rig.metrics.gauges.get('websocket_connections')).toBe(0);
  });
});
