import { MARKET_INDEX } from '../../domain/market/stock.js';
import { toEpochDay, tradingDateAt, fromEpochDay } from '../../domain/market/trading-date.js';
import { analyseSeries } from '../../domain/vpa/analyse-series.js';
import { openContextBook } from '../../domain/vpa/context/context-book.js';
import { marketState } from '../../domain/vpa/context/market-health.js';
import { marketSeries, UNKNOWN_MARKET, type MarketSeries } from '../../domain/vpa/context/market-series.js';
import { placeReading, readStock, type StockReading } from '../../domain/vpa/reading/stock-reading.js';
import { RULE_VERSION } from '../../domain/vpa/signal.js';
import { addBars, newOutcomeBook, type OutcomeBook } from '../../domain/vpa/track-record/outcome-book.js';
import { trackRecord, type Regime } from '../../domain/vpa/track-record/track-record.js';
import { USUAL_COSTS } from '../../domain/vpa/track-record/trading-costs.js';
import { Workspace } from '../../domain/vpa/workspace.js';
import type { MarketClock } from '../ports/clock.js';
import type { ReadingStore, StoredReading } from '../ports/readings.js';
import type { Logger, Metrics } from '../ports/telemetry.js';
import type { InstrumentBars, MarketBars } from './market-bars.js';

export interface ReadMarketDeps {
  readonly readings: ReadingStore;
  readonly marketBars: MarketBars;
  readonly clock: MarketClock;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

export interface ReadMarketSummary {
  readonly instruments: number;
  /** Readings that changed. */
  readonly changed: number;
}

const NOTHING: ReadMarketSummary = { instruments: 0, changed: 0 };

/**
 * After bars have come: what is known of every stock after its newest bar, and what followed the signals of every kind, stored for those who
 * ask. Several may do the same at once: they come to the same, and what knows of more stays.
 */
export function readMarket(deps: ReadMarketDeps): (signal?: AbortSignal) => Promise<ReadMarketSummary> {
  const { readings, marketBars, clock, metrics, logger } = deps;
  return async (signal) => {
    if (!(await readings.hasWork(RULE_VERSION))) return NOTHING;
    const startedAt = performance.now();
    const instruments = await marketBars.load(signal);
    if (instruments === null) return NOTHING;
    const today = toEpochDay(tradingDateAt(clock.now()));
    const { stored, book, regimeOn } = readAll(instruments, today);
    const changed = await readings.saveReadings(RULE_VERSION, stored);
    await saveRecord(deps, { instruments, book, regimeOn });
    metrics.observe('vpa_market_reading_duration_seconds', (performance.now() - startedAt) / 1000);
    logger.info({ instruments: instruments.length, changed }, 'the market is read');
    return { instruments: instruments.length, changed };
  };
}

/** One pass over the market for what stocks say about each other, and of each what is known after its newest bar. */
function readAll(instruments: readonly InstrumentBars[], today: number) {
  const workspace = new Workspace();
  const market = marketOf(instruments, workspace);
  const sectors = new Map(instruments.flatMap(({ symbol, sector }) => (sector === null ? [] : [[symbol, sector] as const])));
  const context = openContextBook(market, sectors);
  const book = newOutcomeBook();
  const days = { from: -Infinity, to: today };
  const read = instruments.map(({ symbol, isIndex, exchange, bars }): StockReading | null => {
    const analysis = analyseSeries(bars, { symbol, isIndex, exchange }, workspace);
    if (!isIndex) {
      context.addStock(symbol, analysis);
      addBars(book, analysis, days);
    }
    return readStock(analysis, { market, isIndex });
  });
  const stored = instruments.map(({ id, symbol, barsVersion }, place): StoredReading => {
    const reading = read[place] ?? null;
    const standing = reading === null ? null : context.standingOn(symbol, toEpochDay(reading.tradingDate));
    return { stockId: id, barsVersion, reading: reading && placeReading(reading, standing) };
  });
  const regimeOn = (day: number): Regime => {
    const health = market.healthOn(day);
    return health === null ? 'UNKNOWN' : marketState(health);
  };
  return { stored, book, regimeOn };
}

function marketOf(instruments: readonly InstrumentBars[], workspace: Workspace): MarketSeries {
  const index = instruments.find(({ symbol }) => symbol === MARKET_INDEX);
  if (index === undefined || index.bars.length === 0) return UNKNOWN_MARKET;
  return marketSeries(analyseSeries(index.bars, { symbol: MARKET_INDEX, isIndex: true }, workspace));
}

async function saveRecord(
  { readings }: ReadMarketDeps,
  {
    instruments,
    book,
    regimeOn,
  }: { readonly instruments: readonly InstrumentBars[]; readonly book: OutcomeBook; readonly regimeOn: (day: number) => Regime },
): Promise<void> {
  const newest = Math.max(...book.all.keys());
  if (!Number.isFinite(newest)) return;
  const before = await readings.findStatuses(RULE_VERSION);
  const rows = trackRecord(book, regimeOn, USUAL_COSTS, (kind) => before.get(kind) ?? null);
  const basis = instruments.reduce((sum, { barsVersion }) => sum + barsVersion, 0);
  await readings.saveTrackRecord({ ruleVersion: RULE_VERSION, through: fromEpochDay(newest), basis, rows });
}
