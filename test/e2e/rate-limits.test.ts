import { afterEach, describe, expect, it } from 'vitest';

import type { OperationRates } from '../../src/server/operation-charges.js';
import type { ServerOptions } from '../../src/server/http.js';
import { aMarket } from '../support/a-market.js';
import { ApiRig, applicationOver, NO_RATES } from '../support/api-rig.js';
import { memoryReaders } from '../support/memory-readers.js';
import { RawClient } from '../support/raw-ws-client.js';

/** Costs 1 and 10 rows. */
const STOCKS = '{ stocks(first: 10) { edges { node { symbol } } } }';
const COST = 11;
/** Nothing comes back within a test. */
const SMALL: OperationRates = { ...NO_RATES, ANONYMOUS: { capacity: 30, refillPerSecond: 0.01 } };

describe('the budget of a caller', () => {
  const open: { close(): unknown }[] = [];
  afterEach(async () => {
    for (const closing of open.splice(0).reverse()) await closing.close();
  });

  async function aRig(options: Partial<ServerOptions> = {}) {
    const app = applicationOver(memoryReaders(aMarket(12)));
    const counts = { lists: 0 };
    const counted = {
      ...app,
      listStocks: (...given: Parameters<typeof app.listStocks>) => {
        counts.lists += 1;
        return app.listStocks(...given);
      },
    };
    const rig = await ApiRig.start(counted, { operationRates: SMALL, ...options });
    open.push({ close: () => rig[Symbol.asyncDispose]() });
    return Object.assign(rig, { counts });
  }
  async function aSocket(rig: ApiRig, headers: Record<string, string> = {}) {
    const client = await new RawClient(rig.webSocketUrl, { headers }).init();
    open.push({ close: () => client.end() });
    let operations = 0;
    return async (query: string) => {
      const id = `o${(operations += 1)}`;
      client.subscribe(query, {}, id);
      await client.until((messages) => messages.some((message) => message.id === id));
      return client.messages.find((message) => message.id === id)!;
    };
  }
  const from = (address: string) => ({ 'x-forwarded-for': address });

  it('is told with the cost in every answer, over HTTP and websocket', async () => {
    const rig = await aRig({ operationRates: { ...SMALL, ANONYMOUS: { capacity: 1_000, refillPerSecond: 0.01 } } });
    const budget = (remaining: number) => ({ remaining, capacity: 1_000, refillPerSecond: 0.01 });
    const ask = await aSocket(rig);

    expect((await rig.query(STOCKS)).body.extensions).toEqual({ cost: COST, budget: budget(989) });
    expect((await rig.query('{ nothing }')).body.extensions).toEqual({ cost: 10, budget: budget(979) });
    expect((await rig.query('{ stocks(first: 0) { edges { cursor } } }')).body.extensions).toEqual({ cost: 1, budget: budget(978) });
    expect((await ask(STOCKS)).payload).toMatchObject({ extensions: { cost: COST, budget: budget(967) } });
  });

  it('ends in RATE_LIMITED, 429 and when to come again, before anything runs, on both transports', async () => {
    const rig = await aRig();
    const ask = await aSocket(rig);
    expect((await ask(STOCKS)).type).toBe('next');
    expect((await rig.query(STOCKS)).status).toBe(200);
    const { status, headers, body } = await rig.query(STOCKS);

    expect(status).toBe(429);
    expect(Number(headers.get('retry-after'))).toBe(300);
    const limited = {
      message: expect.any(String) as string,
      extensions: { code: 'RATE_LIMITED', retryable: true, details: { retryAfterMs: expect.any(Number) as number } },
    };
    expect(body).toEqual({ errors: [limited], extensions: { cost: COST, budget: { remaining: 8, capacity: 30, refillPerSecond: 0.01 } } });
    const refused = await ask(STOCKS);
    expect([refused.type, refused.payload]).toEqual(['error', [limited]]);
    // What is cheaper still runs, and the socket stays.
    expect((await ask('{ __typename }')).type).toBe('next');
    expect(rig.counts.lists).toBe(2);
    expect(rig.metrics.counter('rate_limited_total{class=ANONYMOUS}')).toBe(2);
    expect(rig.metrics.counter('graphql_rejections_total{reason=rate}')).toBe(2);
  });

  it('is the same whatever the operation is called, and however it is written', async () => {
    const rig = await aRig();
    const statuses = [];
    for (const name of ['A', 'B', 'C']) statuses.push((await rig.query(`query ${name} ${STOCKS} # ${name}`)).status);
    expect(statuses).toEqual([200, 200, 429]);
  });

  it('pays for what is refused too', async () => {
    const rig = await aRig();
    const statuses = [];
    for (let i = 0; i < 4; i += 1) statuses.push((await rig.query('{ quarantinedBars { edges { cursor } } }')).status);
    expect(statuses).toEqual([403, 403, 403, 429]);
  });

  it('goes by the address that our proxy saw, not by what the client says', async () => {
    const rig = await aRig({ trustedProxies: 1 });
    const statuses = [];
    for (const lie of ['1.1.1.1', '2.2.2.2', '3.3.3.3']) {
      statuses.push((await rig.query(STOCKS, undefined, from(`${lie}, 203.0.113.7`))).status);
    }
    expect(statuses).toEqual([200, 200, 429]);
    expect((await rig.query(STOCKS, undefined, from('203.0.113.8'))).status).toBe(200);
  });

  it('reads no forwarded address where there is no proxy', async () => {
    const rig = await aRig();
    const statuses = [];
    for (const lie of ['1.1.1.1', '2.2.2.2', '3.3.3.3']) statuses.push((await rig.query(STOCKS, undefined, from(lie))).status);
    expect(statuses).toEqual([200, 200, 429]);
  });

  it('is one for a whole IPv6 /64, over HTTP and websocket', async () => {
    const rig = await aRig({ trustedProxies: 1 });
    expect((await rig.query(STOCKS, undefined, from('2001:db8:1:2::1'))).status).toBe(200);
    expect((await rig.query(STOCKS, undefined, from('2001:db8:1:2:aaaa::2'))).status).toBe(200);
    expect((await rig.query(STOCKS, undefined, from('2001:db8:1:2:bbbb::3'))).status).toBe(429);
    expect((await (await aSocket(rig, from('2001:db8:1:2:cccc::4')))(STOCKS)).type).toBe('error');
    expect((await rig.query(STOCKS, undefined, from('2001:db8:1:3::1'))).status).toBe(200);
  });

  it('is another one for each class of actors', async () => {
    const rig = await aRig({ hasLocalAdmin: true, operationRates: { ...SMALL, ADMIN: { capacity: 60, refillPerSecond: 0.01 } } });
    const statuses = [];
    for (let i = 0; i < 6; i += 1) statuses.push((await rig.query(STOCKS)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    // The same machine through a proxy is nobody in particular.
    expect((await rig.query(STOCKS, undefined, from('10.0.0.1'))).status).toBe(200);
  });

  it('takes one subscription as one operation', async () => {
    const rig = await aRig({ operationRates: { ...SMALL, ANONYMOUS: { capacity: 1, refillPerSecond: 0.01 } } });
    const ask = await aSocket(rig);
    await ask('{ __typename }');
    expect(await ask('subscription { signalDetected { __typename } }')).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'RATE_LIMITED' } }],
    });
  });
});

describe('larger operations', () => {
  it('are for those who may run them', async () => {
    const deep = `{ stocks(first: 1) { edges { node { signals(first: 1) { edges { node { stock { signals(first: 1) { edges { cursor } } } } } } } } } }`;
    const rows = '{ stocks(first: 100) { edges { node { bars(first: 60) { edges { node { close } } } } } } }';
    const aliases = `{ stock(symbol: "A") { ${Array.from({ length: 16 }, (_, i) => `a${i}: name`).join(' ')} } }`;
    await using rig = await ApiRig.start(applicationOver(memoryReaders(aMarket(2))), { hasLocalAdmin: true });
    for (const query of [deep, rows, aliases]) {
      expect((await rig.query(query)).status).toBe(200);
      expect((await rig.query(query, undefined, from('10.0.0.1'))).status).toBe(400);
    }
  });

  const from = (address: string) => ({ 'x-forwarded-for': address });
});
