import { setImmediate as nextTurn } from 'node:timers/promises';

import type { PGlite } from '@electric-sql/pglite';
import { PGliteDialect, PostgresDialect } from 'kysely';
import pg from 'pg';

import type { Logger } from '../../application/ports/telemetry.js';
import type { Tracer } from '../../application/ports/tracing.js';
import { COLUMN_PARSERS } from './column-parsers.js';
import type { DatabaseOptions, PoolUse } from './database.js';
import { createOrm, type Orm } from './orm.js';
import { tracedDialect } from './traced-dialect.js';
import { lockPgliteDirectory } from './pglite-directory-lock.js';

const CONNECT_TIMEOUT_MS = 5_000;
const IDLE_TIMEOUT_MS = 30_000;
/** The longest that a statement waits for a lock: then it fails and is tried again, and does not hold up others behind it. */
const LOCK_TIMEOUT_MS = 5_000;
/** A process that was frozen within a transaction holds its locks no longer; when it wakes, its writes are refused. */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 3_000;

/** What the database stands on. */
export interface Connection {
  readonly kind: 'postgres' | 'pglite';
  readonly orm: Orm;
  /** Opens a connection of its own, outside the pool, for work that takes long or holds a session. PostgreSQL only. */
  readonly openClient: (() => Promise<pg.Client>) | null;
  /** Null where there is no pool. */
  poolUse(): PoolUse | null;
  close(): Promise<void>;
}

export async function connect(options: DatabaseOptions): Promise<Connection> {
  switch (options.kind) {
    case 'postgres':
      return connectPostgres(options);
    case 'pglite':
      return connectDirectory(options.directory, options.tracer);
    case 'pglite-instance':
      return connectPglite(options.instance, () => Promise.resolve(), options.tracer);
  }
}

type PostgresOptions = Extract<DatabaseOptions, { kind: 'postgres' }>;

async function connectPostgres({ url, poolSize, statementTimeoutMs, logger, tracer }: PostgresOptions): Promise<Connection> {
  const { PostgreSqlDriver } = await import('@mikro-orm/postgresql');
  const base: pg.ClientConfig = {
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'vpa',
    types: { getTypeParser: findParser },
  };
  const pool = new pg.Pool({
    ...base,
    max: poolSize,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    statement_timeout: statementTimeoutMs,
    lock_timeout: LOCK_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    // A server that no longer answers at all: the server's own timeout should have come first.
    query_timeout: statementTimeoutMs + 2_000,
  });
  // Without listeners a lost connection would end the process. The query in flight fails by itself.
  pool.on('error', (error) => warnOfLostConnection(logger, error));
  pool.on('connect', (client) => client.on('error', (error) => warnOfLostConnection(logger, error)));
  const orm = createOrm(PostgreSqlDriver, databaseName(base), () => tracedDialect(new PostgresDialect({ pool }), tracer));
  return {
    kind: 'postgres',
    orm,
    async openClient() {
      const client = new pg.Client(base);
      client.on('error', (error) => warnOfLostConnection(logger, error));
      await client.connect();
      return client;
    },
    poolUse: () => ({ size: poolSize, inUse: pool.totalCount - pool.idleCount, waiting: pool.waitingCount }),
    close: () => orm.close(true),
  };
}

async function connectDirectory(directory: string, tracer: Tracer | undefined): Promise<Connection> {
  const unlock = await lockPgliteDirectory(directory);
  try {
    const { PGlite } = await import('@electric-sql/pglite');
    const instance = await PGlite.create(directory);
    const close = async (): Promise<void> => {
      await instance.close();
      await unlock();
    };
    return await connectPglite(instance, close, tracer);
  } catch (error) {
    await unlock();
    throw error;
  }
}

async function connectPglite(instance: PGlite, closeInstance: () => Promise<void>, tracer: Tracer | undefined): Promise<Connection> {
  const { PgliteDriver } = await import('@mikro-orm/pglite');
  Object.assign(instance.parsers, COLUMN_PARSERS);
  // PGlite computes in this thread and never waits for anything: without these breaks a row of statements would keep
  // sockets, timers and signals waiting to its end.
  const borrowed = {
    query: async <T>(...statement: Parameters<typeof instance.query<T>>) => {
      await nextTurn();
      return instance.query<T>(...statement);
    },
    transaction: async <T>(work: Parameters<typeof instance.transaction<T>>[0]) => {
      await nextTurn();
      return instance.transaction<T>(work);
    },
    // The dialect would close an instance that may belong to somebody else.
    close: () => Promise.resolve(),
    closed: false,
    ready: true,
    waitReady: instance.waitReady,
  };
  const orm = createOrm(PgliteDriver, 'pglite', () => tracedDialect(new PGliteDialect({ pglite: borrowed }), tracer));
  return {
    kind: 'pglite',
    orm,
    openClient: null,
    poolUse: () => null,
    async close() {
      await orm.close(true);
      await closeInstance();
    },
  };
}

function databaseName(config: pg.ClientConfig): string {
  return new pg.Client(config).database ?? 'postgres';
}

/** The driver's own parsers, whose results are anything. */
const PG_PARSERS: { getTypeParser(oid: number, format?: 'text' | 'binary'): (text: string) => unknown } = pg.types;

function findParser(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
  const ours = format === 'binary' ? undefined : COLUMN_PARSERS[oid];
  return ours ?? PG_PARSERS.getTypeParser(oid, format);
}

function warnOfLostConnection(logger: Logger | undefined, error: Error): void {
  logger?.warn({ code: 'code' in error ? error.code : null }, 'a connection to the database was lost');
}
