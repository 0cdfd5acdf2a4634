import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';

import pg from 'pg';

import { openDatabase } from '../../../src/adapters/persistence/open-database.js';
import { findOrInstall } from '../../support/binaries.js';
import { createDatabase, serverUser, startPostgres, withClient } from '../../support/postgres.js';
import { makeServerDirectory } from '../../support/server-directory.js';
import { ServerProcess } from '../../support/server-process.js';
import { until } from '../../support/until.js';

/** What a script said and how it ended. */
export interface ScriptRun {
  readonly status: number | null;
  readonly output: string;
  readonly seconds: number;
}

/** A durable PostgreSQL whose log is archived by the chart's script, and the chart's other scripts to run over it. */
export interface RecoveryRig extends AsyncDisposable {
  /** Of the migrated database; the restored server has the same. */
  readonly databaseUrl: string;
  readonly backups: string;
  run(script: string, env?: Readonly<Record<string, string>>): ScriptRun;
  /** Resolves when all that is committed by now lies in the archive. */
  archived(): Promise<void>;
  /** The server's own clock, as a target for a restore. */
  now(): Promise<string>;
  /** Stops the server in order and moves its data away. */
  takeAway(): Promise<void>;
  /** The server and its disk are gone from one moment to the next. */
  destroy(): Promise<void>;
  /** Restores in place of the data that were taken away. */
  restore(target: string): ScriptRun;
  /** Starts the restored server at the address of the one before. */
  start(): Promise<void>;
}

export async function openRecoveryRig(): Promise<RecoveryRig> {
  await using opened = new AsyncDisposableStack();
  const postgres = opened.adopt(await startPostgres({ durable: true }), (server) => server.remove());
  const initdb = await findOrInstall({ program: 'initdb', folders: ['/usr/lib/postgresql/*/bin'], debianPackages: ['postgresql'] });
  const user = serverUser();
  const folder = makeServerDirectory('vpa-recovery-', user);
  opened.defer(() => rmSync(folder, { recursive: true, force: true }));
  chmodSync(folder, 0o755);
  const backups = join(folder, 'backup');
  mkdirSync(backups);
  if (user !== null) chownSync(backups, user.uid, user.gid);
  // The project may lie where the other user can't read, under /root for one.
  cpSync('helm/vpa/files/scripts', join(folder, 'scripts'), { recursive: true });
  const databaseUrl = await createDatabase(postgres.url);
  const database = await openDatabase({ kind: 'postgres', url: databaseUrl, poolSize: 2, statementTimeoutMs: 10_000 });
  await database.migrate();
  await database.ensurePartitions();
  await database.close();
  const variables = {
    PATH: `${dirname(initdb)}:${process.env['PATH'] ?? ''}`,
    REPLICATION_URL: postgres.url,
    BACKUP_DIR: backups,
    RETENTION_DAYS: '30',
    DATA_DIR: postgres.data,
    RESTORE_DATABASE: new URL(databaseUrl).pathname.slice(1),
    RESTORE_USER: 'vpa',
  };
  const run = (script: string, env: Readonly<Record<string, string>> = {}): ScriptRun => {
    const started = performance.now();
    const { status, stdout, stderr } = spawnSync('bash', [join(folder, 'scripts', script)], {
      env: { ...variables, ...env },
      cwd: folder,
      encoding: 'utf8',
      ...user,
    });
    return { status, output: stdout + stderr, seconds: (performance.now() - started) / 1_000 };
  };
  const archiver = new ServerProcess({
    program: 'bash',
    args: [join(folder, 'scripts', 'archive-wal.sh')],
    user,
    directory: makeServerDirectory('vpa-archiver-', user),
    env: variables,
    probe: async () => {
      const wal = join(backups, 'wal');
      if (!existsSync(wal) || readdirSync(wal).length === 0) throw new Error('nothing is archived yet');
    },
  });
  opened.adopt(archiver, (server) => server.remove('SIGTERM'));
  await archiver.start();
  const resources = opened.move();
  return {
    databaseUrl,
    backups,
    run,
    archived: () =>
      withClient(postgres.url, async (client) => {
        const { rows } = await client.query<{ end: string }>('select pg_current_wal_insert_lsn()::text as end');
        // An idle server writes nothing more: a commit of ours takes along what lies before it.
        await client.query('select pg_switch_wal()');
        await until(
          'the archive has everything',
          async () =>
            (await client
              .query('select from pg_stat_replication where flush_lsn >= $1::pg_lsn', [rows[0]?.end ?? ''])
              .then(({ rowCount }) => rowCount)) === 1,
          30_000,
        );
      }),
    now: () =>
      withClient(postgres.url, async (client) => {
        const { rows } = await client.query<{ now: string }>(
          `select to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as now`,
        );
        return rows[0]?.now ?? '';
      }),
    takeAway: async () => {
      await postgres.stop();
      renameSync(postgres.data, `${postgres.data}.taken-away-${Date.now()}`);
    },
    destroy: async () => {
      await postgres.kill();
      rmSync(postgres.data, { recursive: true });
    },
    restore: (target) => run('restore-to-time.sh', { TARGET_TIME: target }),
    start: () => postgres.start(),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** Writes rows one commit at a time and remembers which were acknowledged, and when. */
export class AcknowledgedWrites {
  /** Milliseconds of the monotonic clock at which row n (from 0) was acknowledged. */
  readonly acknowledgedAt: number[] = [];
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  prepare(): Promise<void> {
    return withClient(this.#url, async (client) => void (await client.query('create table drill_writes (n integer primary key)')));
  }

  /** Writes `count` rows, or until the server is gone. */
  async write(count: number): Promise<void> {
    const client = new pg.Client({ connectionString: this.#url });
    client.on('error', () => undefined);
    await client.connect();
    try {
      for (let i = 0; i < count; i += 1) {
        await client.query('insert into drill_writes values ($1)', [this.acknowledgedAt.length]);
        this.acknowledgedAt.push(performance.now());
      }
    } catch (error) {
      if (count !== Infinity) throw error;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** The rows that the server has. */
  async stored(): Promise<ReadonlySet<number>> {
    return withClient(this.#url, async (client) => {
      const { rows } = await client.query<{ n: number }>('select n from drill_writes');
      return new Set(rows.map(({ n }) => n));
    });
  }
}
