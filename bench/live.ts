import { execFile, fork, type ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { openFakeMarket, type FakeMarket } from '../src/adapters/fake-market/fake-market.js';
import { Tape, type TapeBar } from '../src/adapters/fake-market/tape.js';
import { instantAt, parseTradingDate } from '../src/domain/market/trading-date.js';
import { SeededRandom } from '../src/domain/seeded-random.js';
import { freePort } from '../test/support/free-port.js';
import { createDatabase, startPostgres, withClient } from '../test/support/postgres.js';
import { RawClient } from '../test/support/raw-ws-client.js';
import { RealtimeProcess } from '../test/support/realtime-rig.js';
import { startRedis } from '../test/support/redis.js';
import { until } from '../test/support/until.js';
import { percentile } from './support/live-stack.js';
import { keepResult } from './support/result.js';

/**
 * A session of HOSE through the sockets of the simulated market: every minute of every symbol has four trades. Three times the
 * line breaks without a close, once the leader is killed. Afterwards each stored minute is compared with the source's.
 */
const SYMBOLS = Number(process.argv[2] ?? 1_600);
const PER_SECOND = Number(process.argv[3] ?? 10_000);
const SESSION = parseTradingDate('2024-12-31');
const SUBSCRIBERS = 10;
const WATCHED = 100;
/** Ticks that are told at once. */
const PORTION = 200;
const CLI = fileURLToPath(new URL('../src/main/cli.js', import.meta.url));
const PROVISIONAL = 'subscription { provisionalSignals { symbol at state } }';
const QUERY = 'subscription ($symbols: [String!]!) { priceUpdated(symbols: $symbols) { symbol at price volume } }';

interface PriceNode {
  readonly symbol: string;
  readonly at: string;
}

const symbols = Array.from({ length: SYMBOLS }, (_, number) => `S${String(number).padStart(4, '0')}`);
const place = new Map(symbols.map((symbol, number) => [symbol, number]));

function aTape(): Tape {
  const random = SeededRandom.of(11, 'bench live');
  const day = (): TapeBar => {
    const open = random.integer(100, 900) * 100;
    const [up, down] = [random.integer(0, 30) * 50, random.integer(0, 30) * 50];
    const close = open - down + random.integer(0, (up + down) / 50) * 50;
    const bar = { open, high: open + up, low: open - down, close, volume: random.integer(100_000, 5_000_000) };
    return { at: instantAt(SESSION, 0), tradingDate: SESSION, ...bar };
  };
  return new Tape(new Map(symbols.map((symbol) => [symbol, [day()]])), 11);
}

/** When each tick was told, by its time of the market and its symbol. */
class Told {
  readonly #at = new Map<number, Float64Array>();

  note(at: Date, symbol: string): void {
    let times = this.#at.get(at.getTime());
    if (times === undefined) this.#at.set(at.getTime(), (times = new Float64Array(SYMBOLS)));
    times[place.get(symbol) ?? 0] = performance.now();
  }

  when(at: string, symbol: string): number {
    return this.#at.get(Date.parse(at))?.[place.get(symbol) ?? 0] ?? NaN;
  }
}

const tape = aTape();
const ticks = tape.ticks(SESSION);
const told = new Told();
const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
const market = await openFakeMarket({ tape, session: SESSION, host: '127.0.0.1', port: 0, now: () => new Date(), retryAfter: 0 });
const databaseUrl = await createDatabase(postgres.url);
const env: Record<string, string> = {
  PATH: process.env['PATH'] ?? '',
  DATABASE_URL: databaseUrl,
  REDIS_URL: redis.url,
  VPA_LOG_LEVEL: 'warn',
  METRICS_PORT: '0',
  VPA_RATE_ANONYMOUS: '0',
  VPA_PROVIDERS: 'feed,udf',
  VPA_FEED_URL: `${market.url.replace('http', 'ws')}/feed`,
  VPA_FEED_PRICE_UNIT: 'vnd',
  VPA_UDF_URL: `${market.url}/udf/history`,
  VPA_UDF_PRICE_UNIT: 'vnd',
  VPA_UDF_PER_SECOND: '1000',
  VPA_REALTIME_REFILLS: '8',
};
await promisify(execFile)(process.execPath, [CLI, 'migrate'], { env });
await withClient(databaseUrl, (client) =>
  client.query("insert into stocks (symbol, name, exchange) select symbol, symbol, 'HOSE' from unnest($1::text[]) as symbol", [symbols]),
);
await storeHistories();
const workers: RealtimeProcess[] = [];
let api: ChildProcess | undefined;
try {
  api = await startApi();
  const opening = instantAt(SESSION, 9 * 60);
  const listens = () => market.streams.listenersOf('S0000') === 1;
  workers.push(await RealtimeProcess.start(env, opening));
  await until('the leader listens', listens, 60_000);
  workers.push(await RealtimeProcess.start(env, opening));
  const delays = await play(market);
  const checked = await compare();
  const look = await workers.at(-1)?.look();
  keepResult('live', {
    what: `a session of ${SYMBOLS} symbols, ${ticks.length} ticks at ${PER_SECOND} a second, three breaks without a close, one leader killed; market, two workers, API, PostgreSQL, Redis over sockets`,
    ...checked,
    ticksWhileNobodyListened: delays.unheard,
    priceUpdated: {
      subscribers: SUBSCRIBERS,
      symbolsEach: WATCHED,
      told: delays.sorted.length,
      p50Ms: round(percentile(delays.sorted, 0.5)),
      p99Ms: round(percentile(delays.sorted, 0.99)),
    },
    provisionalSignals: {
      told: delays.provisional.length,
      p50Ms: round(percentile(delays.provisional, 0.5)),
      p99Ms: round(percentile(delays.provisional, 0.99)),
    },
    ticksPerSecond: round(ticks.length / delays.seconds),
    workerHeapMb: { early: mb(delays.heaps[0] ?? 0), middle: mb(delays.heaps.at(-1) ?? 0), end: mb(look?.memory.heapUsed ?? 0) },
    workerRssMb: mb(look?.memory.rss ?? 0),
  });
} finally {
  api?.kill('SIGKILL');
  await Promise.all(workers.map((each) => each.kill()));
  await market.close();
  await Promise.all([postgres.remove(), redis.remove()]);
}

/** Quiet days at the price of the opening, so that a move of the session is news. */
async function storeHistories(): Promise<void> {
  const opens = symbols.map((symbol) => tape.bars(symbol, 'D1', instantAt(SESSION, 0), instantAt(SESSION, 1))[0]?.open ?? 0);
  await withClient(databaseUrl, (client) =>
    client.query(
      `insert into market_data (stock_id, trading_date, open, high, low, close, volume, source)
       select stocks.id, day, open, open * 1.005, open * 0.995, open, 1000000, 'PROVIDER'
       from unnest($1::text[], $2::numeric[]) as listed (symbol, open) join stocks using (symbol),
         generate_series($3::date - 130, $3::date - 1, interval '1 day') as day
       where extract(isodow from day) < 6`,
      [symbols, opens, SESSION],
    ),
  );
}

async function startApi(): Promise<ChildProcess> {
  const port = await freePort();
  env['API'] = `ws://127.0.0.1:${port}/graphql`;
  const child = fork(CLI, ['api'], { execArgv: [], env: { ...env, PORT: String(port) }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ready = () =>
    fetch(`http://127.0.0.1:${port}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await until('the API is ready', ready, 60_000);
  return child;
}

async function play({ streams }: FakeMarket) {
  const sorted: number[] = [];
  const heaps: number[] = [];
  const provisional: number[] = [];
  const clients = await Promise.all(
    Array.from({ length: SUBSCRIBERS }, (_, number) => {
      const from = (number * WATCHED) % SYMBOLS;
      return subscribe('priceUpdated', QUERY, { symbols: symbols.slice(from, from + WATCHED) }, sorted);
    }),
  );
  const watcher = await subscribe('provisionalSignals', PROVISIONAL, {}, provisional);
  const faults = new Map<number, () => unknown>(
    [0.15, 0.35, 0.75].map((share) => [Math.floor(ticks.length * share), () => streams.drop()]),
  );
  faults.set(Math.floor(ticks.length * 0.5), () => workers[0]?.kill());
  const due = [...faults.keys()].sort((a, b) => a - b);
  const start = performance.now();
  let unheard = 0;
  let clock = 0;
  let lookedAt = 0;
  while (streams.position < ticks.length) {
    const first = streams.position;
    const portion = ticks.slice(first, first + PORTION);
    const last = portion.at(-1)?.at.getTime() ?? 0;
    if (last > clock) {
      clock = last;
      await Promise.all(workers.map((each) => each.setClock(new Date(clock))));
    }
    for (const { at, symbol } of portion) told.note(at, symbol);
    if (streams.listenersOf('S0000') === 0) unheard += portion.length;
    streams.emit(PORTION);
    if ((due[0] ?? Infinity) <= first) await faults.get(due.shift() ?? 0)?.();
    if (first - lookedAt > ticks.length / 6) {
      lookedAt = first;
      heaps.push((await workers.at(-1)?.look())?.memory.heapUsed ?? 0);
    }
    await delay(Math.max(0, start + ((first + PORTION) * 1_000) / PER_SECOND - performance.now()));
  }
  const seconds = (performance.now() - start) / 1_000;
  await Promise.all(workers.map((each) => each.setClock(instantAt(SESSION, 15 * 60 + 30))));
  await until('the last prices are told', () => clients.every(({ newest }) => newest() === ticks.at(-1)?.at.getTime()), 30_000);
  for (const { end } of [...clients, watcher]) end();
  return { sorted: sorted.sort((a, b) => a - b), provisional: provisional.sort((a, b) => a - b), heaps, unheard, seconds };
}

async function subscribe(field: string, query: string, variables: Record<string, unknown>, into: number[]) {
  const client = await new RawClient(env['API'] ?? '').init();
  let newest = 0;
  client.socket.on('message', (data: Buffer) => {
    const at = performance.now();
    const { payload } = JSON.parse(data.toString()) as { payload?: { data?: Readonly<Record<string, readonly PriceNode[]>> } };
    for (const price of payload?.data?.[field] ?? []) {
      newest = Math.max(newest, Date.parse(price.at));
      const ms = at - told.when(price.at, price.symbol);
      if (Number.isFinite(ms)) into.push(ms);
    }
    client.messages.length = 0;
  });
  client.subscribe(query, variables);
  return { newest: () => newest, end: () => client.socket.terminate() };
}

/** Every minute of the source beside what is stored. */
async function compare() {
  const midnight = instantAt(SESSION, 0).getTime();
  const expected = new Map<string, string>();
  for (const symbol of symbols) {
    for (const bar of tape.bars(symbol, 'M1', instantAt(SESSION, 0), instantAt(SESSION, 1_440))) {
      const minute = (bar.at.getTime() - midnight) / 60_000;
      expected.set(`${symbol} ${minute}`, [bar.open, bar.high, bar.low, bar.close, bar.volume].join());
    }
  }
  const count = async () =>
    withClient(databaseUrl, async (client) => {
      const { rows } = await client.query<{ count: string }>('select count(*) from minute_bars where is_whole');
      return Number(rows[0]?.count);
    });
  const end = performance.now() + 120_000;
  let later = 0;
  while ((await count()) < expected.size && performance.now() < end) {
    // Minutes that could not be fetched yet are asked for again as time goes on.
    later += 10_000;
    await Promise.all(workers.map((each) => each.setClock(new Date(instantAt(SESSION, 15 * 60 + 30).getTime() + later))));
    await delay(500);
  }
  const { rows } = await withClient(databaseUrl, (client) =>
    client.query<{ key: string; text: string; is_whole: boolean }>(
      `select is_whole, symbol || ' ' || minute as key, concat_ws(',', open::float8, high::float8, low::float8, close::float8, volume) as text
       from minute_bars join stocks on stocks.id = stock_id`,
    ),
  );
  const equal = rows.filter(({ key, text }) => expected.get(key) === text).length;
  return {
    minutes: expected.size,
    minutesEqual: equal,
    minutesLost: expected.size - equal,
    minutesWrong: rows.filter(({ key, text, is_whole }) => is_whole && expected.get(key) !== text).length,
  };
}

function mb(bytes: number): number {
  return round(bytes / 2 ** 20);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
