import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import type { FakeMarket } from '../../src/adapters/fake-market/fake-market.js';
import { PRICES, PROVISIONAL } from '../../src/adapters/board-bus/board-forms.js';
import { openRedisBoardBus } from '../../src/adapters/board-bus/redis.board-bus.js';
import type { PriceQuote } from '../../src/domain/market/live/price-quote.js';
import type { ProvisionalReading } from '../../src/domain/vpa/provisional/provisional-reading.js';
import { instantAt } from '../../src/domain/market/trading-date.js';
import { migratedPostgres } from '../support/databases.js';
import { FakeMetrics, SILENT_LOGGER } from '../support/fake-telemetry.js';
import { LAST_DATE, startFakeMarket } from '../support/fake-market.js';
import { withClient } from '../support/postgres.js';
import { playTo, RealtimeProcess, sourceMinutes, storedMinutes } from '../support/realtime-rig.js';
import { startRedis, type RedisServer } from '../support/redis.js';
import { until } from '../support/until.js';

const SYMBOLS = ['SIMBK1', 'SIMTE1', 'VNINDEX'];
const OPENING = instantAt(LAST_DATE, 9 * 60);

describe('the realtime worker', () => {
  let redis: RedisServer;
  let market: FakeMarket;
  let database: Awaited<ReturnType<typeof migratedPostgres>>;
  const processes: RealtimeProcess[] = [];

  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.remove());
  afterEach(async () => {
    await Promise.all(processes.splice(0).map((each) => each.stop()));
    await market.close();
    await database.drop();
  });

  async function setUp(): Promise<void> {
    market = await startFakeMarket();
    database = await migratedPostgres();
    await withClient(database.url, (client) =>
      client.query("insert into stocks (symbol, name, exchange) select symbol, symbol, 'HOSE' from unnest($1::text[]) as symbol", [
        SYMBOLS,
      ]),
    );
  }

  async function start(now = OPENING): Promise<RealtimeProcess> {
    const env = {
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      VPA_PROVIDERS: 'feed,udf',
      VPA_FEED_URL: `${market.url.replace('http', 'ws')}/feed`,
      VPA_FEED_PRICE_UNIT: 'vnd',
      VPA_UDF_URL: `${market.url}/udf/history`,
      VPA_UDF_PRICE_UNIT: 'vnd',
      VPA_UDF_PER_SECOND: '100',
      VPA_REALTIME_SYMBOLS: SYMBOLS.join(),
    };
    const started = await RealtimeProcess.start(env, now);
    processes.push(started);
    return started;
  }

  const listeners = () => market.streams.listenersOf('SIMBK1');
  const play = (time: string) => playTo(market, LAST_DATE, time, processes);
  const log = () => processes.map((each) => each.log).join('\n');

  it('stores the minutes of the source through a lost line, a killed leader and the lunch break, and tells the newest prices', async () => {
    await setUp();
    const first = await start();
    await until('the leader listens', () => listeners() === 1);
    const second = await start();
    const told: PriceQuote[] = [];
    const prices = openRedisBoardBus(PRICES, { url: redis.url, metrics: new FakeMetrics(), logger: SILENT_LOGGER, random: () => 0.5 });
    await prices.subscribe((quotes) => void told.push(...quotes));

    await play('09:40');
    // One leader: the other one stands by.
    expect(listeners()).toBe(1);
    await until('prices are told', () => told.some(({ symbol, at }) => symbol === 'SIMBK1' && at.getTime() > OPENING.getTime()));

    market.streams.drop();
    await play('09:43');
    await until('the leader listens again', () => listeners() === 1);
    await play('10:20');

    await first.kill();
    await until('the leader is gone', () => listeners() === 0);
    await play('10:25');
    await until('the second one listens', () => listeners() === 1);
    await play('15:10');
    expect(second.isAlive).toBe(true);
    for (const symbol of SYMBOLS) {
      const source = sourceMinutes(market, symbol, LAST_DATE);
      expect(source).toHaveLength(226);
      await until(
        `all minutes of ${symbol} are stored`,
        async () => (await storedMinutes(database.url, symbol, LAST_DATE)).length === 226,
        20_000,
      ).catch((error: unknown) => {
        throw new Error(log(), { cause: error });
      });
      expect(await storedMinutes(database.url, symbol, LAST_DATE)).toEqual(source);
    }
    const daily = market.tape.bars('SIMBK1', 'D1', instantAt(LAST_DATE, 0), instantAt(LAST_DATE, 1));
    const isWholeDay = (quote: PriceQuote) => quote.symbol === 'SIMBK1' && quote.isWhole && quote.volume === daily[0]!.volume;
    await until('the whole day is told', () => told.some(isWholeDay));
    const { price, open, high, low } = told.findLast(isWholeDay)!;
    expect([open, high, low, price].map(Number)).toEqual([daily[0]!.open, daily[0]!.high, daily[0]!.low, daily[0]!.close]);
    // Who comes later hears the newest price of each share at once.
    const late: PriceQuote[] = [];
    await prices.subscribe((quotes) => void late.push(...quotes));
    expect(new Set(late.map(({ symbol }) => symbol))).toEqual(new Set(SYMBOLS));
    await prices.close();
  });

  it('begins anew with every session', async () => {
    await setUp();
    await start(new Date(OPENING.getTime() - 13 * 3_600_000));
    await until('the leader listens', () => listeners() === 1);
    await play('09:40');
    const source = sourceMinutes(market, 'SIMBK1', LAST_DATE).filter(({ minute }) => minute < 9 * 60 + 39);
    await until(
      'the minutes of the new session are stored',
      async () => (await storedMinutes(database.url, 'SIMBK1', LAST_DATE)).length >= source.length,
    );
    expect((await storedMinutes(database.url, 'SIMBK1', LAST_DATE)).slice(0, source.length)).toEqual(source);
  });

  it('tells what rules find on the open bar, through a change of the leader, until the closed bar is there; nothing of it is stored', async () => {
    await setUp();
    const [day] = market.tape.bars('SIMBK1', 'D1', instantAt(LAST_DATE, 0), instantAt(LAST_DATE, 1));
    await withClient(database.url, (client) =>
      // Quiet days at a price far below, with little volume.
      client.query(
        `insert into market_data (stock_id, trading_date, open, high, low, close, volume, source)
         select stocks.id, day, $1, $1 * 1.005, $1 * 0.995, $1, 120000, 'PROVIDER'
         from stocks, generate_series($2::date - 130, $2::date - 1, interval '1 day') as day
         where symbol = 'SIMBK1' and extract(isodow from day) < 6`,
        [Math.round(day!.low * 0.95), LAST_DATE],
      ),
    );
    const told: ProvisionalReading[] = [];
    const bus = openRedisBoardBus(PROVISIONAL, { url: redis.url, metrics: new FakeMetrics(), logger: SILENT_LOGGER, random: () => 0.5 });
    await bus.subscribe((readings) => void told.push(...readings));
    const newest = () => told.findLast(({ symbol }) => symbol === 'SIMBK1');

    const first = await start();
    await until('the leader listens', () => listeners() === 1);
    await start();
    await play('10:30');
    await until('a provisional signal is told', () => newest()?.state === 'PROVISIONAL');
    expect(newest()?.findings).toContainEqual({ kind: 'DEMAND_SURGE', direction: 'BULLISH', ruleVersion: 'quick-1' });
    expect(newest()?.changePct).toBeGreaterThan(2);
    await first.kill();
    await until('the second one listens', () => listeners() === 1);
    await play('15:10');
    const dayBar = [day!.open, day!.high, day!.low, day!.close, day!.volume];
    await withClient(database.url, (client) =>
      client.query(
        `insert into market_data (stock_id, trading_date, open, high, low, close, volume, source)
         select id, $1, $2, $3, $4, $5, $6, 'PROVIDER' from stocks where symbol = 'SIMBK1'`,
        [LAST_DATE, ...dayBar],
      ),
    );
    await until('the closed bar replaces it', () => newest()?.state === 'REPLACED', 20_000);
    expect(newest()?.findings).toEqual([]);
    const { rows } = await withClient(database.url, (client) => client.query('select 1 from vpa_signals union all select 1 from events'));
    expect(rows).toEqual([]);
    await bus.close();
  });
});
