import { setTimeout as delay } from 'node:timers/promises';

import { sql } from 'kysely';

import type { Logger, Metrics } from '../../application/ports/telemetry.js';
import type { Tracer } from '../../application/ports/tracing.js';
import { DomainError } from '../../domain/errors.js';
import { connect } from './connection.js';
import type { Database, PoolUse } from './database.js';
import { dbOf, type Db } from './orm.js';
import { ReplicaLag } from './replica-lag.js';
import { createBarReader } from './repositories/bar.repository.js';
import { createReadingStore } from './repositories/reading-store.js';
import { createScoreStore } from './repositories/score-store.js';
import { createSignalReader } from './repositories/signal.repository.js';
import { createStockReader } from './repositories/stock.repository.js';
import { translating } from './translate-error.js';

/** Reads that may be some seconds behind: the market as everybody sees it. What belongs to a user, and live events, are read from the primary. */
export type ReplicaReads = Pick<Database, 'stocks' | 'bars' | 'signals' | 'scores' | 'readings'>;

export interface ReadReplicaOptions {
  readonly url: string;
  /** What it is a replica of. */
  readonly primary: Pick<Database, 'walPosition'>;
  readonly poolSize: number;
  readonly statementTimeoutMs: number;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly tracer?: Tracer;
  /** How often it is asked how far it is behind. */
  readonly lookEveryMs?: number;
}

export interface ReadReplica {
  /** The same database, with its large reads from the replica while that is there and not far behind. */
  over<Reads extends ReplicaReads>(database: Reads): Reads;
  poolUse(): PoolUse | null;
  close(): Promise<void>;
}

type AnyRead = (...args: unknown[]) => Promise<unknown>;

/** A replica further behind than this is not read from. */
const MOST_LAG_SECONDS = 5;
const LOOK_EVERY_MS = 2_000;

/**
 * Opens a read replica. It is read from only while it answers and replays what the primary has written within five seconds; where it fails in
 * the middle, the same read goes to the primary. A replica that is away is no failure here.
 */
export async function openReadReplica(options: ReadReplicaOptions): Promise<ReadReplica> {
  const { url, primary, poolSize, statementTimeoutMs, metrics, logger, tracer, lookEveryMs = LOOK_EVERY_MS } = options;
  const connection = await connect({
    kind: 'postgres',
    url,
    poolSize,
    statementTimeoutMs,
    logger,
    ...(tracer === undefined ? {} : { tracer }),
  });
  const db = dbOf(connection.orm);
  const stopping = new AbortController();
  let isUsable = false;

  const tell = (usable: boolean, cause: Readonly<Record<string, unknown>>) => {
    metrics.set('vpa_dependency_up', usable ? 1 : 0, { dependency: 'read_replica' });
    if (usable === isUsable) return;
    isUsable = usable;
    logger.warn(cause, usable ? 'the read replica is read from' : 'the read replica is not read from: everything goes to the primary');
  };
  const lag = new ReplicaLag();
  const look = async () => {
    // Where the primary is away nothing is written, so nobody falls behind it.
    const written = await primary.walPosition().catch(() => null);
    if (written !== null) lag.note(written, performance.now());
    try {
      const seconds = lag.secondsAt(await replayedPosition(db), performance.now());
      metrics.set('db_replica_lag_seconds', seconds);
      tell(seconds <= MOST_LAG_SECONDS, { seconds });
    } catch (error) {
      tell(false, { error });
    }
  };
  await look();
  const looking = (async () => {
    while (!stopping.signal.aborted) {
      await delay(lookEveryMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (!stopping.signal.aborted) await look();
    }
  })();

  /** The reader of the primary, with these methods asked of the replica first. A read that fails there is repeated on the primary. */
  const either = <Reader extends object, Name extends keyof Reader>(
    whole: Reader,
    replica: Pick<Reader, Name>,
    names: readonly Name[],
  ): Reader => {
    const mixed = { ...whole };
    for (const name of names) {
      const [here, there] = [replica[name] as AnyRead, whole[name] as AnyRead];
      const read: AnyRead = async (...args) => {
        if (!isUsable) return there(...args);
        try {
          return await here(...args);
        } catch (error) {
          if (!(error instanceof DomainError) || !error.retryable) throw error;
          tell(false, { error });
          return there(...args);
        }
      };
      mixed[name] = read as Reader[Name];
    }
    return mixed;
  };
  return {
    over: (database) => ({
      ...database,
      stocks: either(database.stocks, createStockReader(db), ['list', 'count', 'findBySymbols', 'findByIds']),
      bars: either(database.bars, createBarReader(db), ['listByStocks', 'latestByStocks', 'tradedColumns']),
      signals: either(database.signals, createSignalReader(db), ['list', 'count', 'listByStocks', 'findByIds']),
      scores: either(database.scores, createScoreStore(db, tracer), ['findByIds']),
      readings: either(database.readings, createReadingStore(db), ['findReadings', 'findTrackRecord']),
    }),
    poolUse: () => connection.poolUse(),
    async close() {
      stopping.abort();
      await looking;
      await connection.close();
    },
  };
}

/** Up to where the replica has replayed, bytes of the log. @throws {DomainError} INVALID_INPUT where it is no replica */
async function replayedPosition(db: Db): Promise<number> {
  return translating(async () => {
    const { rows } = await sql<{ position: number | null }>`
      select pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::float8 as position where pg_is_in_recovery()
    `.execute(db);
    const position = rows[0]?.position ?? null;
    if (position === null) throw new DomainError('INVALID_INPUT', 'DATABASE_READ_URL names a server that is no replica');
    return position;
  });
}
