/**
 * A whole scan of 1 600 symbols × 3 years on a private PostgreSQL: bars read, features, detectors, scores, phases and readings stored; then
 * one new bar for each symbol, day after day, and what a daily scan takes. Beside them the floor of the same run: reading the same bars
 * with one statement, and nothing else.
 *
 *   node dist/bench/scan.js [bars.csv.gz] [symbols] [days]
 *
 * Of a file the histories are used again under other names until there are enough symbols. Without one they are drawn.
 */

import { openDatabase } from '../src/adapters/persistence/open-database.js';
import { MarketBars } from '../src/application/signals/market-bars.js';
import { MarketViews } from '../src/application/signals/market-views.js';
import { readMarket } from '../src/application/signals/read-market.js';
import { scanDue } from '../src/application/signals/scan-due.js';
import { scoreDue } from '../src/application/signals/score-due.js';
import { NO_TRACER } from '../src/application/tracing.js';
import type { BarColumns } from '../src/domain/market/bar.js';
import { newestClosedSessions } from '../src/domain/market/calendar.js';
import { fromEpochDay, toEpochDay } from '../src/domain/market/trading-date.js';
import { sliceBars } from '../test/support/bars.js';
import { FakeMetrics, SILENT_LOGGER } from '../test/support/fake-telemetry.js';
import { createDatabase, startPostgres, withClient } from '../test/support/postgres.js';
import { REAL_TIMERS } from '../test/support/real-timers.js';
import { storeColumns } from '../test/support/store-columns.js';
import { percentile } from './support/live-stack.js';
import { keepResult, median } from './support/result.js';
import { loadSeries } from './support/series.js';

const YEARS_OF_BARS = 750;
const [path, symbols = '1600', days = '20'] = process.argv.slice(2);
const LAST_CLOSE = new Date('2026-11-27T12:00:00Z');
const SECTORS = 25;

/** Prices in VND on the newest sessions there are, as many bars for each. */
async function market(count: number, length: number): Promise<ReadonlyMap<string, BarColumns>> {
  const epochDay = Int32Array.from(newestClosedSessions(LAST_CLOSE, length).map(toEpochDay)).toReversed();
  const series = (await loadSeries(path)).filter(({ bars }) => bars.length >= length && Math.max(...bars.close) < 1_000);
  const inVnd = (column: Float64Array) => column.map((price) => Math.round(price * 1_000));
  return new Map(
    Array.from({ length: count }, (_, i): [string, BarColumns] => {
      const bars = series[i % series.length]?.bars;
      if (bars === undefined) throw new Error(`no history of ${length} bars`);
      const { open, high, low, close, volume } = sliceBars(bars, bars.length - length, bars.length);
      const prices = { open: inVnd(open), high: inVnd(high), low: inVnd(low), close: inVnd(close) };
      return [i === 0 ? 'VNINDEX' : `S${String(i).padStart(4, '0')}`, { length, epochDay, volume, ...prices }];
    }),
  );
}

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
};
const round = (value: number) => Math.round(value * 100) / 100;

const server = await startPostgres({ durable: true });
try {
  const url = await createDatabase(server.url);
  let statements = 0;
  const database = await openDatabase({
    kind: 'postgres',
    url,
    poolSize: 4,
    statementTimeoutMs: 120_000,
    onStatement: () => (statements += 1),
  });
  await database.migrate();
  const length = YEARS_OF_BARS + Number(days);
  const all = await market(Number(symbols) + 1, length);
  const store = (from: number, to: number) =>
    storeColumns(database, new Map([...all].map(([symbol, bars]) => [symbol, sliceBars(bars, from, to)])));
  await store(0, YEARS_OF_BARS);
  const bars = all.size * YEARS_OF_BARS;
  await withClient(url, async (client) => {
    await client.query("update stocks set sector = 'Sector ' || (abs(hashtext(symbol)) % $1) where not is_index", [SECTORS]);
    // History that came days ago, as it has on every day but the first.
    await client.query("update market_data set received_at = received_at - interval '10 days'");
    await client.query('vacuum analyze');
  });

  let now = LAST_CLOSE;
  const common = { clock: { now: () => now }, metrics: new FakeMetrics(), logger: SILENT_LOGGER };
  const scan = scanDue({ ...common, scans: database.scans, timers: REAL_TIMERS, tracer: NO_TRACER });
  const marketViews = new MarketViews(new MarketBars(database.marketBars, { metrics: common.metrics, now: () => new Date() }));
  const score = scoreDue({ ...common, scores: database.scores, marketViews });
  const read = readMarket({ ...common, readings: database.readings, marketViews });
  const closeOf = (t: number) => {
    now = new Date(`${fromEpochDay(all.get('VNINDEX')?.epochDay[t] ?? NaN)}T12:00:00Z`);
  };
  const pass = async () => {
    statements = 0;
    const seconds = { scan: await timed(scan), score: await timed(score), read: await timed(read) };
    return { ...seconds, total: seconds.scan + seconds.score + seconds.read, statements };
  };
  const floor = () =>
    withClient(url, (client) =>
      timed(() =>
        client.query(
          'select stock_id, json_agg(json_build_array(trading_date, open, high, low, close, volume) order by trading_date) from market_data group by 1',
        ),
      ),
    );

  closeOf(YEARS_OF_BARS - 1);
  const bare = await floor();
  const full = await pass();
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
  const daily: Awaited<ReturnType<typeof pass>>[] = [];
  for (let t = YEARS_OF_BARS; t < length; t += 1) {
    await store(t, t + 1);
    closeOf(t);
    daily.push(await pass());
  }
  const of = (part: 'scan' | 'score' | 'read' | 'total') => daily.map((one) => one[part]).toSorted((a, b) => a - b);
  const parts = (['scan', 'score', 'read', 'total'] as const).map((part) => {
    const times = of(part);
    return [part, { p50: round(median(times)), p95: round(percentile(times, 0.95)), most: round(times.at(-1) ?? NaN) }];
  });
  const [counts] = await withClient(url, async (client) => {
    const { rows } = await client.query<Record<string, string>>(`
      select (select count(*) from vpa_signals) as signals, (select count(*) from signal_scores) as scores,
        (select count(*) from events) as events, (select count(*) from stock_readings) as readings`);
    return rows;
  });
  keepResult('scan', {
    file: path?.split('/').at(-1) ?? 'drawn',
    symbols: Number(symbols),
    bars,
    full: {
      scanSeconds: round(full.scan),
      scoreSeconds: round(full.score),
      readSeconds: round(full.read),
      seconds: round(full.total),
      barsPerSecond: Math.round(bars / full.total),
      statements: full.statements,
      ratioToBareRead: round(full.total / bare),
    },
    bareReadSeconds: round(bare),
    peakMb,
    daily: { rounds: daily.length, statements: daily.at(-1)?.statements, ...Object.fromEntries(parts) },
    stored: counts,
  });
  await database.close();
} finally {
  await server.remove();
}
