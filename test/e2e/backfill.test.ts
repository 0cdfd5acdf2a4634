import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';

import { openFakeMarket, type FakeMarket } from '../../src/adapters/fake-market/fake-market.js';
import { simulatedStocks } from '../../src/adapters/providers/simulated/simulated-provider.js';
import { newestClosedSessions } from '../../src/domain/market/calendar.js';
import { instantAt, parseTradingDate } from '../../src/domain/market/trading-date.js';
import { simulatedTape } from '../../src/main/fake-market-tape.js';
import { createDatabase, dropDatabase, withClient } from '../support/postgres.js';
import { until } from '../support/until.js';

const FROM = parseTradingDate('2022-01-04');
/** What the processes under test take for the newest closed session too, unless 15:00 in Vietnam strikes while the test runs. */
const TO = newestClosedSessions(new Date(), 1)[0]!;
const SYMBOLS = simulatedStocks().map(({ symbol }) => symbol);

let market: FakeMarket;
let databaseUrl: string;

const environment = () => ({
  PATH: process.env['PATH'] ?? '',
  DATABASE_URL: databaseUrl,
  METRICS_PORT: '0',
  VPA_PROVIDERS: 'udf',
  VPA_UDF_URL: `${market.url}/udf/history`,
  VPA_UDF_PRICE_UNIT: 'vnd',
  VPA_UDF_PER_SECOND: '20',
  VPA_INGEST_FROM: FROM,
  VPA_INGEST_SYMBOLS: SYMBOLS.join(','),
  VPA_INGEST_CONCURRENCY: '3',
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, ['dist/src/main/cli.js', ...args], { env: { ...environment(), ...env } });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) child[name].on('data', (chunk: Buffer) => (output[name] += chunk.toString()));
  const ended = once(child, 'close').then((): Ended => ({ code: child.exitCode, ...output }));
  return { child, ended };
}

async function query<T extends object>(sql: string): Promise<T[]> {
  return (await withClient(databaseUrl, (client) => client.query<T>(sql))).rows;
}

async function storedBars(): Promise<unknown> {
  return query(
    'select symbol, trading_date::text as date, close::float8 as close from market_data join stocks on stocks.id = stock_id order by symbol, 2',
  );
}

function played() {
  const bars = SYMBOLS.flatMap((symbol) =>
    market.tape
      .bars(symbol, 'D1', instantAt(FROM, 0), instantAt(TO, 0))
      .map(({ tradingDate, close }) => ({ symbol, date: tradingDate as string, close })),
  );
  return bars.toSorted((a, b) => (a.symbol < b.symbol ? -1 : Number(a.symbol > b.symbol)));
}

beforeAll(async () => {
  market = await openFakeMarket({
    tape: simulatedTape(FROM, TO, 7, SYMBOLS),
    session: TO,
    host: '127.0.0.1',
    port: 0,
    now: () => new Date(),
    retryAfter: 1,
  });
});
beforeEach(async () => {
  databaseUrl = await createDatabase(inject('postgresUrl'));
  const { code, stderr } = await start(['migrate']).ended;
  if (code !== 0) throw new Error(stderr);
  return () => dropDatabase(databaseUrl);
});
afterAll(() => market.close());

const filledSymbols = async () =>
  (await query<{ n: number }>('select count(*)::int as n from bar_fills where covered_to is not null'))[0]?.n;

describe('vpa backfill and vpa worker ingest', () => {
  test('killed with SIGKILL in the middle, twice, it goes on from there: no gap, no double', async () => {
    for (const least of [4, 12]) {
      const { child, ended } = start(['backfill']);
      await until('some symbols are filled', async () => ((await filledSymbols()) ?? 0) >= least);
      child.kill('SIGKILL');
      await ended;
      expect(await filledSymbols()).toBeLessThan(SYMBOLS.length);
      expect(await query('select symbol from bar_fills where holding is not null')).not.toEqual([]);
      // What the killed one held comes back when its time is over; the test does not wait for it.
      await query('update bar_fills set held_until = now() where holding is not null');
    }
    const last = await start(['backfill']).ended;
    expect(last).toMatchObject({ code: 0, stderr: '' });
    expect(last.stdout).toMatch(/^filled 31 symbols: \d+ bars fetched, 0 refused, 0 symbols incomplete\n$/);
    expect(await storedBars()).toEqual(played());
    expect((await start(['backfill']).ended).stdout).toBe('filled 31 symbols: 0 bars fetched, 0 refused, 0 symbols incomplete\n');
  });

  test('three workers at once ask for each symbol once, and fill what goes missing', async () => {
    const before = market.requests();
    const workers = [1, 2, 3].map(() => start(['worker', 'ingest'], { VPA_LOG_LEVEL: 'warn' }));
    try {
      await until('all symbols are filled', async () => (await filledSymbols()) === SYMBOLS.length, 30_000);
      expect(await storedBars()).toEqual(played());
      expect(market.requests() - before).toBe(SYMBOLS.length);
    } finally {
      for (const { child } of workers) child.kill('SIGTERM');
    }
    for (const { ended } of workers) expect(await ended).toMatchObject({ code: 0 });
  });

  test.each([
    ['VPA_PROVIDERS', { VPA_PROVIDERS: '' }, 'configuration: VPA_PROVIDERS is needed to fetch bars'],
    ['VPA_PROVIDERS', { VPA_PROVIDERS: 'tcbs' }, 'configuration: VPA_PROVIDERS names "tcbs", which is none of ssi, '],
    [
      'VPA_UDF_PRICE_UNIT',
      { VPA_UDF_PRICE_UNIT: '' },
      'configuration: VPA_UDF_PRICE_UNIT is needed where VPA_PROVIDERS names udf: kvnd or vnd',
    ],
    [
      'VPA_DNSE_API_SECRET',
      { VPA_PROVIDERS: 'dnse', VPA_DNSE_API_KEY: 'k3y' },
      'configuration: VPA_DNSE_API_SECRET is needed where VPA_PROVIDERS names dnse',
    ],
  ])('do not start where %s is wrong, and say so in one line', async (_name, env, message) => {
    for (const args of [['backfill'], ['worker', 'ingest']]) {
      const { code, stdout, stderr } = await start(args, env).ended;
      expect(code).toBe(1);
      expect(stdout).toBe('');
      expect(stderr).toMatch(/^vpa: .*\n$/);
      expect(stderr).toContain(message);
    }
  });
});
