import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createClient } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';

import { tradingDays } from '../../src/domain/market/calendar.js';
import { parseTradingDate } from '../../src/domain/market/trading-date.js';
import { EmbeddedProcess } from '../support/embedded-process.js';
import { until } from '../support/until.js';

/** Three seconds are promised; the rest is for machines that run many tests at once. */
const STOP_MS = 8_000;
const SLOW = ['--session-seconds', '600'];

interface Answer {
  readonly data?: Record<string, unknown>;
  readonly errors?: readonly unknown[];
}

async function ask(url: string, query: string): Promise<Record<string, unknown>> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) });
  const { data, errors } = (await response.json()) as Answer;
  if (data === undefined || errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}

interface Signals {
  readonly edges: readonly {
    readonly node: { readonly tradingDate: string; readonly stock: { readonly symbol: string; readonly isSimulated: boolean } };
  }[];
}
const SIGNALS = '{ signals(first: 5) { edges { node { kind tradingDate stock { symbol isSimulated } } } } }';

async function newestSignals(url: string): Promise<Signals['edges']> {
  return ((await ask(url, SIGNALS))['signals'] as Signals).edges;
}

let root: string;
const started: EmbeddedProcess[] = [];
function start(dataDir: string, args: readonly string[] = SLOW, env: Readonly<Record<string, string>> = {}): EmbeddedProcess {
  const run = new EmbeddedProcess(dataDir, args, env);
  started.push(run);
  return run;
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'vpa-embedded-'));
});
afterEach(async () => {
  for (const run of started.splice(0)) {
    run.kill('SIGKILL');
    await run.ended();
  }
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('npm start', { timeout: 240_000 }, () => {
  /** The directory that the first test fills and the others use or copy. */
  const filled = () => join(root, 'filled');

  it('fills a new directory, finds signals in the history and delivers a new one while a subscriber waits', async () => {
    const run = start(filled(), ['--session-seconds', '1']);
    const url = await run.url();
    expect(run.output).toContain('SIMULATED');
    await run.says(/first scan done/);
    const found = await newestSignals(url);
    expect(found).toHaveLength(5);
    expect(found.every(({ node }) => node.stock.isSimulated)).toBe(true);

    const client = createClient({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 });
    const dates: string[] = [];
    for await (const { data } of client.iterate<{ signalDetected: { signal?: { tradingDate: string } } }>({
      query: 'subscription { signalDetected { ... on SignalDetected { cursor signal { tradingDate } } ... on FeedPosition { cursor } } }',
    })) {
      if (data?.signalDetected.signal !== undefined) dates.push(data.signalDetected.signal.tradingDate);
      if (dates.length > 0) break;
    }
    await client.dispose();
    expect(dates[0]! >= '2025-01-02').toBe(true);

    const { code, ms } = await run.stop();
    expect({ code, errors: run.errors }).toEqual({ code: 0, errors: '' });
    expect(ms).toBeLessThan(STOP_MS);
  });

  it('uses the directory again and goes on after the newest released session', async () => {
    const before = JSON.parse(await readFile(join(filled(), 'embedded.json'), 'utf8')) as { releasedThrough: string };
    const run = start(filled(), ['--session-seconds', '1']);
    const url = await run.url();
    expect(run.output).toContain('used again');
    expect((await newestSignals(url)).length).toBeGreaterThan(0);
    const [, next = ''] = await run.says(/session (\S+) closed/);
    const [, following] = tradingDays(parseTradingDate(before.releasedThrough), parseTradingDate('2026-12-31'));
    expect(next).toBe(following);
    expect(run.output).not.toContain('history is in');
    expect((await run.stop('SIGTERM')).code).toBe(0);
  });

  it('tells of a taken port in one line and ends with 1', async () => {
    const other = createServer();
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const run = start(join(root, 'unused'), SLOW, { PORT: String(port) });
    expect(await run.ended()).toBe(1);
    expect(run.errors).toMatch(new RegExp(`^vpa: port ${port} is taken.*\\n$`));
    expect(run.output).toBe('');
    other.close();
  });

  it('refuses a directory that is in use, in one line', async () => {
    const first = start(filled());
    await first.url();
    const second = start(filled());
    expect(await second.ended()).toBe(1);
    expect(second.errors).toMatch(/^vpa: [^\n]+\n$/);
    expect((await first.stop()).code).toBe(0);
  });

  it('ends at Ctrl-C while it makes its database or fills in the history, and finishes at the next start', async () => {
    const directory = join(root, 'interrupted');
    const first = start(directory);
    await until('it makes the database', () => hasEntry(directory, /unfinished/), 20_000);
    const whileCreating = await first.stop();
    const second = start(directory);
    await second.url();
    const whileFilling = await second.stop();
    for (const { code, ms } of [whileCreating, whileFilling]) {
      expect(code).toBe(0);
      expect(ms).toBeLessThan(STOP_MS);
    }
    const third = start(directory);
    const url = await third.url();
    await third.says(/first scan done/);
    expect((await newestSignals(url)).length).toBeGreaterThan(0);
    expect((await third.stop()).code).toBe(0);
  });

  it('replays the bars of a file, and refuses the directory of another market', async () => {
    const csv = join(root, 'bars.csv');
    await writeFile(csv, barsFile());
    const directory = join(root, 'file');
    const run = start(directory, ['--data', csv, '--price-unit', 'kvnd', '--session-seconds', '0.2']);
    const url = await run.url();
    expect(run.output).toContain('Real daily bars of bars.csv');
    await run.says(/session 2025-\d\d-\d\d closed: 2 bars/);
    const { stock } = (await ask(
      url,
      '{ stock(symbol: "ABC") { exchange isSimulated bars(first: 1, order: ASC) { edges { node { close } } } } }',
    )) as {
      stock: unknown;
    };
    expect(stock).toEqual({ exchange: null, isSimulated: false, bars: { edges: [{ node: { close: '10500' } }] } });
    expect((await run.stop()).code).toBe(0);

    const other = start(directory);
    expect(await other.ended()).toBe(1);
    expect(other.errors).toMatch(/^vpa: .*holds bars of a file.*VPA_DATA_DIR.*\n$/);
  });

  it.each([
    ['on loopback whoever asks', {}, undefined],
    ['behind another address nobody', { VPA_HOST: '0.0.0.0' }, 'FORBIDDEN'],
    ['beside a named database server nobody', { DATABASE_URL: 'postgresql://127.0.0.1:1/none' }, 'FORBIDDEN'],
  ])('%s is the administrator without signing in', async (_who, env, code) => {
    const run = start(filled(), SLOW, env);
    const url = (await run.url()).replace('localhost', '127.0.0.1');
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ quarantineCounts { count } }' }),
    });
    const { errors } = (await response.json()) as { errors?: readonly { readonly extensions: { readonly code: string } }[] };
    expect(errors?.[0]?.extensions.code).toBe(code);
    expect(run.output).toMatch(code === undefined ? /Access +whoever asks/ : /Access +administrators sign in/);
    expect((await run.stop()).code).toBe(0);
  });

  it('tells of a damaged state in one line', async () => {
    const directory = join(root, 'damaged');
    await mkdir(directory);
    await writeFile(join(directory, 'embedded.json'), 'oops');
    const run = start(directory);
    expect(await run.ended()).toBe(1);
    expect(run.errors).toMatch(/^vpa: .*is damaged.*\n$/);
  });

  it('shows its words with --help and refuses others with 2', async () => {
    const help = start(join(root, 'unused'), ['--help']);
    expect(await help.ended()).toBe(0);
    expect(help.output).toContain('--price-unit');
    const wrong = start(join(root, 'unused'), ['--data', 'x.csv']);
    expect(await wrong.ended()).toBe(2);
    expect(wrong.errors).toMatch(/^vpa: --data needs --price-unit.*\n$/);
  });
});

async function hasEntry(directory: string, pattern: RegExp): Promise<boolean> {
  return (await readdir(directory).catch(() => [])).some((entry) => pattern.test(entry));
}

/** Two instruments on 130 dates, alternating between quiet and busy days. */
function barsFile(): string {
  const dates = tradingDays(parseTradingDate('2025-01-02'), parseTradingDate('2025-07-15'));
  const rows = dates.flatMap((date, day) => {
    const volume = day % 7 === 6 ? 900_000 : 200_000 + day * 10;
    return [
      `ABC,${date},10.4,10.6,10.3,${day === 0 ? '10.5' : '10.55'},${volume}`,
      `VNINDEX,${date},1250.1,1260,1245,1255.25,${volume * 100}`,
    ];
  });
  return `ticker,date,open,high,low,close,volume\n${rows.join('\n')}\n`;
}
