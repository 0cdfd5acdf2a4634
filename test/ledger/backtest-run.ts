import { setTimeout as delay } from 'node:timers/promises';

import type { Database } from '../../src/adapters/persistence/database.js';
import { openDatabase } from '../../src/adapters/persistence/open-database.js';
import { createDatabase, startPostgres, withClient, type PostgresServer } from '../support/postgres.js';
import { startRedis } from '../support/redis.js';
import { restlessBars } from '../support/restless-bars.js';
import { storeColumns } from '../support/store-columns.js';
import { until } from '../support/until.js';
import { everythingOf, hasEnded, look, resultOf, startOne, TO, type JobRow } from './backtest-rows.js';
import { VpaProcess } from './vpa-process.js';

/** What became of backtests whose workers were killed, frozen, stopped or cut off, against undisturbed ones. */
export interface BacktestRunResult {
  readonly kills: number;
  /** Progress at each kill, 0 to 1. */
  readonly killedAt: readonly number[];
  readonly frozen: number;
  readonly stopped: number;
  readonly databaseRestarts: number;
  readonly backtests: number;
  /** Those whose result is not that of the undisturbed one: hash, trades or equity. */
  readonly different: number;
  /** Those that did not end. */
  readonly stuck: number;
  /** Rows that changed after their end, once a frozen worker went on. */
  readonly zombieWrites: number;
  /** Frozen workers that went on and were told that it was not theirs any more. */
  readonly zombiesRefused: number;
  readonly unexpectedEnds: number;
}

export interface BacktestStage {
  readonly postgres: PostgresServer;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly userId: string;
  readonly database: Database;
  close(): Promise<void>;
}

const LEASE_SECONDS = 2;
const END_LIMIT_MS = 180_000;

/** A PostgreSQL whose commits reach the disk, with a market of so many stocks and sessions, and a Redis. */
export async function openBacktestStage(stocks: number, sessions: number): Promise<BacktestStage> {
  const [postgres, redis] = await Promise.all([startPostgres({ durable: true }), startRedis()]);
  const databaseUrl = await createDatabase(postgres.url);
  const database = await openDatabase({ kind: 'postgres', url: databaseUrl, poolSize: 3, statementTimeoutMs: 60_000 });
  await database.migrate();
  const symbols = [...Array.from({ length: stocks }, (_, i) => `B${i}`), 'VNINDEX'];
  const now = new Date(`${TO}T12:00:00Z`);
  await storeColumns(database, new Map(symbols.map((symbol, i) => [symbol, restlessBars(sessions, { seed: i + 1, now })])));
  const userId = await withClient(databaseUrl, async (client) => {
    await client.query(
      "update stocks set sector = 'S' || (length(symbol) + ascii(right(symbol, 1))) % 5, exchange = 'HOSE' where not is_index",
    );
    const { rows } = await client.query<{ id: string }>(
      "insert into users (email, password_hash, role) values ('an@nha.example', 'none', 'VIEWER') returning id",
    );
    return rows[0]?.id ?? '';
  });
  const close = async (): Promise<void> => {
    await database.close();
    await Promise.all([postgres.remove(), redis.remove()]);
  };
  return { postgres, databaseUrl, redisUrl: redis.url, userId, database, close };
}

/** When the workers are harmed, by the progress of what they hold, 0 to 1. */
export interface BacktestHarm {
  /** Each alone, and all of them in one backtest. */
  readonly killAt: readonly number[];
  readonly freezeAt: readonly number[];
}

/** Kills, a worker that freezes until another one has done its work, one that is stopped in order, and a database that goes away: with two workers. */
export async function runBacktestLedger(
  stage: BacktestStage,
  strategy: string,
  { killAt, freezeAt }: BacktestHarm,
): Promise<BacktestRunResult> {
  const { databaseUrl } = stage;
  const env = {
    DATABASE_URL: databaseUrl,
    REDIS_URL: stage.redisUrl,
    METRICS_PORT: '0',
    VPA_DATABASE_POOL: '4',
    VPA_BACKTEST_LEASE_SECONDS: String(LEASE_SECONDS),
    VPA_LOG_LEVEL: 'info',
  };
  const workers = [1, 2].map(() => new VpaProcess({ args: ['worker', 'backtest'], env, isUp: (log) => log.includes('workers run') }));
  const killedAt: number[] = [];
  const ids: string[] = [];
  let stuck = 0;
  let [zombieWrites, zombiesRefused] = [0, 0];
  const holderOf = (row: JobRow): VpaProcess | undefined => workers.find(({ pid }) => row.holder?.endsWith(`:${pid}`) === true);
  const start = async (): Promise<string> => {
    const id = await startOne(stage, strategy);
    ids.push(id);
    return id;
  };
  /** The worker that holds it, once it has come so far. */
  const heldAt = async (id: string, part: number): Promise<{ worker: VpaProcess; row: JobRow }> => {
    let found: { worker: VpaProcess; row: JobRow } | undefined;
    await until(
      `the backtest has come to ${part}`,
      async () => {
        const row = await look(databaseUrl, id);
        if (row.state !== 'RUNNING' && row.state !== 'QUEUED') throw new Error(`it ended before ${part}: ${row.state}`);
        const worker = holderOf(row);
        if (row.state === 'RUNNING' && row.progress >= part && worker !== undefined) found = { worker, row };
        return found !== undefined;
      },
      END_LIMIT_MS,
    );
    return found as { worker: VpaProcess; row: JobRow };
  };
  const end = async (id: string): Promise<void> => {
    await until('the backtest ends', async () => hasEnded(await look(databaseUrl, id)), END_LIMIT_MS).catch(() => (stuck += 1));
    await Promise.all(workers.map((worker) => worker.up()));
  };
  const kill = async (id: string, part: number): Promise<void> => {
    const { worker, row } = await heldAt(id, part);
    worker.kill();
    killedAt.push(Math.round(row.progress * 1_000) / 1_000);
    await until('the process is gone', () => worker.pid === null || holderOf(row) !== worker);
  };
  try {
    await Promise.all(workers.map((worker) => worker.up()));
    const undisturbed = await start();
    await end(undisturbed);
    for (const part of killAt) {
      const id = await start();
      await kill(id, part);
      await end(id);
    }
    const again = await start();
    for (const part of killAt) await kill(again, part);
    await end(again);
    for (const part of freezeAt) {
      const id = await start();
      const { worker } = await heldAt(id, part);
      worker.freeze();
      await until('another worker has ended it', async () => hasEnded(await look(databaseUrl, id)), END_LIMIT_MS).catch(() => (stuck += 1));
      const before = await everythingOf(databaseUrl, id);
      worker.thaw();
      await until('the one before is told', () => worker.log.includes('"outcome":"stale"'), 60_000).then(() => (zombiesRefused += 1));
      if ((await everythingOf(databaseUrl, id)) !== before) zombieWrites += 1;
    }
    const given = await start();
    const { worker: leaving } = await heldAt(given, 0.4);
    await leaving.stop();
    workers.splice(workers.indexOf(leaving), 1);
    await end(given);
    const cut = await start();
    await heldAt(cut, 0.4);
    await stage.postgres.stop({ immediate: true });
    await delay(LEASE_SECONDS * 1_500);
    await stage.postgres.start();
    await end(cut);
    const results = await Promise.all(ids.map((id) => resultOf(databaseUrl, id)));
    const unexpectedEnds = workers.reduce((sum, worker) => sum + worker.unexpectedEnds, 0);
    const different = results.filter((result) => result !== results[0] || !result.startsWith('DONE ')).length;
    const harm = { kills: killedAt.length, killedAt, frozen: freezeAt.length, stopped: 1, databaseRestarts: 1 };
    return { ...harm, backtests: ids.length, different, stuck, zombieWrites, zombiesRefused, unexpectedEnds };
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
  }
}
