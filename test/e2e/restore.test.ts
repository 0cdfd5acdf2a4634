import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { openDatabase } from '../../src/adapters/persistence/open-database.js';
import { resume } from '../../src/client/resume.js';
import { MarketFeed } from '../ledger/market-feed.js';
import { VpaProcess } from '../ledger/vpa-process.js';
import { findOrInstall } from '../support/binaries.js';
import { freePort } from '../support/free-port.js';
import { createDatabase, dropDatabase, withClient } from '../support/postgres.js';
import { generator } from '../support/restless-bars.js';
import { until } from '../support/until.js';

const run = promisify(execFile);
const WATCH = `subscription ($after: String) {
  signalDetected(after: $after) { __typename ... on FeedPosition { cursor } ... on SignalDetected { cursor } ... on FeedGap { cursor reason } }
}`;

interface Item {
  readonly __typename: string;
  readonly cursor: string;
  readonly reason?: string;
}

let url = '';
let folder = '';
let binaries = '';
const processes: VpaProcess[] = [];

beforeAll(async () => {
  url = await createDatabase(inject('postgresUrl'));
  folder = mkdtempSync(join(tmpdir(), 'vpa-restore-'));
  binaries = dirname(await findOrInstall({ program: 'initdb', folders: ['/usr/lib/postgresql/*/bin'], debianPackages: ['postgresql'] }));
});
afterAll(async () => {
  await stopAll();
  rmSync(folder, { recursive: true, force: true });
  await dropDatabase(url);
});

const environment = (): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  DATABASE_URL: url,
  REDIS_URL: inject('redisUrl'),
  METRICS_PORT: '0',
  SCAN_INTERVAL: '1',
  VPA_DRAIN_SECONDS: '0',
});

const vpa = async (...args: string[]): Promise<string> =>
  (await run(process.execPath, ['dist/src/main/cli.js', ...args], { env: environment() })).stdout;

async function startAll(port: number): Promise<void> {
  const isReady = () =>
    fetch(`http://127.0.0.1:${port}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  processes.push(new VpaProcess({ args: ['api'], env: { ...environment(), PORT: String(port) }, isUp: isReady }));
  processes.push(new VpaProcess({ args: ['worker', 'scanner', 'relay'], env: environment(), isUp: (log) => log.includes('workers run') }));
  await Promise.all(processes.map((each) => each.up()));
}

async function stopAll(): Promise<void> {
  await Promise.all(processes.splice(0).map((each) => each.stop()));
}

/** The newest signal's number; null while stocks wait for a scan or events for their number. Events about stored signals may come after it. */
const newest = (): Promise<number | null> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ seq: number | null }>(
      `select case when exists (select from events where seq is null) or exists (
          select from stock_scans as scan where not exists (
            select from scan_marks as mark where mark.stock_id = scan.stock_id and mark.scanned_version = scan.bars_version))
        then null else coalesce(max(seq), 0)::int end as seq
        from events where type = 'signal.detected'`,
    );
    return rows[0]?.seq ?? null;
  });

/** Imports bars until their signals are numbered beyond the given number; the last of these numbers, with nothing more to come. */
async function tellMore(label: string, after: number): Promise<number> {
  const database = await openDatabase({ kind: 'postgres', url, poolSize: 2, statementTimeoutMs: 10_000 });
  try {
    const feed = new MarketFeed(database, label, generator(label.length));
    let settled = 0;
    while (settled <= after) {
      await feed.next();
      await until('what came in is scanned and numbered', async () => {
        const seq = await newest();
        settled = seq ?? settled;
        return seq !== null;
      });
    }
    return settled;
  } finally {
    await database.close();
  }
}

test('after a restore and vpa new-epoch, who watched and who comes back with a cursor are told so, and go on', async () => {
  await vpa('migrate');
  const port = await freePort();
  await startAll(port);
  const atBackup = await tellMore('A', 0);
  await run(join(binaries, 'pg_dump'), ['--format=custom', `--file=${join(folder, 'dump')}`, url]);
  const items: Item[] = [];
  const faults: Error[] = [];
  const watch = (into: Item[], after: string | null): (() => void) =>
    resume<Item>(
      { url: `ws://127.0.0.1:${port}/graphql`, query: WATCH, after, backoff: { minMs: 50, maxMs: 400 }, keepAliveMs: 2_000 },
      { onItem: (item) => void into.push(item), onEnd: (error) => void faults.push(error) },
    );
  const stopWatching = watch(items, null);
  await until('the watcher is subscribed', () => items.length > 0);
  const lost = await tellMore('BB', atBackup);
  await until('the watcher was told what the restore will undo', () => seqOf(items.at(-1)) === lost);
  const oldCursor = items.at(-1)?.cursor ?? '';

  await stopAll();
  await withClient(url, (client) => client.query('drop schema public cascade; create schema public'));
  await run(join(binaries, 'pg_restore'), ['--no-owner', '--dbname', url, join(folder, 'dump')]).catch(({ stderr }: { stderr: string }) =>
    expect(stderr).toContain('schema "public" already exists'),
  );
  expect(await newest()).toBe(atBackup);
  expect(await vpa('new-epoch')).toMatch(/^epoch [0-9a-f-]{36} begins after event \d+\n$/);
  // The numbers the watcher had are given out again, for other signals, before it is back.
  await startAll(await freePort());
  const reused = await tellMore('CCC', Math.max(lost, atBackup));
  expect(reused).toBeGreaterThanOrEqual(lost);
  await stopAll();
  await startAll(port);

  await until('the watcher is told', () => items.some(({ __typename }) => __typename === 'FeedGap'));
  expect(items.filter(({ __typename }) => __typename === 'FeedGap')).toMatchObject([{ reason: 'EPOCH' }]);
  const late: Item[] = [];
  const stopLate = watch(late, oldCursor);
  await until('who comes late is told', () => late.length > 1);
  expect(late.slice(0, 2)).toMatchObject([
    { __typename: 'FeedPosition', cursor: oldCursor },
    { __typename: 'FeedGap', reason: 'EPOCH' },
  ]);
  const further = await tellMore('DDDD', reused);
  await until('both go on', () => seqOf(items.at(-1)) === further && seqOf(late.at(-1)) === further);
  stopWatching();
  stopLate();
  expect(faults).toEqual([]);
}, 240_000);

function seqOf(item: Item | undefined): number {
  return Number(
    Buffer.from(item?.cursor ?? '', 'base64url')
      .toString('latin1')
      .split(':')[1] ?? -1,
  );
}
