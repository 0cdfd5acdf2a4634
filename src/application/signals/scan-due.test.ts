import { beforeEach, describe, expect, test } from 'vitest';

import { FakeMetrics, SILENT_LOGGER } from '../../../test/support/fake-telemetry.js';
import { FakeTimers } from '../../../test/support/fake-timers.js';
import { MemoryScanStore } from '../../../test/support/memory-scan-store.js';
import { restlessBars } from '../../../test/support/restless-bars.js';
import { DomainError } from '../../domain/errors.js';
import { newestClosedSessions } from '../../domain/market/calendar.js';
import type { TradingDate } from '../../domain/market/trading-date.js';
import { analyseSeries } from '../../domain/vpa/analyse-series.js';
import { NO_TRACER } from '../tracing.js';
import { LIVE_SESSIONS, STOCKS_AT_ONCE, scanDue } from './scan-due.js';

const NOW = new Date('2025-05-20T12:00:00Z');
const BARS = 200;
const newestFive = newestClosedSessions(NOW, LIVE_SESSIONS);

let store: MemoryScanStore;
let metrics: FakeMetrics;
let scan: ReturnType<typeof scanDue>;
beforeEach(() => {
  store = new MemoryScanStore();
  metrics = new FakeMetrics();
  scan = scanDue({ scans: store, clock: { now: () => NOW }, timers: new FakeTimers(), metrics, logger: SILENT_LOGGER, tracer: NO_TRACER });
});

function addStock(symbol: string, { bars = BARS, seed = symbol.length, from = null as TradingDate | null } = {}): string {
  const stock = {
    id: `id-${symbol}`,
    symbol,
    name: symbol,
    sector: null,
    exchange: null,
    isIndex: false,
    isSimulated: false,
    isActive: true,
  };
  store.stocks.push({ stock, bars: restlessBars(bars, { seed, now: NOW }), due: true, from });
  return stock.id;
}

const stored = () => [...store.signals.values()];

describe('a scan', () => {
  test('stores what the engine finds on every bar, with what it measured', async () => {
    addStock('AAA');
    const analysis = analyseSeries(restlessBars(BARS, { seed: 3, now: NOW }), { symbol: 'AAA', isIndex: false });
    const expected = Array.from({ length: BARS }, (_, t) => analysis.firedAt(t).map(() => analysis.measuredAt(t))).flat();
    const summary = await scan();
    expect(summary).toMatchObject({ stocks: 1, signals: expected.length, failed: 0 });
    expect(expected.length).toBeGreaterThan(50);
    expect(stored().map(({ measured }) => measured)).toEqual(expected);
    expect(stored()[0]).toMatchObject({ symbol: 'AAA', stockId: 'id-AAA', interval: 'D1', ruleVersion: 'textbook-1', detectedAt: NOW });
    expect(await store.countDue()).toBe(0);
  });

  test('tells of the newest five closed sessions only; what is older is stored as backfill', async () => {
    for (const symbol of ['A', 'AB', 'ABC', 'ABCD']) addStock(symbol);
    const { events } = await scan();
    const live = stored().filter(({ tradingDate }) => newestFive.includes(tradingDate));
    expect(live.length).toBeGreaterThan(0);
    expect(events).toBe(live.length);
    expect(store.events).toEqual(live);
    expect(live.every(({ origin }) => origin === 'LIVE')).toBe(true);
    expect(stored().filter(({ origin }) => origin === 'BACKFILL')).toHaveLength(stored().length - live.length);
  });

  test('made again finds nothing new and tells nothing', async () => {
    addStock('AAA');
    await scan();
    const told = store.events.length;
    store.stocks[0]!.due = true;
    expect(await scan()).toEqual({ stocks: 1, signals: 0, events: 0, failed: 0 });
    expect(store.events).toHaveLength(told);
  });

  test('of new bars finds what a scan of the whole history finds on them', async () => {
    const from = newestClosedSessions(NOW, 12).at(-1)!;
    addStock('AAA');
    await scan();
    const whole = stored()
      .filter(({ tradingDate }) => tradingDate >= from)
      .map(({ id }) => id);
    store.signals.clear();
    store.stocks[0]!.due = true;
    store.stocks[0]!.from = from;
    await scan();
    expect(stored().map(({ id }) => id)).toEqual(whole);
    expect(whole.length).toBeGreaterThan(0);
  });

  test('of a stock with one bar is no failure', async () => {
    addStock('NEW', { bars: 1 });
    expect(await scan()).toMatchObject({ stocks: 1, failed: 0 });
    expect(await store.countDue()).toBe(0);
  });

  test('of a stock without a bar is no failure', async () => {
    addStock('NONE', { bars: 0 });
    expect(await scan()).toEqual({ stocks: 1, signals: 0, events: 0, failed: 0 });
  });

  test('makes one transaction for some stocks together, and one that finds none due', async () => {
    for (let i = 0; i < STOCKS_AT_ONCE + 3; i += 1) addStock(`S${i}`, { bars: 30 });
    expect(await scan()).toMatchObject({ stocks: STOCKS_AT_ONCE + 3 });
    expect(store.transactions).toBe(3);
  });

  test('ends after the stocks at hand when aborted', async () => {
    for (let i = 0; i < STOCKS_AT_ONCE + 2; i += 1) addStock(`S${i}`, { bars: 30 });
    const stopping = new AbortController();
    const summary = await scan({ signal: stopping.signal, onStock: () => stopping.abort() });
    expect(summary.stocks).toBe(STOCKS_AT_ONCE);
    expect(await store.countDue()).toBe(2);
  });
});

describe('a scan that fails', () => {
  test('on one stock leaves it due with nothing stored, and goes on with the others', async () => {
    const bad = addStock('BAD');
    addStock('GOOD');
    store.beforeLoad = (stockId) => {
      if (stockId === bad) throw new Error('thrown on purpose');
    };
    expect(await scan()).toMatchObject({ stocks: 1, failed: 1 });
    expect(stored().every(({ symbol }) => symbol === 'GOOD')).toBe(true);
    expect(store.stocks.map(({ due }) => due)).toEqual([true, false]);
    expect(metrics.counter('vpa_scan_symbols_total{result=failed}')).toBe(1);
    store.beforeLoad = () => {};
    expect(await scan()).toMatchObject({ stocks: 1, failed: 0 });
  });

  test('on one of many costs the others nothing, whichever it is', async () => {
    const ids = Array.from({ length: 2 * STOCKS_AT_ONCE }, (_, i) => addStock(`S${i}`, { bars: 30 }));
    const bad = new Set([ids[3], ids[STOCKS_AT_ONCE - 1], ids[STOCKS_AT_ONCE + 7]]);
    store.beforeLoad = (stockId) => {
      if (bad.has(stockId)) throw new Error('thrown on purpose');
    };
    expect(await scan()).toMatchObject({ stocks: ids.length - 3, failed: 3 });
    expect(store.stocks.filter(({ due }) => due).map(({ stock }) => stock.id)).toEqual([...bad]);
    expect(metrics.counter('vpa_scan_symbols_total{result=scanned}')).toBe(ids.length - 3);
    expect(metrics.counter('vpa_scan_symbols_total{result=failed}')).toBe(3);
  });

  test('because the database is away ends, to be made again', async () => {
    addStock('A');
    store.beforeLoad = () => {
      throw new DomainError('INTERNAL', 'away on purpose', { retryable: true });
    };
    await expect(scan()).rejects.toMatchObject({ retryable: true });
    expect(stored()).toEqual([]);
    expect(await store.countDue()).toBe(1);
  });

  test('counts nothing of a transaction that was undone', async () => {
    addStock('AAA');
    const transaction = store.transaction.bind(store);
    store.transaction = (work) =>
      transaction(async (tx) =>
        work({ ...tx, markScanned: () => Promise.reject(new DomainError('INTERNAL', 'away on purpose', { retryable: true })) }),
      );
    await expect(scan()).rejects.toThrow('away on purpose');
    expect([...metrics.counters.keys()]).toEqual([]);
  });
});

test('generated signals are counted by kind and symbol; stocks that hardly trade share a label', async () => {
  addStock('AAA');
  addStock('BBB');
  await scan();
  const counted = [...metrics.counters].filter(([key]) => key.startsWith('vpa_signals_generated_total'));
  const illiquid = stored().filter(({ measured }) => measured.isIlliquid);
  const share = counted.filter(([key]) => key.includes('symbol=other'));
  expect(counted.reduce((sum, [, count]) => sum + count, 0)).toBe(store.signals.size);
  expect(share.reduce((sum, [, count]) => sum + count, 0)).toBe(illiquid.length);
  for (const { kind, symbol, measured } of stored()) {
    const label = measured.isIlliquid ? 'other' : symbol;
    expect(metrics.counter(`vpa_signals_generated_total{signal_type=${kind},symbol=${label}}`)).toBeGreaterThan(0);
  }
});
