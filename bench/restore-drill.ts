import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';

import { AcknowledgedWrites, openRecoveryRig, type RecoveryRig } from '../test/ops/support/recovery-rig.js';
import { withClient } from '../test/support/postgres.js';
import { until } from '../test/support/until.js';
import { keepResult } from './support/result.js';

/**
 * How much a restore loses (RPO) and how long it takes (RTO), by the chart's own scripts over a real PostgreSQL of several sizes: to a
 * moment before a mistake, and to the end of the archive after server and disk are gone.
 */
const { values } = parseArgs({ options: { rows: { type: 'string', multiple: true, default: ['100000', '400000', '1600000'] } } });
const WRITES = 2_000;
const BASE_AGE_MS = 1_100;

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

interface Figures {
  readonly drill: 'moment' | 'disk';
  readonly rows: number;
  readonly databaseMb: number;
  readonly baseBackupSeconds: number;
  /** Rows acknowledged before the target, or before the loss. */
  readonly acknowledged: number;
  readonly missing: number;
  /** From the first acknowledged write that is missing to the last. */
  readonly lostMs: number;
  /** Rows that are there though they came after the target. */
  readonly tooMany: number;
  /** From the order to restore until the server answers. */
  readonly restoreSeconds: number;
}

async function drill(kind: Figures['drill'], rows: number): Promise<Figures> {
  await using rig = await openRecoveryRig();
  const writes = new AcknowledgedWrites(rig.databaseUrl);
  await writes.prepare();
  const databaseMb = await fill(rig, rows);
  const base = must(rig.run('base-backup.sh'));
  await new Promise((resolve) => setTimeout(resolve, BASE_AGE_MS));
  let target = 'latest';
  let owed: readonly number[] = writes.acknowledgedAt;
  if (kind === 'moment') {
    await writes.write(WRITES);
    owed = [...writes.acknowledgedAt];
    target = await rig.now();
    await writes.write(WRITES);
    await withClient(rig.databaseUrl, (client) => client.query('drop table filler, stocks cascade'));
    await rig.archived();
    await rig.takeAway();
  } else {
    const writing = writes.write(Infinity);
    await until('enough is written', () => owed.length > WRITES, 120_000);
    await rig.destroy();
    await writing;
  }
  const started = performance.now();
  must(rig.restore(target));
  await rig.start();
  const restoreSeconds = (performance.now() - started) / 1_000;
  const stored = await writes.stored();
  const missing = owed.filter((_, n) => !stored.has(n));
  return {
    drill: kind,
    rows,
    databaseMb,
    baseBackupSeconds: round(base.seconds),
    acknowledged: owed.length,
    missing: missing.length,
    lostMs: missing.length === 0 ? 0 : Math.round((owed.at(-1) ?? 0) - (missing[0] ?? 0)),
    tooMany: kind === 'moment' ? [...stored].filter((n) => n >= owed.length).length : 0,
    restoreSeconds: round(restoreSeconds),
  };
}

/** Fills a table; returns the size of the database in megabytes. */
function fill(rig: RecoveryRig, rows: number): Promise<number> {
  return withClient(rig.databaseUrl, async (client) => {
    await client.query(`create table filler as select n, md5(n::text) as text, n / 7.0 as price from generate_series(1, ${rows}) as n`);
    const size = await client.query<{ mb: number }>('select round(pg_database_size(current_database()) / 1e6)::int as mb');
    return size.rows[0]?.mb ?? 0;
  });
}

function must<T extends { readonly status: number | null; readonly output: string }>(run: T): T {
  if (run.status !== 0) throw new Error(run.output);
  return run;
}

const round = (seconds: number): number => Math.round(seconds * 100) / 100;

const drills: Figures[] = [];
for (const rows of values.rows.map(Number)) {
  for (const kind of ['moment', 'disk'] as const) {
    const figures = await drill(kind, rows);
    drills.push(figures);
    process.stderr.write(`${JSON.stringify(figures)}\n`);
  }
}
keepResult('restore-drill', { drills });
