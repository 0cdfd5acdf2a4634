import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';

import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import { openDatabase } from '../../src/adapters/persistence/open-database.js';
import { MarketFeed } from '../ledger/market-feed.js';
import { createDatabase, dropDatabase, withClient } from '../support/postgres.js';
import { generator } from '../support/restless-bars.js';
import { until } from '../support/until.js';

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

let databaseUrl: string;
const environment = () => ({ PATH: process.env['PATH'] ?? '', DATABASE_URL: databaseUrl, METRICS_PORT: '0' });

function vpa(...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ['dist/src/main/cli.js', ...args], { env: environment() }, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode, stdout, stderr });
    });
  });
}

async function count(what: string): Promise<number> {
  const { rows } = await withClient(databaseUrl, (client) => client.query<{ count: number }>(`select count(*)::int as count from ${what}`));
  return rows[0]?.count ?? NaN;
}

/** Brings the bars of five stocks in. */
async function importBars(label: string): Promise<readonly string[]> {
  const database = await openDatabase({ kind: 'postgres', url: databaseUrl, poolSize: 2, statementTimeoutMs: 10_000 });
  const feed = new MarketFeed(database, label, generator(label.length));
  await feed.next();
  await database.close();
  return feed.owedSignals();
}

beforeAll(async () => {
  databaseUrl = await createDatabase(inject('postgresUrl'));
});
afterAll(() => dropDatabase(databaseUrl));

describe('vpa scan and vpa worker', () => {
  test('refuse a database that was not migrated, and say what to do', async () => {
    for (const args of [['scan'], ['worker', 'relay']]) {
      const { code, stdout, stderr } = await vpa(...args);
      expect(code).toBe(1);
      expect(stdout).toBe('');
      expect(stderr).toContain('run `vpa migrate` first');
    }
    expect((await vpa('migrate')).code).toBe(0);
  });

  test('refuse what is no worker', async () => {
    const { code, stderr } = await vpa('worker', 'scanner', 'painter');
    expect(code).toBe(2);
    expect(stderr).toContain('scanner, relay');
  });

  test('scan stores the signals of what is due, tells the new ones, and finds nothing the second time', async () => {
    const owed = await importBars('SCAN');
    const first = await vpa('scan');
    const [signals, events] = [await count('vpa_signals'), await count('events')];
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toBe(`scanned 5 stocks: ${signals} new signals, ${events} of them live, 0 stocks failed\n`);
    expect(events).toBe(owed.length);
    expect(await count("vpa_signals where origin = 'LIVE'")).toBe(events);
    expect(await count("vpa_signals where origin = 'BACKFILL'")).toBe(signals - events);
    expect((await vpa('scan')).stdout).toBe('scanned 0 stocks: 0 new signals, 0 of them live, 0 stocks failed\n');
  });

  test('workers scan and number what comes in, and end in order when told to', async () => {
    const child = spawn(process.execPath, ['dist/src/main/cli.js', 'worker', 'scanner', 'relay'], { env: environment(), stdio: 'ignore' });
    try {
      const owed = await importBars('WORKER');
      await until(
        'its events are numbered',
        async () => (await count("events where payload #>> '{signal,symbol}' like 'WORKER%' and seq is not null")) === owed.length,
        30_000,
      );
      expect(await count('events where seq is null')).toBe(0);
      expect(owed.length).toBeGreaterThan(0);
      child.kill('SIGTERM');
      const [code] = await once(child, 'exit');
      expect(code).toBe(0);
    } finally {
      child.kill('SIGKILL');
    }
  });
});
