/**
 * The same schema, use-cases and database behind Apollo on Fastify alone: no pipeline, no permissions, no limits, no
 * budget, no headers, no metrics. What the door costs is measured against it. Started by `bench/door.ts`, which it
 * tells its port.
 */
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';

import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import { fastify } from 'fastify';
import { buildSchemaSync } from 'type-graphql';

import { argon2Passwords } from '../../src/adapters/access/argon2-passwords.js';
import { randomSecrets } from '../../src/adapters/access/random-secrets.js';
import { openDatabase } from '../../src/adapters/persistence/open-database.js';
import { createLogger } from '../../src/adapters/telemetry/logger.js';
import { systemTimers } from '../../src/adapters/time/system-timers.js';
import { NO_TRACER } from '../../src/application/tracing.js';
import { LOCAL_ADMIN } from '../../src/domain/access/actor.js';
import { createApplication } from '../../src/main/create-application.js';
import { createContext, type Context } from '../../src/resolvers/context.js';
import { RESOLVERS } from '../../src/resolvers/index.js';

function noFeed(): never {
  throw new Error('no feed here');
}

const [url = ''] = process.argv.slice(2);
const logger = createLogger('warn', { secrets: [], traceparent: () => undefined });
const database = await openDatabase({ kind: 'postgres', url, poolSize: 10, statementTimeoutMs: 30_000, logger, tracer: NO_TRACER });
const feed = {
  get tail() {
    return noFeed();
  },
  log: database.eventLog,
  timers: systemTimers,
  logger,
  random: Math.random,
};
const accounts = {
  accounts: database.accounts,
  passwords: argon2Passwords,
  secrets: randomSecrets,
  tokens: null,
  metrics: { increment: noFeed, set: noFeed, observe: noFeed },
  limiter: { take: noFeed, close: () => Promise.resolve() },
  now: () => new Date(),
  isSignUpOpen: false,
};
const alerts = {
  alerts: database.alerts,
  targets: new Map(),
  secrets: randomSecrets,
  signingSecret: null,
  market: database,
  now: () => new Date(),
};
const board = { newest: noFeed, listen: noFeed, close: noFeed };
const app = createApplication(database, {
  feed,
  accounts,
  alerts,
  boards: { prices: board, provisional: board },
  clock: { now: () => new Date() },
  backtestQuota: { open: 1, daily: 1 },
});
const apollo = new ApolloServer<Context>({
  schema: buildSchemaSync({
    resolvers: RESOLVERS,
    validate: false,
    disableInferringDefaultValues: true,
    pubSub: { publish: noFeed, subscribe: noFeed },
    authChecker: () => true,
  }),
  nodeEnv: 'production',
  csrfPrevention: false,
  plugins: [ApolloServerPluginCacheControlDisabled()],
});
await apollo.start();
const http = fastify({ logger: false });
http.route({
  method: ['POST'],
  url: '/graphql',
  handler: fastifyApolloHandler(apollo, {
    context: async ({ ip }) => createContext(app, { actor: LOCAL_ADMIN, address: ip }, randomUUID()),
  }),
});
await http.listen({ port: 0, host: '127.0.0.1' });
process.send?.((http.server.address() as AddressInfo).port);
