import { type Database } from '../../src/adapters/persistence/database.js';
import { openDatabase } from '../../src/adapters/persistence/open-database.js';
import { freePort } from '../support/free-port.js';
import { createDatabase, type PostgresServer, startPostgres } from '../support/postgres.js';
import { type RedisServer, startRedis } from '../support/redis.js';
import { VpaProcess } from './vpa-process.js';

const APIS = 2;
const SCANNERS = 3;
const RELAYS = 2;
const STATEMENT_TIMEOUT_MS = 10_000;

/** The whole platform as it runs in production, on servers of its own. */
export interface Stage {
  readonly postgres: PostgresServer;
  readonly redis: RedisServer;
  readonly databaseUrl: string;
  /** The driver's own way to the database. */
  readonly database: Database;
  readonly apis: readonly (VpaProcess & { readonly url: string })[];
  readonly scanners: readonly VpaProcess[];
  readonly relays: readonly VpaProcess[];
  /** Waits until every process is at work. */
  up(): Promise<void>;
  close(): Promise<void>;
}

/** Starts PostgreSQL (with commits that reach the disk), Redis, two API processes, three scanners and two relays. Needs the build. */
export async function openStage(): Promise<Stage> {
  const [postgres, redis] = await Promise.all([startPostgres({ durable: true }), startRedis()]);
  const databaseUrl = await createDatabase(postgres.url);
  const database = await openDatabase({ kind: 'postgres', url: databaseUrl, poolSize: 4, statementTimeoutMs: STATEMENT_TIMEOUT_MS });
  await database.migrate();
  await database.ensurePartitions();
  const env = { DATABASE_URL: databaseUrl, REDIS_URL: redis.url, METRICS_PORT: '0', VPA_DATABASE_POOL: '5' };
  const worker = (name: string): VpaProcess => new VpaProcess({ args: ['worker', name], env, isUp: (log) => log.includes('workers run') });
  const apis = await Promise.all(
    Array.from({ length: APIS }, async () => {
      const port = await freePort();
      const api = new VpaProcess({ args: ['api'], env: { ...env, PORT: String(port) }, isUp: () => isReady(port) });
      return Object.assign(api, { url: `ws://127.0.0.1:${port}/graphql` });
    }),
  );
  const scanners = Array.from({ length: SCANNERS }, () => worker('scanner'));
  const relays = Array.from({ length: RELAYS }, () => worker('relay'));
  const all = [...apis, ...scanners, ...relays];
  const stage: Stage = {
    postgres,
    redis,
    databaseUrl,
    database,
    apis,
    scanners,
    relays,
    up: async () => void (await Promise.all(all.map((each) => each.up()))),
    async close() {
      await Promise.all(all.map((each) => each.stop()));
      await database.close();
      await Promise.all([postgres.remove(), redis.remove()]);
    },
  };
  try {
    await stage.up();
  } catch (error) {
    await stage.close();
    throw error;
  }
  return stage;
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(1_000) })).ok;
  } catch {
    return false;
  }
}
