import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

import { fastifyApolloHandler } from '@as-integrations/fastify';
import fastifyCors from '@fastify/cors';
import { fastify, type FastifyInstance } from 'fastify';
import { execute } from 'graphql';

import type { Unsubscription } from '../application/alerts/unsubscription.js';
import type { Application } from '../application/application.js';
import type { RateLimiter } from '../application/ports/rate-limiter.js';
import type { Logger, Metrics } from '../application/ports/telemetry.js';
import type { Tracer } from '../application/ports/tracing.js';
import { createContext } from '../resolvers/context.js';
import { Authenticator, type CredentialCheck } from './authenticator.js';
import { registerAnswerDeadline } from './answer-deadline.js';
import { formatAll } from './apollo-pipeline.js';
import { createApollo } from './apollo.js';
import { buildSchema } from './build-schema.js';
import { clientAddress } from './client-address.js';
import { registerHealth, type HealthProbes } from './health.js';
import { answerClientFault, registerErrorAnswers } from './http-errors.js';
import { registerRequestMetrics } from './http-metrics.js';
import { registerRequestTracing } from './http-tracing.js';
import { createOriginCheck } from './live/origins.js';
import { OperationCharges, type OperationRates } from './operation-charges.js';
import { DEFAULT_LIMITS } from './operation-limits.js';
import { registerPages } from './pages.js';
import { OperationPipeline } from './pipeline.js';
import { BODY_LIMIT, registerBodyParsers } from './request-body.js';
import { registerSecurityHeaders } from './security-headers.js';
import type { TrustedDocuments } from './trusted-documents.js';
import { registerUnsubscribe } from './unsubscribe.js';
import { DEFAULT_LIVE_LIMITS, LiveServer, type LiveLimits } from './ws.js';

export interface ServerOptions {
  readonly app: Application;
  /** Answers queries over HTTP, from a replica; null or absent: `app` does. Mutations and everything live are `app`'s. */
  readonly readApp?: Application | null;
  readonly probes: HealthProbes;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly tracer: Tracer;
  readonly version: string;
  /** Exact origins that browsers may call from, besides our own pages. */
  readonly corsOrigins: readonly string[];
  /** Proxies of ours that every request passes; their word about the client's address is believed. */
  readonly trustedProxies: number;
  /** How long browsers shall insist on TLS; 0: not said. */
  readonly hstsSeconds: number;
  readonly isIntrospectable: boolean;
  /** Folder of the built GraphiQL; null: not served. */
  readonly graphiqlDirectory: string | null;
  /** Whether requests from this machine itself are the administrator's: only for the embedded default. */
  readonly hasLocalAdmin: boolean;
  /** Shown on every page, for a market that is not the real one. */
  readonly banner: string | null;
  /** Null: no credential is valid. */
  readonly credentials: CredentialCheck | null;
  readonly rateLimiter: RateLimiter;
  /** What each class of actors may spend. */
  readonly operationRates: OperationRates;
  /** The only documents that run; null: any document may. */
  readonly trustedDocuments: TrustedDocuments | null;
  readonly liveLimits?: Partial<LiveLimits>;
  /** Null: emails have no link that ends them. */
  readonly unsubscription: Unsubscription | null;
}

/** The API of this process: HTTP and websockets on one port. */
export interface ApiServer {
  /** @throws where the port is taken. */
  listen(at: { readonly host: string; readonly port: number }): Promise<void>;
  address(): AddressInfo;
  /** Says "not ready", then closes the websockets with a code within the time; requests are still answered. */
  drain(withinMs: number): Promise<void>;
  /** Lets requests under way end, for a second, and closes. */
  close(): Promise<void>;
}

const CLOSE_WITHIN_MS = 1_000;
/** From the headers of a request until its answer is taken. */
const ANSWER_WITHIN_MS = 60_000;
const GRAPHQL = '/graphql';

export async function createServer(options: ServerOptions): Promise<ApiServer> {
  const { logger, metrics, tracer } = options;
  const pipeline = new OperationPipeline({
    schema: buildSchema(),
    limits: DEFAULT_LIMITS,
    isIntrospectable: options.isIntrospectable,
    trusted: options.trustedDocuments,
    charges: new OperationCharges(options.rateLimiter, options.operationRates),
    metrics,
  });
  const addressOf = (request: IncomingMessage): string => clientAddress(request, options.trustedProxies);
  const authenticator = new Authenticator({
    check: options.credentials,
    hasLocalAdmin: options.hasLocalAdmin,
    clientAddress: addressOf,
    rateLimiter: options.rateLimiter,
    now: () => performance.now(),
  });
  const apollo = createApollo({ pipeline, metrics, logger, tracer, readApp: options.readApp ?? null });
  await apollo.start();

  const http = createFastify();
  let isDraining = false;
  registerAnswerDeadline(http, ANSWER_WITHIN_MS);
  registerSecurityHeaders(http, options.hstsSeconds);
  registerRequestMetrics(http, options);
  registerRequestTracing(http, tracer, GRAPHQL);
  registerErrorAnswers(http, logger);
  registerBodyParsers(http);
  await http.register(fastifyCors, { origin: [...options.corsOrigins], methods: ['GET', 'POST'], maxAge: 600 });
  registerHealth(http, { probes: options.probes, version: options.version, isDraining: () => isDraining });
  http.route({
    method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    url: GRAPHQL,
    handler: fastifyApolloHandler(apollo, {
      context: async ({ raw, id, headers }) => {
        const { actor } = await authenticator.ofRequest(raw);
        return createContext(options.app, { actor, address: addressOf(raw), userAgent: headers['user-agent'] ?? null }, id);
      },
    }),
  });
  if (options.unsubscription !== null) registerUnsubscribe(http, options.unsubscription);
  await registerPages(http, { ...options, addressOf });

  const live = new LiveServer({
    gate: {
      schema: pipeline.schema,
      findText: (hash) => pipeline.documents.findText(hash),
      prepare: (request) => pipeline.prepare(request),
      createContext: (caller) => createContext(options.app, caller, randomUUID()),
      maskErrors: (errors) => formatAll({ logger }, errors, randomUUID()),
      execute,
    },
    authenticate: (params, request) => authenticator.ofSocket(params, request),
    findEnded: options.credentials?.findEnded ?? null,
    isOriginAllowed: createOriginCheck(options.corsOrigins),
    clientAddress: addressOf,
    metrics,
    logger,
    tracer,
    limits: { ...DEFAULT_LIVE_LIMITS, ...options.liveLimits },
  });
  live.attach(http.server);

  return {
    async listen(at) {
      await http.listen(at);
    },
    address: () => tcpAddress(http),
    async drain(withinMs) {
      isDraining = true;
      await live.drain(withinMs);
    },
    async close() {
      isDraining = true;
      const cut = setTimeout(() => http.server.closeAllConnections(), CLOSE_WITHIN_MS);
      await http.close();
      clearTimeout(cut);
      await apollo.stop();
    },
  };
}

/** Slow and idle clients are cut by these; Node's own limits would hold their sockets for minutes. */
function createFastify(): FastifyInstance {
  return fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    trustProxy: false,
    clientErrorHandler: answerClientFault,
    forceCloseConnections: 'idle',
    keepAliveTimeout: 65_000,
    requestTimeout: 10_000,
    http: { headersTimeout: 5_000, connectionsCheckingInterval: 1_000 },
  });
}

function tcpAddress(http: FastifyInstance): AddressInfo {
  const address = http.server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen');
  return address;
}
