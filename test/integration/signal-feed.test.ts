import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { execute } from 'graphql';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { InProcessRateLimiter } from '../../src/adapters/rate-limiter/in-process.rate-limiter.js';
import type { Application } from '../../src/application/application.js';
import { encodeEventCursor } from '../../src/application/events/cursor.js';
import { startEventTail } from '../../src/application/events/event-tail.js';
import { NO_TRACER } from '../../src/application/tracing.js';
import { watchSignals } from '../../src/application/signals/watch-signals.js';
import { ANONYMOUS } from '../../src/domain/access/actor.js';
import type { Stock } from '../../src/domain/market/stock.js';
import { createContext } from '../../src/resolvers/context.js';
import { formatAll } from '../../src/server/apollo-pipeline.js';
import { buildSchema } from '../../src/server/build-schema.js';
import { createOriginCheck } from '../../src/server/live/origins.js';
import { OperationCharges } from '../../src/server/operation-charges.js';
import { DEFAULT_LIMITS } from '../../src/server/operation-limits.js';
import { OperationPipeline } from '../../src/server/pipeline.js';
import { DEFAULT_LIVE_LIMITS, LiveServer } from '../../src/server/ws.js';
import { aSignal } from '../support/a-signal.js';
import { NO_RATES } from '../support/api-rig.js';
import { FakeMetrics, SILENT_LOGGER } from '../support/fake-telemetry.js';
import { startLiveApi } from '../support/live-api.js';
import { MemoryEventBus, MemoryEventLog } from '../support/memory-event-log.js';
import { RawClient } from '../support/raw-ws-client.js';
import { REAL_TIMERS } from '../support/real-timers.js';

const open: { close(): Promise<void> | void }[] = [];
afterEach(async () => {
  for (const closing of open.splice(0).reverse()) await closing.close();
});

const VCB: Stock = {
  id: aSignal().stockId,
  symbol: 'VCB',
  name: 'Vietcombank',
  sector: 'Banking',
  exchange: 'HOSE',
  isIndex: false,
  isSimulated: false,
  isActive: true,
};

const WATCH = /* GraphQL */ `
  subscription Watch($filter: SignalFilter, $after: String) {
    signalDetected(filter: $filter, after: $after) {
      __typename
      ... on SignalDetected {
        cursor
        signal {
          symbol
          kind
          direction
          tradingDate
          background
          stock {
            name
          }
        }
      }
      ... on FeedPosition {
        cursor
      }
      ... on FeedGap {
        cursor
        reason
      }
    }
  }
`;

/** The schema and pipeline of the API over an event table in memory. */
async function anApi() {
  const log = new MemoryEventLog();
  const bus = new MemoryEventBus();
  const metrics = new FakeMetrics();
  const deps = { log, timers: REAL_TIMERS, logger: SILENT_LOGGER, random: Math.random };
  const tail = await startEventTail({ ...deps, bus, metrics });
  const findStocksById = vi.fn<Application['findStocksById']>(() => Promise.resolve([VCB]));
  const app = { watchSignals: watchSignals({ ...deps, tail }), findStocksById } as Partial<Application> as Application;
  const charges = new OperationCharges(new InProcessRateLimiter({ metrics, now: () => performance.now() }), NO_RATES);
  const schema = buildSchema();
  const pipeline = new OperationPipeline({ schema, limits: DEFAULT_LIMITS, isIntrospectable: false, trusted: null, charges, metrics });
  const live = new LiveServer({
    gate: {
      schema: pipeline.schema,
      prepare: (request) => pipeline.prepare(request),
      findText: () => undefined,
      createContext: (caller) => createContext(app, caller, 'test'),
      maskErrors: (errors) => formatAll({ logger: SILENT_LOGGER }, errors, 'test'),
      execute,
    },
    findEnded: null,
    authenticate: () => ({ actor: ANONYMOUS, expiresAt: null }),
    isOriginAllowed: createOriginCheck([]),
    clientAddress: () => '127.0.0.1',
    metrics,
    logger: SILENT_LOGGER,
    tracer: NO_TRACER,
    limits: DEFAULT_LIVE_LIMITS,
  });
  const server = createServer();
  live.attach(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push({
    close: async () => {
      await live.drain(20);
      server.close();
      await tail.close();
    },
  });
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  return {
    log,
    live,
    findStocksById,
    tell: async (overrides = {}) => bus.publish([log.append(aSignal(overrides))]),
    client: async () => {
      const client = new RawClient(url);
      open.push({ close: () => client.end() });
      return client.init();
    },
  };
}

const payloads = (client: RawClient) =>
  client.messages.filter(({ type }) => type !== 'connection_ack').map(({ type, payload }) => [type, payload]);

describe('signalDetected of the API', () => {
  it('tells position, gap and signals as members of a union, with what lies behind them', async () => {
    const api = await anApi();
    const client = await api.client();
    client.subscribe(WATCH, { after: encodeEventCursor({ epoch: 'e0', seq: 3 }), filter: { symbols: ['vcb'], direction: 'BULLISH' } });
    await client.until(() => client.items().length === 2);
    await api.tell({ direction: 'BEARISH' });
    await api.tell();
    await client.until(() => client.items().length === 3);
    expect(client.items()).toEqual([
      { __typename: 'FeedPosition', cursor: encodeEventCursor({ epoch: 'e0', seq: 3 }) },
      { __typename: 'FeedGap', cursor: encodeEventCursor({ epoch: 'e1', seq: 0 }), reason: 'EPOCH' },
      {
        __typename: 'SignalDetected',
        cursor: encodeEventCursor({ epoch: 'e1', seq: 2 }),
        signal: {
          symbol: 'VCB',
          kind: 'NO_SUPPLY',
          direction: 'BULLISH',
          tradingDate: '2025-05-20',
          background: 'STRENGTH',
          stock: { name: 'Vietcombank' },
        },
      },
    ]);
  });

  it('reads an edge once for all who watch alike', async () => {
    const api = await anApi();
    const clients = await Promise.all(Array.from({ length: 10 }, () => api.client()));
    for (const client of clients) client.subscribe(WATCH);
    await Promise.all(clients.map((client) => client.until(() => client.items().length === 1)));
    await vi.waitUntil(() => api.live.groups.count === 1);
    await api.tell();
    await Promise.all(clients.map((client) => client.until(() => client.items().length === 2)));
    expect(api.findStocksById).toHaveBeenCalledTimes(1);
  });

  it('tells of a signal with its first score where a least score is asked for, once', async () => {
    const api = await startLiveApi(2);
    open.push({ close: () => api[Symbol.asyncDispose]() });
    const client = await new RawClient(api.rig.webSocketUrl).init();
    client.subscribe(WATCH, { filter: { minScore: 70 } });
    await client.until(() => payloads(client).length === 1);
    await api.tell({ kind: 'SPRING' });
    await api.score(60, { kind: 'SPRING' });
    await api.score(70, { kind: 'LPS' });
    await client.until(() => payloads(client).length === 2);
    expect(payloads(client)[1]).toMatchObject([
      'next',
      { data: { signalDetected: { __typename: 'SignalDetected', signal: { kind: 'LPS' } } } },
    ]);
    client.end();
  });

  it.each([
    ['a cursor that is none', WATCH, { after: 'x' }, 'INVALID_INPUT'],
    ['a symbol that is none', WATCH, { filter: { symbols: ['no symbol'] } }, 'INVALID_INPUT'],
    ['a kind that is none', WATCH, { filter: { kinds: ['NOTHING'] } }, 'INVALID_INPUT'],
    ['a field that is none', 'subscription { signalDetected { cursor } }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['introspection', '{ __schema { types { name } } }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['a syntax error', '{', {}, 'GRAPHQL_PARSE_FAILED'],
    [
      'a subscription of two fields',
      'subscription { a: signalDetected { __typename } b: signalDetected { __typename } }',
      {},
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['what only others may read', '{ quarantinedBars(first: 1) { edges { cursor } } }', {}, 'FORBIDDEN'],
  ])('refuses %s with a code and without a hint, and the socket stays', async (_what, query, variables, code) => {
    const api = await anApi();
    const client = await api.client();
    client.subscribe(query, variables);
    await client.until(() => payloads(client).length > 0);
    const text = JSON.stringify(payloads(client)[0]);
    expect(text).toContain(`"code":"${code}"`);
    expect(text).not.toMatch(/did you mean/i);
    expect(client.socket.readyState).toBe(client.socket.OPEN);
  });
});
