/** What is stored of every stock, and the record of every kind: those that the engine makes of the same bars, also bar by bar. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { findReadings, listSignalStats } from '../../src/application/signals/find-readings.js';
import { findStocksBySymbol } from '../../src/application/stocks/find-stocks.js';
import { MarketBars } from '../../src/application/signals/market-bars.js';
import { MarketViews } from '../../src/application/signals/market-views.js';
import { readMarket } from '../../src/application/signals/read-market.js';
import { toEpochDay } from '../../src/domain/market/trading-date.js';
import type { BarColumns } from '../../src/domain/market/bar.js';
import { analyseSeries } from '../../src/domain/vpa/analyse-series.js';
import { openContextBook } from '../../src/domain/vpa/context/context-book.js';
import { marketState } from '../../src/domain/vpa/context/market-health.js';
import { marketSeries } from '../../src/domain/vpa/context/market-series.js';
import { placeReading, readStock, type PlacedReading } from '../../src/domain/vpa/reading/stock-reading.js';
import { RULE_VERSION } from '../../src/domain/vpa/signal.js';
import { addBars, newOutcomeBook } from '../../src/domain/vpa/track-record/outcome-book.js';
import { readPhases } from '../../src/domain/vpa/wyckoff/phase-series.js';
import { trackRecord } from '../../src/domain/vpa/track-record/track-record.js';
import { USUAL_COSTS } from '../../src/domain/vpa/track-record/trading-costs.js';
import { sliceBars } from '../support/bars.js';
import { aMarket } from '../support/a-market.js';
import { ApiRig, applicationOver } from '../support/api-rig.js';
import { FakeMetrics, SILENT_LOGGER } from '../support/fake-telemetry.js';
import { memoryReaders } from '../support/memory-readers.js';
import { pgliteRig, postgresRig, type PersistenceRig } from '../support/persistence-rig.js';
import { restlessBars } from '../support/restless-bars.js';
import { storeColumns } from '../support/store-columns.js';

const DAYS = 200;
const NOW = new Date('2025-05-20T12:00:00Z');
const SECTOR_NAMES = ['Banks', 'Steel', 'Retail', 'Energy', 'Homes', 'Tech'];
/** Six sectors of three stocks: as few as are ranked. */
const SECTORS = new Map(Array.from({ length: 18 }, (_, i) => [`ST${i}`, SECTOR_NAMES[i % 6]!] as const));
/** In the order of the database, in which sums of fractions are made. */
const SERIES = new Map(
  [...SECTORS.keys(), 'VNINDEX'].toSorted().map((symbol, i) => [symbol, restlessBars(DAYS, { seed: i + 31, now: NOW })]),
);

function expected(series: ReadonlyMap<string, BarColumns>) {
  const index = series.get('VNINDEX')!;
  const market = marketSeries(analyseSeries(index, { symbol: 'VNINDEX', isIndex: true }));
  const context = openContextBook(market, SECTORS);
  const book = newOutcomeBook();
  const analyses = [...series].map(([symbol, bars]) => [symbol, analyseSeries(bars, { symbol, isIndex: symbol === 'VNINDEX' })] as const);
  for (const [symbol, analysis] of analyses) {
    if (symbol === 'VNINDEX') continue;
    context.addStock(symbol, analysis);
    addBars(book, analysis, { from: -Infinity, to: Infinity });
  }
  const readings = new Map(
    analyses.map(([symbol, analysis]) => {
      const reading = readStock(analysis, { market, isIndex: symbol === 'VNINDEX', phases: readPhases(analysis, symbol === 'VNINDEX') });
      return [symbol, reading && placeReading(reading, context.standingOn(symbol, toEpochDay(reading.tradingDate)))];
    }),
  );
  const regimeOn = (day: number) => (market.healthOn(day) === null ? 'UNKNOWN' : marketState(market.healthOn(day)!));
  return { readings, record: trackRecord(book, regimeOn, USUAL_COSTS) };
}

/** JSON knows no NaN. */
const asStored = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

describe.each([
  ['PostgreSQL', postgresRig],
  ['PGlite', pgliteRig],
])('readings of the market on %s', (_name, open) => {
  let rig: PersistenceRig;
  beforeAll(async () => {
    rig = await open();
  });
  afterAll(() => rig.close());
  beforeEach(() => rig.reset());

  const store = async (series: ReadonlyMap<string, BarColumns>, from: number, to: number) => {
    await storeColumns(rig.database, new Map([...series].map(([symbol, bars]) => [symbol, sliceBars(bars, from, to)])));
    for (const [symbol, sector] of SECTORS) await rig.query('update stocks set sector = $1 where symbol = $2', [sector, symbol]);
  };
  const reader = () => {
    const metrics = new FakeMetrics();
    const marketViews = new MarketViews(new MarketBars(rig.database.marketBars, { metrics, now: () => new Date() }));
    const read = readMarket({ readings: rig.database.readings, marketViews, clock: { now: () => NOW }, metrics, logger: SILENT_LOGGER });
    return { read, metrics };
  };
  const stored = async () => {
    const rows = await rig.query('select id, symbol from stocks join stock_scans on stock_id = id order by symbol');
    const readings = await rig.database.readings.findReadings(
      rows.map(({ id }) => String(id)),
      RULE_VERSION,
    );
    return new Map(rows.map(({ symbol }, i) => [String(symbol), readings[i] ?? null]));
  };
  const expectStored = async (series: ReadonlyMap<string, BarColumns>) => {
    const { readings, record } = expected(series);
    const found = await stored();
    expect([...found.keys()].toSorted()).toEqual([...readings.keys()].toSorted());
    for (const [symbol, reading] of readings) expect([symbol, found.get(symbol)]).toEqual([symbol, reading]);
    const rows = await rig.database.readings.findTrackRecord({}, RULE_VERSION);
    const key = ({ kind, regime, horizon }: { kind: string; regime: string; horizon: number }) => `${kind} ${regime} ${horizon}`;
    const byKey = new Map(rows.map(({ ruleVersion: _version, through: _through, computedAt: _at, ...row }) => [key(row), row]));
    expect(byKey.size).toBe(record.length);
    for (const row of record) expect(byKey.get(key(row))).toEqual(asStored(row));
  };

  it('are those of the engine, in bulk and with each close after, and where nothing came nothing is done', async () => {
    const { read, metrics } = reader();
    await store(SERIES, 0, DAYS - 3);
    expect(await read()).toEqual({ instruments: 19, changed: 19 });
    for (let day = DAYS - 3; day < DAYS; day += 1) {
      await store(SERIES, day, day + 1);
      expect(await read()).toEqual({ instruments: 19, changed: 19 });
    }
    await expectStored(SERIES);
    expect((await stored()).get('ST0') satisfies PlacedReading | null | undefined).toMatchObject({ sectors: 6 });
    expect(metrics.gauges.get('vpa_market_bars_kept')).toBe(19 * DAYS);
    expect(await read()).toEqual({ instruments: 0, changed: 0 });
  });

  it('know of a bar that was corrected long ago, also where the others are kept in memory', async () => {
    const { read } = reader();
    await store(SERIES, 0, DAYS);
    await read();
    const corrected = sliceBars(SERIES.get('ST4')!, 0, DAYS);
    corrected.volume[90] = corrected.volume[90]! * 4;
    corrected.close[90] = corrected.high[90]!;
    const series = new Map(SERIES).set('ST4', corrected);
    await store(new Map([['ST4', corrected]]), 90, 91);
    await read();
    await expectStored(series);
    const { read: anew } = reader();
    await rig.query('update stock_readings set bars_version = 0');
    await anew();
    await expectStored(series);
  });

  it('are told by the API, with the record of each kind, in one statement each', async () => {
    await store(SERIES, 0, DAYS);
    await reader().read();
    const { readings } = rig.database;
    const app = { ...applicationOver(memoryReaders(aMarket(1))), findStocksBySymbol: findStocksBySymbol(rig.database) };
    await using api = await ApiRig.start({
      ...app,
      findReadings: findReadings({ readings }),
      listSignalStats: listSignalStats({ readings }),
    });
    rig.forget();
    const { body } = await api.query(`{
      a: stock(symbol: "ST1") { reading { tradingDate phase phaseConfidence rangeLow phaseEvents { name eventDate knownDate } sectorRank sectors } }
      b: stock(symbol: "VNINDEX") { reading { relativeStrength30 phase } }
      signalStats(kinds: [NO_DEMAND], regimes: [ALL, BEARISH], horizons: [SESSIONS_20, SESSIONS_5]) {
        kind regime horizon status signals hitRate hitInterval { low high } baseRate meanNetEdge through
      }
    }`);
    const { readings: wanted, record } = expected(SERIES);
    const { tradingDate, phase, phaseConfidence, rangeLow, phaseEvents, sectorRank, sectors } = wanted.get('ST1')!;
    const rows = record.filter(
      ({ kind, regime, horizon }) =>
        kind === 'NO_DEMAND' && /ALL|BEARISH/.test(regime) && regime !== 'MILDLY_BULLISH' && horizon % 15 === 5,
    );
    expect(phaseEvents.length).toBeGreaterThan(0);
    expect(body).toMatchObject({
      data: {
        a: { reading: { tradingDate, phase, phaseConfidence, rangeLow, phaseEvents, sectorRank, sectors } },
        b: { reading: { relativeStrength30: null, phase: wanted.get('VNINDEX')!.phase } },
        signalStats: asStored(
          rows.map(({ kind, regime, horizon, status, signals, hitRate, hitInterval, baseRate, meanNetEdge }) => ({
            kind,
            regime,
            horizon: `SESSIONS_${horizon}`,
            status,
            signals,
            hitRate,
            hitInterval,
            baseRate,
            meanNetEdge,
            through: '2025-05-20',
          })),
        ),
      },
    });
    expect((body as { data: { signalStats: unknown[] } }).data.signalStats).toHaveLength(4);
    expect(rig.statements).toHaveLength(3);
  });

  it('that know of more are not replaced by those of a slower reader', async () => {
    await store(SERIES, 0, DAYS);
    const { read } = reader();
    await read();
    const { readings } = rig.database;
    const [row] = await rig.query("select stock_id, bars_version from stock_readings join stocks on stock_id = id where symbol = 'ST1'");
    const before = (await stored()).get('ST1')!;
    const older = { stockId: String(row!['stock_id']), barsVersion: Number(row!['bars_version']) - 1, reading: { ...before, close: 1 } };
    expect(await readings.saveReadings(RULE_VERSION, [older])).toBe(0);
    const [record] = await readings.findTrackRecord({ kinds: ['SPRING'], regimes: ['ALL'], horizons: [5] }, RULE_VERSION);
    const { ruleVersion, through, computedAt: _at, ...rest } = record!;
    const poorer = { ...rest, count: -1 } as unknown as Parameters<typeof readings.saveTrackRecord>[0]['rows'][number];
    await readings.saveTrackRecord({ ruleVersion, through, basis: 1, rows: [poorer] });
    expect((await stored()).get('ST1')).toEqual(before);
    expect(await readings.findTrackRecord({ kinds: ['SPRING'], regimes: ['ALL'], horizons: [5] }, RULE_VERSION)).toMatchObject([
      { count: rest.count },
    ]);
  });
});
