import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

import { buildSchema, execute, getOperationAST, GraphQLError, OperationTypeNode, parse, validate, type GraphQLSchema } from 'graphql';

import { decodeEventCursor, encodeEventCursor } from '../../src/application/events/cursor.js';
import { startEventTail } from '../../src/application/events/event-tail.js';
import type { SignalFeedItem } from '../../src/application/signals/signal-feed.js';
import { watchSignals } from '../../src/application/signals/watch-signals.js';
import { ANONYMOUS, type Actor } from '../../src/domain/access/actor.js';
import { DomainError } from '../../src/domain/errors.js';
import type { Signal } from '../../src/domain/vpa/signal.js';
import { LiveSource } from '../../src/resolvers/live-source.js';
import { createOriginCheck } from '../../src/server/live/origins.js';
import type { Authentication } from '../../src/server/live/protocol.js';
import type { Charge } from '../../src/server/operation-charges.js';
import type { OperationRequest, PreparedOperation, RefusedOperation } from '../../src/server/pipeline.js';
import { DEFAULT_LIVE_LIMITS, LiveServer, type LiveLimits } from '../../src/server/ws.js';
import { NO_TRACER } from '../../src/application/tracing.js';
import { aSignal } from './a-signal.js';
import { FakeMetrics, SILENT_LOGGER } from './fake-telemetry.js';
import { MemoryEventBus, MemoryEventLog } from './memory-event-log.js';
import { REAL_TIMERS } from './real-timers.js';

const SDL = /* GraphQL */ `
  type Query {
    answer: Int!
    secret: Int
  }
  type Mutation {
    change: Int!
  }
  type Stock {
    name: String!
  }
  type Signal {
    id: ID!
    symbol: String!
    note: String!
    stock: Stock!
  }
  type SignalDetected {
    cursor: String!
    signal: Signal!
  }
  type FeedPosition {
    cursor: String!
  }
  type FeedGap {
    cursor: String!
    reason: String!
  }
  union SignalFeedItem = SignalDetected | FeedPosition | FeedGap
  type Subscription {
    signalDetected(symbols: [String!], after: String): SignalFeedItem!
  }
`;

/** A watcher's document for the small schema. */
export const WATCH = /* GraphQL */ `
  subscription ($symbols: [String!], $after: String) {
    signalDetected(symbols: $symbols, after: $after) {
      __typename
      ... on SignalDetected {
        cursor
        signal {
          id
          symbol
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

export interface RigOptions {
  readonly limits?: Partial<LiveLimits>;
  readonly origins?: readonly string[];
  readonly authenticate?: (params: Readonly<Record<string, unknown>>, request: IncomingMessage) => Authentication | Promise<Authentication>;
  readonly port?: number;
  /** Shared by several servers: the database and the bus. */
  readonly log?: MemoryEventLog;
  readonly bus?: MemoryEventBus;
  /** Text that each signal carries, to make messages large. */
  readonly note?: string;
}

/** A live server over a small schema, an event table and a bus in memory: real sockets, no database. */
export async function startLiveRig(options: RigOptions = {}) {
  const log = options.log ?? new MemoryEventLog();
  const bus = options.bus ?? new MemoryEventBus();
  const metrics = new FakeMetrics();
  const deps = { log, timers: REAL_TIMERS, logger: SILENT_LOGGER, random: Math.random };
  const tail = await startEventTail({ ...deps, bus, metrics });
  const watch = watchSignals({ ...deps, tail });
  const counts = { executions: 0, stockReads: 0 };
  const faults = { stock: null as Error | null };
  const schema = createSchema(watch, counts, faults, options.note ?? '');
  const server = createServer((_request, response) => void response.writeHead(404).end());
  const live = new LiveServer({
    gate: {
      schema,
      findText: () => undefined,
      prepare: async (request) => ({ ...judge(schema, request), charge: FREE }),
      createContext: ({ actor }) => ({ actor }),
      maskErrors: (errors) => errors.map((error) => mask(error).toJSON()),
      execute,
    },
    findEnded: null,
    authenticate: options.authenticate ?? (() => ({ actor: ANONYMOUS, expiresAt: null })),
    isOriginAllowed: createOriginCheck(options.origins ?? []),
    clientAddress: ({ socket }) => socket.remoteAddress ?? '',
    metrics,
    logger: SILENT_LOGGER,
    tracer: NO_TRACER,
    limits: { ...DEFAULT_LIVE_LIMITS, ...options.limits },
  });
  live.attach(server);
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `ws://127.0.0.1:${port}/graphql`,
    live,
    log,
    bus,
    metrics,
    counts,
    faults,
    /** Commits signals and publishes them at once. */
    tell: async (count = 1, overrides: Partial<Signal> = {}) => {
      for (let i = 0; i < count; i += 1) await bus.publish([log.append(aSignal(overrides))]);
    },
    close: async (drainMs = 50) => {
      await live.drain(drainMs);
      server.close();
      server.closeAllConnections();
      await tail.close();
    },
  };
}
export type LiveRig = Awaited<ReturnType<typeof startLiveRig>>;

function createSchema(
  watch: ReturnType<typeof watchSignals>,
  counts: { executions: number; stockReads: number },
  faults: { stock: Error | null },
  note: string,
): GraphQLSchema {
  const schema = buildSchema(SDL);
  const query = schema.getQueryType()!.getFields();
  query['answer']!.resolve = () => 42;
  query['secret']!.resolve = () => {
    throw new Error('connect ECONNREFUSED postgres://user:password@db:5432');
  };
  const field = schema.getSubscriptionType()!.getFields()['signalDetected']!;
  field.subscribe = async (_root, args: { symbols?: string[]; after?: string | null }, { actor }: { actor: Actor }) => {
    const after = args.after === undefined || args.after === null ? null : decodeEventCursor(args.after);
    const feed = await watch({ topic: 'DETECTED', filter: args.symbols ? { symbols: args.symbols } : {}, after }, actor);
    return new LiveSource('signalDetected', feed, [...actor.permissions].sort().join());
  };
  field.resolve = (item: SignalFeedItem) => {
    counts.executions += 1;
    const cursor = encodeEventCursor(item.position);
    if (item.type === 'POSITION') return { __typename: 'FeedPosition', cursor };
    if (item.type === 'GAP') return { __typename: 'FeedGap', cursor, reason: item.reason };
    const stock = async (): Promise<{ name: string }> => {
      await Promise.resolve();
      counts.stockReads += 1;
      if (faults.stock !== null) throw faults.stock;
      return { name: 'Vietcombank' };
    };
    return { __typename: 'SignalDetected', cursor, signal: { ...item.signal, note, stock } };
  };
  return schema;
}

const FREE: Charge = { cost: 1, budget: null, retryAfterMs: 0 };

function judge(schema: GraphQLSchema, { source }: OperationRequest): Omit<PreparedOperation, 'charge'> | Omit<RefusedOperation, 'charge'> {
  try {
    const document = parse(source, { maxLexicalTokens: 1_000 });
    const errors = validate(schema, document);
    if (errors.length > 0) return { reason: 'validation', errors };
    const operation = getOperationAST(document)!;
    if (operation.operation !== OperationTypeNode.MUTATION) return { document, operation, label: 'any' };
    return { reason: 'transport', errors: [new GraphQLError('mutations run over HTTP', { extensions: { code: 'INVALID_INPUT' } })] };
  } catch (error) {
    return { reason: 'syntax', errors: [error as GraphQLError] };
  }
}

function mask(error: GraphQLError): GraphQLError {
  const { originalError } = error;
  if (originalError === undefined || originalError === null || originalError instanceof GraphQLError) return error;
  if (originalError instanceof DomainError) return new GraphQLError(error.message, { extensions: { code: originalError.code } });
  return new GraphQLError('Internal server error', { extensions: { code: 'INTERNAL' } });
}
