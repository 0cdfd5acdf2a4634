import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Database } from '../adapters/persistence/database.js';
import { instrument } from '../adapters/telemetry/instrument.js';
import { systemTimers } from '../adapters/time/system-timers.js';
import { ACCESS_EVENTS, countAccess } from '../application/accounts/account-deps.js';
import { authenticate, findEndedCredentials } from '../application/accounts/authenticate.js';
import { unsubscription } from '../application/alerts/unsubscription.js';
import { openBoard } from '../application/realtime/board.js';
import { startEventTail, type EventTail } from '../application/events/event-tail.js';
import type { MarketClock } from '../application/ports/clock.js';
import type { FeedDeps } from '../application/events/open-feed.js';
import { DomainError } from '../domain/errors.js';
import { createServer } from '../server/http.js';
import { readTrustedDocuments, type TrustedDocuments } from '../server/trusted-documents.js';
import { accountDeps } from './account-deps.js';
import { alertDeps } from './alert-deps.js';
import type { Config } from './config.js';
import type { Core } from './core.js';
import { createApplication } from './create-application.js';
import { keepTrying } from './keep-trying.js';
import { openReplica } from './open-replica.js';
import { openRateLimiter } from './open-rate-limiter.js';
import { requireMigrated } from './require-migrated.js';
import { unsubscribeTokens } from './unsubscribe-tokens.js';
import { VERSION } from './version.js';

export interface ApiOptions {
  /** Requests from this machine are the administrator's: only for the embedded default on loopback. */
  readonly hasLocalAdmin: boolean;
  /** Shown on every page where the market is not the real one. */
  readonly banner: string | null;
  readonly clock: MarketClock;
  /** How long the closing of the websockets is spread. */
  readonly drainMs: number;
}

export interface RunningApi {
  readonly port: number;
  /** Not ready, sockets closed, requests ended, tail closed. */
  stop(): Promise<void>;
}

/** The bundle beside the built server. */
const GRAPHIQL_DIRECTORY = fileURLToPath(new URL('../../web/graphiql', import.meta.url));

/**
 * Starts the API. It listens at once, and becomes ready when database and migrations are there: until then queries fail
 * with a retryable error and `/readyz` says no, but nobody restarts it.
 */
export async function startApi(core: Core, options: ApiOptions): Promise<RunningApi> {
  const { config, database, bus, registry, logger, tracer } = core;
  const { metrics } = registry;
  const live = new LateTail();
  const trustedDocuments = await loadTrustedDocuments(config);
  await using starting = new AsyncDisposableStack();
  const rateLimiter = openRateLimiter(core);
  starting.defer(() => rateLimiter.close());
  const boards = {
    prices: await openBoard(core.prices, { metrics, name: 'prices' }),
    provisional: await openBoard(core.provisional, { metrics, name: 'provisional' }),
  };
  starting.defer(() => boards.prices.close());
  starting.defer(() => boards.provisional.close());
  const accounts = accountDeps(core, rateLimiter);
  // From nothing to one is a rise only where nothing was told before.
  for (const event of ACCESS_EVENTS) countAccess(accounts, event, 0);
  const feed: FeedDeps = {
    get tail() {
      return live.tail;
    },
    log: database.eventLog,
    timers: systemTimers,
    logger,
    random: Math.random,
  };
  const { webhookKey } = config.alerts;
  const replica = await openReplica(core);
  if (replica !== null) starting.defer(() => replica.close());
  const applicationOver = (reads: Database) =>
    instrument(
      createApplication(reads, {
        feed,
        accounts,
        alerts: alertDeps(core),
        boards,
        clock: options.clock,
        backtestQuota: config.backtests.quota,
      }),
      { metrics, tracer },
    );
  const server = await createServer({
    app: applicationOver(database),
    readApp: replica === null ? null : applicationOver(replica.over(database)),
    credentials: { authenticate: authenticate(accounts), findEnded: findEndedCredentials(accounts) },
    probes: {
      isDatabaseReachable: () => database.isReachable(),
      isMigrated: () => isMigrated(database),
      tail: () => live.state,
      isBusHealthy: () => bus.isHealthy(),
    },
    metrics,
    logger,
    tracer,
    version: VERSION,
    corsOrigins: config.corsOrigins,
    trustedProxies: config.trustedProxies,
    rateLimiter,
    operationRates: config.operationRates,
    trustedDocuments,
    liveLimits: { maxConnectionsPerAddress: config.socketsPerAddress, maxConnectionsPerActor: config.socketsPerActor },
    hstsSeconds: config.hstsSeconds,
    isIntrospectable: config.introspection,
    graphiqlDirectory: config.graphiql ? GRAPHIQL_DIRECTORY : null,
    hasLocalAdmin: options.hasLocalAdmin,
    banner: options.banner,
    unsubscription: webhookKey === null ? null : unsubscription(database.alerts, unsubscribeTokens(webhookKey).targetHashOf),
  });
  await server.listen({ host: config.host, port: config.port });
  const stopping = new AbortController();
  const tailUp = keepTrying(
    async () => {
      await requireMigrated(database);
      live.up(await startEventTail({ bus, log: database.eventLog, timers: systemTimers, metrics, logger, random: Math.random }));
    },
    { logger, what: 'the event tail', signal: stopping.signal },
  );
  const opened = starting.move();
  return {
    port: server.address().port,
    async stop() {
      stopping.abort();
      await server.drain(options.drainMs);
      await server.close();
      await tailUp;
      await live.close();
      await opened.disposeAsync();
    },
  };
}

/** False also where the database can't be asked. */
async function isMigrated(database: Database): Promise<boolean> {
  try {
    return (await database.pendingMigrations()).length === 0;
  } catch {
    return false;
  }
}

async function loadTrustedDocuments({ operations, workingDirectory }: Config): Promise<TrustedDocuments | null> {
  if (operations.kind === 'open') return null;
  return readTrustedDocuments(await readFile(resolve(workingDirectory, operations.file), 'utf8'));
}

/** The tail of this process, which may come up after the server does. */
class LateTail {
  #tail: EventTail | null = null;

  get state(): 'down' | 'failing' | 'up' {
    if (this.#tail === null) return 'down';
    return this.#tail.isHealthy() ? 'up' : 'failing';
  }

  get tail(): EventTail {
    if (this.#tail === null) throw new DomainError('PROVIDER_UNAVAILABLE', 'live events are not up yet', { retryable: true });
    return this.#tail;
  }

  up(tail: EventTail): void {
    this.#tail = tail;
  }

  async close(): Promise<void> {
    await this.#tail?.close();
  }
}
