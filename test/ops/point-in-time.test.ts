import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openDatabase } from '../../src/adapters/persistence/open-database.js';
import { MarketFeed } from '../ledger/market-feed.js';
import { Subscriber } from '../ledger/subscriber.js';
import { VpaProcess } from '../ledger/vpa-process.js';
import { freePort } from '../support/free-port.js';
import { withClient } from '../support/postgres.js';
import { startRedis } from '../support/redis.js';
import { generator } from '../support/restless-bars.js';
import { until } from '../support/until.js';
import { AcknowledgedWrites, openRecoveryRig, type RecoveryRig } from './support/recovery-rig.js';

let rig: RecoveryRig;
beforeAll(async () => {
  rig = await openRecoveryRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

const epoch = (): Promise<string> =>
  withClient(rig.databaseUrl, async (client) => {
    const { rows } = await client.query<{ epoch: string }>('select epoch from event_counter');
    return rows[0]?.epoch ?? '';
  });

/** Brings in bars until subscribers were told of something new. */
async function tellMore(prefix: string, subscriber: Subscriber): Promise<void> {
  const before = subscriber.deliveries.length;
  const database = await openDatabase({ kind: 'postgres', url: rig.databaseUrl, poolSize: 2, statementTimeoutMs: 10_000 });
  try {
    const feed = new MarketFeed(database, prefix, generator(prefix.charCodeAt(0)));
    await until(
      'the subscriber is told',
      async () => {
        await feed.next();
        await new Promise((resolve) => setTimeout(resolve, 300));
        return subscriber.deliveries.length > before;
      },
      60_000,
    );
  } finally {
    await database.close();
  }
}

test('a restore to a moment has every write acknowledged before it and none after; who watched is told, and goes on', async () => {
  const redis = await startRedis();
  const port = await freePort();
  const env = { DATABASE_URL: rig.databaseUrl, REDIS_URL: redis.url, METRICS_PORT: '0', SCAN_INTERVAL: '1', VPA_DRAIN_SECONDS: '0' };
  const isReady = () =>
    fetch(`http://127.0.0.1:${port}/readyz`)
      .then(({ ok }) => ok)
      .catch(() => false);
  const startAll = async (): Promise<VpaProcess[]> => {
    const processes = [
      new VpaProcess({ args: ['api'], env: { ...env, PORT: String(port) }, isUp: isReady }),
      new VpaProcess({ args: ['worker', 'scanner', 'relay'], env, isUp: (log) => log.includes('workers run') }),
    ];
    await Promise.all(processes.map((each) => each.up()));
    return processes;
  };
  let processes = await startAll();
  const subscriber = new Subscriber(`ws://127.0.0.1:${port}/graphql`);
  try {
    await subscriber.subscribed();
    const writes = new AcknowledgedWrites(rig.databaseUrl);
    await writes.prepare();
    await writes.write(50);
    expect(rig.run('base-backup.sh')).toMatchObject({ status: 0, output: expect.stringContaining('base-backup: wrote base-') as string });
    await tellMore('A', subscriber);
    await writes.write(500);
    const owed = writes.acknowledgedAt.length;
    await until('the base backup is a second old', () => Promise.resolve(Date.now() % 1_000 < 50));
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const target = await rig.now();
    const before = await epoch();
    await writes.write(300);
    await tellMore('B', subscriber);
    await withClient(rig.databaseUrl, (client) => client.query('drop table vpa_signals cascade'));
    await rig.archived();

    await Promise.all(processes.map((each) => each.stop()));
    await rig.takeAway();
    const restored = rig.restore(target);
    expect(restored.status, restored.output).toBe(0);
    await rig.start();
    expect([...(await writes.stored())].toSorted((a, b) => a - b)).toEqual(Array.from({ length: owed }, (_, n) => n));
    expect(restored.output).toContain(`restore: epoch ${await epoch()} begins after event `);
    expect(await epoch()).not.toBe(before);

    const told = subscriber.deliveries.length;
    processes = await startAll();
    await until('the subscriber is told of the restore', () => subscriber.gaps.length > 0, 20_000);
    await tellMore('C', subscriber);
    expect(subscriber.gaps).toEqual(['EPOCH']);
    expect(subscriber.deliveries.length).toBeGreaterThan(told);
  } finally {
    subscriber.stop();
    await Promise.all(processes.map((each) => each.stop()));
    await redis.remove();
  }
}, 300_000);

test('where the server and its disk are gone, at most the last second of acknowledged writes is', async () => {
  await using gone = await openRecoveryRig();
  const writes = new AcknowledgedWrites(gone.databaseUrl);
  await writes.prepare();
  expect(gone.run('base-backup.sh').status).toBe(0);
  const writing = writes.write(Infinity);
  await until('some is written', () => writes.acknowledgedAt.length > 500, 60_000);
  await gone.destroy();
  await writing;
  const restored = gone.restore('latest');
  expect(restored.status, restored.output).toBe(0);
  await gone.start();
  const stored = await writes.stored();
  const missing = writes.acknowledgedAt.filter((_, n) => !stored.has(n));
  expect((writes.acknowledgedAt.at(-1) ?? 0) - (missing[0] ?? Infinity)).toBeLessThan(1_000);
}, 180_000);

test('a restore is refused over data, before the first backup, beyond the log, and from a damaged copy', async () => {
  expect(rig.restore('latest')).toMatchObject({ status: 1, output: expect.stringContaining('is not empty') as string });
  const elsewhere = { DATA_DIR: join(rig.backups, 'restored') };
  const restore = (target: string) => rig.run('restore-to-time.sh', { ...elsewhere, TARGET_TIME: target });
  expect(restore('2020-01-01T00:00:00Z')).toMatchObject({
    status: 1,
    output: expect.stringContaining('no base backup was finished') as string,
  });
  expect(restore('last tuesday or so')).toMatchObject({ status: 1, output: expect.stringContaining('is no time') as string });
  expect(restore('2999-01-01T00:00:00Z')).toMatchObject({
    status: 1,
    output: expect.stringContaining('recovery ended before configured recovery target') as string,
  });
  rmSync(elsewhere.DATA_DIR, { recursive: true });
  const newest =
    readdirSync(rig.backups)
      .filter((name) => name.startsWith('base-'))
      .toSorted()
      .at(-1) ?? '';
  writeFileSync(join(rig.backups, newest, 'PG_VERSION'), '9\n');
  expect(restore('latest')).toMatchObject({ status: 1, output: expect.stringContaining('PG_VERSION') as string });
}, 180_000);

describe('expiry', () => {
  const stamp = (days: number): string => `base-${new Date(Date.now() - days * 86_400_000).toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;
  const segment = (n: number): string => `0000000100000000${n.toString(16).toUpperCase().padStart(8, '0')}`;
  const leave = (folder: string, ages: readonly number[]): void => {
    mkdirSync(join(folder, 'wal'), { recursive: true });
    // The scripts run as another user where the tests run as root.
    for (const each of [folder, join(folder, 'wal')]) chmodSync(each, 0o777);
    for (const days of ages) {
      // Once: a second may begin in between.
      const base = join(folder, stamp(days));
      mkdirSync(base);
      chmodSync(base, 0o777);
      const label = `START WAL LOCATION: 0/0 (file ${segment(100 - days)})\n`;
      writeFileSync(join(base, 'backup_label'), label);
      writeFileSync(join(folder, 'wal', segment(100 - days)), '');
    }
  };
  const scene = (ages: readonly number[]) => {
    const folder = join(rig.backups, `expiry-${ages.length}-${ages[0]}`);
    leave(folder, ages);
    return {
      run: () => rig.run('expire-backups.sh', { BACKUP_DIR: folder }),
      bases: () => readdirSync(folder).filter((name) => name.startsWith('base-')).length,
      segments: () => readdirSync(join(folder, 'wal')).toSorted(),
    };
  };

  test('of 36 days, those are kept that a moment of the last 30 needs, with their log', () => {
    const { run, bases, segments } = scene(Array.from({ length: 36 }, (_, days) => days));
    const { status, output } = run();
    expect({ status, output }).toMatchObject({ status: 0, output: expect.stringContaining('can be restored') as string });
    expect(bases()).toBe(31);
    expect(segments()[0]).toBe(segment(70));
    expect(segments()).toHaveLength(31);
  });

  test('nothing is removed where backups have stopped', () => {
    const { run, bases, segments } = scene(Array.from({ length: 36 }, (_, days) => days + 2));
    expect(run()).toMatchObject({ status: 1, output: expect.stringContaining('nothing is removed') as string });
    expect([bases(), segments().length]).toEqual([36, 36]);
  });
});
