/** Prices, the state of the market and bars of minutes as clients see them: PostgreSQL and real websockets. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { createInProcessBoardBus } from '../../src/adapters/board-bus/in-process.board-bus.js';
import { listIntradayBars } from '../../src/application/market-data/list-intraday-bars.js';
import { listBars } from '../../src/application/market-data/list-bars.js';
import { watchMarketStatus } from '../../src/application/market-data/watch-market-status.js';
import { openBoard, type Board } from '../../src/application/realtime/board.js';
import { watchPrices } from '../../src/application/realtime/watch-prices.js';
import { watchProvisional } from '../../src/application/realtime/watch-provisional.js';
import { findStocksBySymbol } from '../../src/application/stocks/find-stocks.js';
import { parseDecimal } from '../../src/domain/decimal.js';
import type { PriceQuote } from '../../src/domain/market/live/price-quote.js';
import type { ProvisionalReading } from '../../src/domain/vpa/provisional/provisional-reading.js';
import { parseTradingDate } from '../../src/domain/market/trading-date.js';
import { ApiRig, applicationOver } from '../support/api-rig.js';
import { aMarket } from '../support/a-market.js';
import { FakeMetrics } from '../support/fake-telemetry.js';
import { memoryReaders } from '../support/memory-readers.js';
import { pgliteRig, stockIds, store, type PersistenceRig } from '../support/persistence-rig.js';
import { RawClient } from '../support/raw-ws-client.js';
import { REAL_TIMERS } from '../support/real-timers.js';
import { until } from '../support/until.js';

const DATE = parseTradingDate('2025-11-14');
const PRICES = 'subscription ($symbols: [String!]!) { priceUpdated(symbols: $symbols) { symbol price changePct volume isWhole } }';
const STATUS = 'subscription { marketStatusChanged(exchange: HOSE) { phase nextPhase closedReason } }';
/** Messages of lossy fields a second on a connection. */
const PER_SECOND = 4;

let rig: PersistenceRig;
let api: ApiRig;
let board: Board<PriceQuote>;
const prices = createInProcessBoardBus<PriceQuote>();
const provisional = createInProcessBoardBus<ProvisionalReading>();
const metrics = new FakeMetrics();
let now = new Date('2025-11-14T14:29:59+07:00');
const sockets: RawClient[] = [];

beforeAll(async () => {
  rig = await pgliteRig();
  board = await openBoard(prices, { metrics, name: 'prices' });
  const app = {
    ...applicationOver(memoryReaders(aMarket(1))),
    findStocksBySymbol: findStocksBySymbol(rig.database),
    listBars: listBars(rig.database),
    listIntradayBars: listIntradayBars(rig.database),
    watchPrices: watchPrices({ prices: board, metrics, now: () => new Date() }),
    watchProvisional: watchProvisional({ provisional: await openBoard(provisional, { metrics, name: 'provisional' }) }),
    watchMarketStatus: watchMarketStatus({ clock: { now: () => now }, timers: REAL_TIMERS }),
  };
  api = await ApiRig.start(app);
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await rig.close();
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.end();
});

function quote(symbol: string, price: number, over: Partial<PriceQuote> = {}): PriceQuote {
  const value = parseDecimal(String(price));
  const at = new Date();
  const rest = { open: value, high: value, low: value, volume: 100, previousClose: parseDecimal('10000'), isWhole: true };
  return { symbol, tradingDate: DATE, price: value, at, receivedAt: at, ...rest, ...over };
}

async function subscribe(query: string, variables: Record<string, unknown> = {}): Promise<RawClient> {
  const socket = await new RawClient(api.webSocketUrl).init();
  sockets.push(socket);
  socket.subscribe(query, variables);
  return socket;
}

type Data = Readonly<Record<string, unknown>>;
const told = <T>(socket: RawClient, field: string): T[] =>
  socket.messages.filter(({ type }) => type === 'next').map(({ payload }) => (payload as { data: Data }).data[field] as T);
const pricesOf = (socket: RawClient) =>
  told<readonly { symbol: string; price: string; changePct: number | null }[]>(socket, 'priceUpdated');

describe('priceUpdated', () => {
  it('tells the newest known prices at once, then those that move, of the asked symbols alone', async () => {
    await prices.publish([quote('AAA', 10_150), quote('BBB', 20_000, { previousClose: null }), quote('CCC', 1)]);
    const socket = await subscribe(PRICES, { symbols: ['aaa', 'BBB', 'AAA'] });
    await until('the known prices are told', () => pricesOf(socket).length === 1);
    expect(pricesOf(socket)[0]).toEqual([
      { symbol: 'AAA', price: '10150', changePct: expect.closeTo(1.5) as number, volume: 100, isWhole: true },
      { symbol: 'BBB', price: '20000', changePct: null, volume: 100, isWhole: true },
    ]);
    await prices.publish([quote('CCC', 2), quote('BBB', 20_050)]);
    await until('the moved price is told', () => pricesOf(socket).length === 2);
    expect(pricesOf(socket)[1]).toMatchObject([{ symbol: 'BBB', price: '20050' }]);
  });

  it('is told so often a second at most over all subscriptions of a connection, and ends with the newest price of each', async () => {
    const socket = await subscribe(PRICES, { symbols: ['DDD'] });
    socket.subscribe(PRICES, { symbols: ['EEE'] }, '2');
    const begin = performance.now();
    let last = 0;
    await until('a second of prices has passed', async () => {
      last += 1;
      await prices.publish([quote('DDD', last), quote('EEE', last)]);
      return performance.now() - begin > 1_200;
    });
    const newest = (symbol: string) =>
      pricesOf(socket)
        .flat()
        .findLast((price) => price.symbol === symbol)?.price;
    await until('the newest prices are told', () => newest('DDD') === String(last) && newest('EEE') === String(last));
    const seconds = (performance.now() - begin) / 1_000;
    expect(last).toBeGreaterThan(20);
    // The first message takes no turn away from those after it.
    expect(pricesOf(socket).length).toBeLessThanOrEqual(seconds * PER_SECOND + 2);
    expect(pricesOf(socket).length).toBeGreaterThan(3);
  });

  it('tells a reader that stalled the newest price alone, when it reads again', async () => {
    const socket = await subscribe(PRICES, { symbols: ['FFF'] });
    await prices.publish([quote('FFF', 1)]);
    await until('the first price is told', () => pricesOf(socket).length === 1);
    socket.socket.pause();
    for (let price = 2; price <= 5_000; price += 1) await prices.publish([quote('FFF', price)]);
    socket.socket.resume();
    await until('the newest price is told', () => pricesOf(socket).at(-1)?.[0]?.price === '5000');
    expect(pricesOf(socket).length).toBeLessThan(10);
    expect(socket.messages.some(({ type }) => type === 'error' || type === 'complete')).toBe(false);
  });

  it('does not go back to an older price', async () => {
    const at = new Date();
    await prices.publish([quote('GGG', 2, { at })]);
    await prices.publish([quote('GGG', 1, { at: new Date(at.getTime() - 1) })]);
    expect(board.newest(['GGG'])[0]?.price).toBe('2');
  });

  it.each([[[]], [['A!']], [Array.from({ length: 101 }, (_, i) => `S${i}`)]])('refuses the symbols %j', async (symbols) => {
    const socket = await subscribe(PRICES, { symbols });
    const messages = await socket.until((all) => all.some(({ type }) => type === 'error' || type === 'next'));
    expect(JSON.stringify(messages)).toContain('INVALID_INPUT');
  });
});

describe('provisionalSignals', () => {
  const PROVISIONAL =
    'subscription ($symbols: [String!]) { provisionalSignals(symbols: $symbols) { symbol state findings { kind direction ruleVersion } } }';
  const reading = (symbol: string, state: ProvisionalReading['state']): ProvisionalReading => {
    const findings = state === 'PROVISIONAL' ? [{ kind: 'DEMAND_SURGE', direction: 'BULLISH', ruleVersion: 'quick-1' } as const] : [];
    const at = new Date();
    return {
      symbol,
      tradingDate: DATE,
      state,
      findings,
      price: parseDecimal('1'),
      changePct: 3,
      volumeRatio: null,
      isWhole: true,
      at,
      receivedAt: at,
    };
  };
  const toldTo = (socket: RawClient) =>
    told<readonly { symbol: string; state: string; findings: readonly Data[] }[]>(socket, 'provisionalSignals');

  it('tells of the asked symbols, or of all, what is known and what changes', async () => {
    await provisional.publish([reading('AAA', 'PROVISIONAL'), reading('BBB', 'PROVISIONAL')]);
    const [one, all] = [await subscribe(PROVISIONAL, { symbols: ['AAA'] }), await subscribe(PROVISIONAL)];
    await until('what is known is told', () => toldTo(one).length === 1 && toldTo(all).length === 1);
    expect(toldTo(one)[0]).toEqual([
      { symbol: 'AAA', state: 'PROVISIONAL', findings: [{ kind: 'DEMAND_SURGE', direction: 'BULLISH', ruleVersion: 'quick-1' }] },
    ]);
    expect(toldTo(all)[0]?.map(({ symbol }) => symbol)).toEqual(['AAA', 'BBB']);
    await provisional.publish([reading('AAA', 'REPLACED')]);
    await until('the end is told', () => toldTo(one).length === 2 && toldTo(all).length === 2);
    expect(toldTo(one)[1]).toEqual([{ symbol: 'AAA', state: 'REPLACED', findings: [] }]);
  });
});

describe('marketStatusChanged', () => {
  it('tells what the exchange does, and each change', async () => {
    const socket = await subscribe(STATUS);
    const phases = () => told<{ phase: string }>(socket, 'marketStatusChanged').map(({ phase }) => phase);
    await until('the status is told', () => phases().length === 1);
    now = new Date('2025-11-14T14:30:00+07:00');
    await until('the auction is told', () => phases().length === 2);
    now = new Date('2025-11-14T14:45:00+07:00');
    await until('the close is told', () => phases().length === 3);
    expect(phases()).toEqual(['CONTINUOUS', 'CLOSING_AUCTION', 'CLOSED']);
  });
});

describe('bars of minutes', () => {
  const BARS = `query ($interval: BarInterval!, $after: String, $adjusted: Boolean) {
    stock(symbol: "VCB") { bars(interval: $interval, first: 1, after: $after, adjusted: $adjusted) {
      edges { cursor node { interval openTime tradingDate open high low close volume isWhole } } pageInfo { hasNextPage endCursor } } }
  }`;
  interface Answer {
    readonly stock: {
      readonly bars: { readonly edges: readonly { readonly node: Data }[]; readonly pageInfo: { readonly endCursor: string } };
    };
  }

  beforeAll(async () => {
    await store(rig.database, [{ symbol: 'VCB', date: '2025-11-13', close: '60000' }]);
    const [stockId = ''] = await stockIds(rig.database, ['VCB']);
    const bar = (minute: number, text: string) => {
      const price = parseDecimal(text);
      return {
        stockId,
        bar: { tradingDate: DATE, minute, open: price, high: price, low: price, close: price, volume: 100, isWhole: true },
      };
    };
    await rig.database.minuteBars.save([bar(555, '60100'), bar(556, '60200'), bar(600, '60300')]);
  });

  it('are joined to the asked length, newest first, with cursors of their own', async () => {
    const first = (await api.query(BARS, { interval: 'M5' })).body.data as Answer;
    expect(first.stock.bars.edges.map(({ node }) => node)).toMatchObject([
      { interval: 'M5', openTime: '2025-11-14T03:00:00.000Z', close: '60300' },
    ]);
    const after = first.stock.bars.pageInfo.endCursor;
    const second = (await api.query(BARS, { interval: 'M5', after })).body.data as Answer;
    expect(second.stock.bars.edges.map(({ node }) => node)).toMatchObject([{ open: '60100', close: '60200', volume: 200, isWhole: true }]);
    for (const interval of ['H1', 'D1']) {
      const { errors } = (await api.query(BARS, { interval, after: second.stock.bars.pageInfo.endCursor })).body;
      expect(errors?.[0]?.extensions.code).toBe('INVALID_INPUT');
    }
  });

  it('of a session begin at midnight and are whole', async () => {
    const { stock } = (await api.query(BARS, { interval: 'D1' })).body.data as Answer;
    expect(stock.bars.edges.map(({ node }) => node)).toMatchObject([
      { interval: 'D1', openTime: '2025-11-12T17:00:00.000Z', isWhole: true },
    ]);
  });

  it('are not adjusted', async () => {
    const { errors } = (await api.query(BARS, { interval: 'M1', adjusted: true })).body;
    expect(errors?.[0]?.extensions.code).toBe('INVALID_INPUT');
  });
});
