import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { watchSignals } from '../../src/client/watch-signals.js';
import type { BarColumns } from '../../src/domain/market/bar.js';
import { newestClosedSessions } from '../../src/domain/market/calendar.js';
import { fromEpochDay } from '../../src/domain/market/trading-date.js';
import { analyseSeries } from '../../src/domain/vpa/analyse-series.js';
import type { SignalsOfQuery, WatchSubscription } from '../generated/graphql.js';
import { VpaProcess } from '../ledger/vpa-process.js';
import { ask } from '../support/ask.js';
import { createDatabase, dropDatabase } from '../support/postgres.js';
import { freePort } from '../support/free-port.js';
import { restlessBars } from '../support/restless-bars.js';
import { until } from '../support/until.js';
import { SIGNALS, STOCK, WATCH } from './spine.documents.js';

type Item = WatchSubscription['signalDetected'];

const BARS = 120;
const LIVE_SESSIONS = 5;
const SYMBOLS = ['AAA', 'BBB', 'CCC'];

const now = new Date();
const series = new Map(SYMBOLS.map((symbol, index) => [symbol, restlessBars(BARS, { seed: index + 1, now })]));
const live: ReadonlySet<string> = new Set(newestClosedSessions(now, LIVE_SESSIONS));

let directory: string;
let file: string;
let env: Record<string, string>;
let url: string;
let processes: VpaProcess[];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'vpa-spine-'));
  file = join(directory, 'bars.csv');
  writeFileSync(
    file,
    ['symbol,date,open,high,low,close,volume', ...[...series].flatMap(([symbol, bars]) => rowsOf(symbol, bars))].join('\n'),
  );
  const port = await freePort();
  url = `http://127.0.0.1:${port}/graphql`;
  env = {
    DATABASE_URL: await createDatabase(inject('postgresUrl')),
    REDIS_URL: inject('redisUrl'),
    PORT: String(port),
    METRICS_PORT: '0',
    SCAN_INTERVAL: '1',
  };
  await vpa('migrate');
  processes = [
    new VpaProcess({
      args: ['api'],
      env,
      isUp: async () => (await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null))?.ok === true,
    }),
    new VpaProcess({ args: ['worker', 'scanner', 'relay'], env, isUp: (log) => log.includes('workers run') }),
  ];
  await Promise.all(processes.map((each) => each.up()));
});

afterAll(async () => {
  await Promise.all(processes.map((each) => each.stop()));
  await dropDatabase(env['DATABASE_URL']!);
  rmSync(directory, { recursive: true, force: true });
});

describe('from a file to a subscriber, with PostgreSQL, Redis and the built program', () => {
  const received: Item[] = [];
  const stop = new AbortController();

  it('a subscriber gets each signal of the newest sessions once, and none of history', async () => {
    void follow(received, null, stop.signal);
    await until('the feed told its position', () => received.length > 0);

    await vpa('import', file, '--price-unit', 'vnd');
    const expected = keysOf((date) => live.has(date));
    await until('all signals came', () => received.filter(isSignal).length >= expected.length, 30_000);

    expect(expected.length).toBeGreaterThan(0);
    expect(
      received
        .filter(isSignal)
        .map(({ signal }) => keyOf(signal))
        .toSorted(),
    ).toEqual(expected);
    expect(received.filter(isSignal).every(({ signal }) => signal.origin === 'LIVE' && signal.stock.symbol === signal.symbol)).toBe(true);
  });

  it('a client that comes back with its cursor gets the rest and nothing twice', async () => {
    stop.abort();
    const middle = received[1]!;
    const rest: Item[] = [];
    const again = new AbortController();
    void follow(rest, middle.cursor, again.signal);
    const owed = received.slice(2).filter(isSignal);
    await until('the rest came', () => rest.filter(isSignal).length >= owed.length);
    again.abort();

    expect(rest.filter(isSignal).map(({ signal }) => keyOf(signal))).toEqual(owed.map(({ signal }) => keyOf(signal)));
  });

  it('queries find the bars and the signals of the whole history', async () => {
    const keys: string[] = [];
    let after: string | null = null;
    do {
      const { signals }: SignalsOfQuery = await ask(url, SIGNALS, { filter: { symbols: SYMBOLS }, after });
      expect(signals.totalCount).toBe(keysOf(() => true).length);
      keys.push(...signals.edges.map(({ node }) => keyOf(node)));
      after = signals.pageInfo.hasNextPage ? (signals.pageInfo.endCursor ?? null) : null;
    } while (after !== null);
    const { stock } = await ask(url, STOCK, { symbol: 'AAA' });

    expect(keys.toSorted()).toEqual(keysOf(() => true));
    expect(stock?.bars.edges.map(({ node }) => node.tradingDate)).toEqual([...series.get('AAA')!.epochDay].map(fromEpochDay));
    expect(stock?.latestBar?.close).toBe(String(series.get('AAA')!.close[BARS - 1]));
  });

  it('a second import changes nothing', async () => {
    expect(await vpa('import', file, '--price-unit', 'vnd')).toContain(
      `0 inserted, 0 updated, ${BARS * SYMBOLS.length} unchanged, 0 refused`,
    );
  });

  it('both processes end in order when told to', async () => {
    expect(await Promise.all(processes.map((each) => each.stop()))).toEqual([0, 0]);
    expect(processes.map((each) => each.unexpectedEnds)).toEqual([0, 0]);
  });
});

async function follow(into: Item[], after: string | null, signal: AbortSignal): Promise<void> {
  for await (const item of watchSignals<Item>({ url: url.replace('http', 'ws'), query: WATCH.toString(), after, signal })) into.push(item);
}

function isSignal(item: Item): item is Extract<Item, { __typename: 'SignalDetected' }> {
  return item.__typename === 'SignalDetected';
}

function keyOf({ symbol, tradingDate, kind }: { readonly symbol: string; readonly tradingDate: string; readonly kind: string }): string {
  return `${symbol} ${tradingDate} ${kind}`;
}

/** What the engine finds in the same bars, sorted. */
function keysOf(isWanted: (tradingDate: string) => boolean): string[] {
  return [...series]
    .flatMap(([symbol, bars]) => {
      const analysis = analyseSeries(bars, { symbol, isIndex: false });
      return [...bars.epochDay]
        .map(fromEpochDay)
        .flatMap((tradingDate, t) =>
          isWanted(tradingDate) ? analysis.firedAt(t).map(({ kind }) => keyOf({ symbol, tradingDate, kind })) : [],
        );
    })
    .toSorted();
}

function rowsOf(symbol: string, bars: BarColumns): string[] {
  return [...bars.epochDay].map((day, t) =>
    [symbol, fromEpochDay(day), bars.open[t], bars.high[t], bars.low[t], bars.close[t], bars.volume[t]].join(','),
  );
}

/** Runs the built command line; what it printed. */
function vpa(...args: string[]): Promise<string> {
  return new Promise((done, fail) => {
    execFile(
      process.execPath,
      ['dist/src/main/cli.js', ...args],
      { env: { ...process.env, ...env }, timeout: 60_000 },
      (error, stdout, stderr) => {
        if (error === null) done(stdout);
        else fail(new Error(`vpa ${args.join(' ')} failed: ${stdout}${stderr}`));
      },
    );
  });
}
