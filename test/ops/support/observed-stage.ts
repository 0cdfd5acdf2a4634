import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import type { Database } from '../../../src/adapters/persistence/database.js';
import { openDatabase } from '../../../src/adapters/persistence/open-database.js';
import { MarketFeed } from '../../ledger/market-feed.js';
import { freePort } from '../../support/free-port.js';
import { createDatabase, startPostgres, type PostgresServer } from '../../support/postgres.js';
import { startRedis, type RedisServer } from '../../support/redis.js';
import { generator } from '../../support/restless-bars.js';
import { makeServerDirectory } from '../../support/server-directory.js';
import { ServerProcess } from '../../support/server-process.js';
import { Prometheus } from './prometheus.js';

export type Role = 'api' | 'scanner' | 'relay';

/** Tests and benchmarks run in the root of the project. */
const CLI = resolve('dist/src/main/cli.js');
/** Pause between two queries, short enough that ratios of errors mean something. */
const QUERIES_EVERY_MS = 50;
const QUERY = JSON.stringify({ query: '{ stocks(first: 5) { edges { node { symbol } } } }' });

/** An API, a scanner and a relay on servers of their own, under a little load, watched by a real Prometheus. */
export interface ObservedStage extends AsyncDisposable {
  readonly postgres: PostgresServer;
  readonly redis: RedisServer;
  readonly databaseUrl: string;
  readonly processes: Readonly<Record<Role, ServerProcess>>;
  readonly prometheus: Prometheus;
  /** Brings in stocks whose bars make events. */
  feed(): Promise<void>;
  /** What a process shows to Prometheus. */
  metricsOf(role: Role): Promise<string>;
}

export async function openObservedStage(factor: number): Promise<ObservedStage> {
  await using opened = new AsyncDisposableStack();
  const postgres = opened.adopt(await startPostgres(), (server) => server.remove());
  const redis = opened.adopt(await startRedis(), (server) => server.remove());
  const databaseUrl = await createDatabase(postgres.url);
  const database = opened.adopt(await openDriver(databaseUrl), (driver) => driver.close());
  await database.migrate();
  await database.ensurePartitions();
  const env = {
    PATH: process.env['PATH'] ?? '',
    DATABASE_URL: databaseUrl,
    REDIS_URL: redis.url,
    SCAN_INTERVAL: String(Math.max(1, Math.round(300 / factor))),
    VPA_DRAIN_SECONDS: '0',
  };
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const metrics: Record<Role, string> = { api: await address(), scanner: await address(), relay: await address() };
  const start = async (role: Role, args: readonly string[]): Promise<ServerProcess> => {
    const server = new ServerProcess({
      program: process.execPath,
      args: [CLI, ...args],
      user: null,
      directory: makeServerDirectory('vpa-observed-', null),
      env: { ...env, PORT: String(port), METRICS_PORT: metrics[role].split(':')[1] ?? '' },
      probe: async () => {
        const response = await fetch(role === 'api' ? `${url}/readyz` : `http://${metrics[role]}/metrics`);
        if (!response.ok) throw new Error(`${role} answered ${response.status}`);
      },
    });
    opened.adopt(server, (each) => each.remove('SIGKILL'));
    await server.start();
    return server;
  };
  const processes = {
    api: await start('api', ['api']),
    scanner: await start('scanner', ['worker', 'scanner']),
    relay: await start('relay', ['worker', 'relay']),
  };
  const options = { targets: metrics, factor, intervalSeconds: Math.max(1, Math.round(30 / factor)) };
  const prometheus = opened.adopt(await Prometheus.start(options), (server) => server.remove());
  const stopping = new AbortController();
  const load = keepAsking(`${url}/graphql`, stopping.signal);
  opened.defer(async () => {
    stopping.abort();
    await load;
  });
  const market = new MarketFeed(database, 'SEEN', generator(11));
  const owned = opened.move();
  return {
    postgres,
    redis,
    databaseUrl,
    processes,
    prometheus,
    feed: () => market.next(),
    metricsOf: async (role) => (await fetch(`http://${metrics[role]}/metrics`)).text(),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function openDriver(url: string): Promise<Database> {
  return openDatabase({ kind: 'postgres', url, poolSize: 2, statementTimeoutMs: 10_000 });
}

async function address(): Promise<string> {
  return `127.0.0.1:${await freePort()}`;
}

/** Asks until told to stop; what becomes of the questions is for the metrics to tell. */
async function keepAsking(url: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: QUERY, signal: AbortSignal.timeout(5_000) })
      .then((response) => response.text())
      .catch(() => undefined);
    await delay(QUERIES_EVERY_MS);
  }
}
