import { request } from 'node:http';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { aMarket } from '../support/a-market.js';
import { ApiRig, applicationOver } from '../support/api-rig.js';
import { memoryReaders } from '../support/memory-readers.js';
import { RawClient } from '../support/raw-ws-client.js';

const app = applicationOver(memoryReaders(aMarket(1)));
const QUARANTINED = '{ quarantinedBars(first: 2) { edges { node { reason sourceLine } } pageInfo { hasNextPage } } }';

describe('health', () => {
  let rig: ApiRig;
  beforeAll(async () => {
    rig = await ApiRig.start(app, { banner: 'Simulated <market>' });
  });
  afterAll(() => rig?.[Symbol.asyncDispose]());
  const get = async (path: string) => {
    const response = await fetch(rig.url + path);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it('reports in the shape that its users know', async () => {
    expect(await get('/health')).toEqual({
      status: 200,
      body: {
        status: 'healthy',
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
        version: '0.0.0-test',
        uptime_seconds: expect.any(Number) as number,
        checks: { database: 'healthy', migrations: 'healthy', event_tail: 'healthy', event_bus: 'healthy' },
      },
    });
  });

  it('stays alive and ready without the event bus, degraded', async () => {
    rig.state.isBusHealthy = false;
    const [live, ready, health] = [await get('/livez'), await get('/readyz'), await get('/health')];
    rig.state.isBusHealthy = true;
    expect([live.status, ready.status, health.status, health.body['status']]).toEqual([200, 200, 200, 'degraded']);
  });

  it('is alive and not ready without the database', async () => {
    rig.state.isDatabaseReachable = false;
    const [live, ready, health] = [await get('/livez'), await get('/readyz'), await get('/health')];
    rig.state.isDatabaseReachable = true;
    expect([live.status, ready.status, health.status, health.body['status']]).toEqual([200, 503, 503, 'unhealthy']);
  });

  it('is ready while the tail tries its read again, degraded', async () => {
    rig.state.tail = 'failing';
    const [ready, health] = [await get('/readyz'), await get('/health')];
    rig.state.tail = 'up';
    expect([ready.status, health.body['status']]).toEqual([200, 'degraded']);
  });

  it('marks its pages where the market is simulated, as text', async () => {
    const response = await fetch(rig.url);
    const page = await response.text();
    expect(page).toContain('Simulated &lt;market&gt;');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('serves no GraphiQL where it is switched off', async () => {
    expect((await fetch(`${rig.url}/graphiql/`)).status).toBe(404);
  });

  it('closes sockets with a code when it drains, says so, answers to the end, and then no more', async () => {
    const stopping = await ApiRig.start(app);
    const { url } = stopping;
    const client = await new RawClient(stopping.webSocketUrl).init();
    const drained = stopping.server.drain(200);
    const ready = await fetch(`${url}/readyz`);
    const answer = await stopping.query('{ __typename }');
    await drained;

    expect([ready.status, answer.status]).toEqual([503, 200]);
    expect((await client.closed).code).toBe(1012);
    await stopping.server.close();
    await expect(fetch(`${url}/livez`)).rejects.toThrow('fetch failed');
  });
});

describe('the local administrator', () => {
  let rig: ApiRig;
  beforeAll(async () => {
    rig = await ApiRig.start(app, { hasLocalAdmin: true });
  });
  afterAll(() => rig?.[Symbol.asyncDispose]());

  /** fetch sets Host itself. */
  const ask = (headers: Record<string, string>): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const call = request(
        `${rig.url}/graphql`,
        { method: 'POST', headers: { 'content-type': 'application/json', ...headers } },
        (response) => (response.resume(), resolve(response.statusCode)),
      );
      call.on('error', reject);
      call.end(JSON.stringify({ query: QUARANTINED }));
    });

  it('reads what was refused, newest first', async () => {
    const { body } = await rig.query(QUARANTINED);
    expect(body.data).toEqual({
      quarantinedBars: {
        edges: [{ node: { reason: 'DATE', sourceLine: 4 } }, { node: { reason: 'DATE', sourceLine: 3 } }],
        pageInfo: { hasNextPage: true },
      },
    });
  });

  it.each([
    ['localhost by name', { host: 'localhost:8000' }, 200],
    ['a foreign name that points here', { host: 'evil.example' }, 403],
    ['a page of a foreign origin', { origin: 'https://evil.example' }, 403],
    ['a listed origin, which is not this machine', { origin: 'https://app.example' }, 403],
    ['a proxy on this machine', { 'x-forwarded-for': '203.0.113.7' }, 403],
  ])('is or is not %s', async (_name, headers, status) => {
    expect(await ask(headers as Record<string, string>)).toBe(status);
  });

  it('has the same rights over the websocket, and a foreign host has not', async () => {
    const outcome = async (headers: Record<string, string>) => {
      const client = await new RawClient(rig.webSocketUrl, { headers }).init();
      client.subscribe(QUARANTINED);
      await client.until((messages) => messages.some(({ id }) => id === '1'));
      return client.messages.find(({ id }) => id === '1')?.type;
    };
    expect([await outcome({}), await outcome({ host: 'evil.example' })]).toEqual(['next', 'error']);
  });
});
