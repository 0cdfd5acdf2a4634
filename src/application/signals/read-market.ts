import { toEpochDay, tradingDateAt, fromEpochDay } from '../../domain/market/trading-date.js';
import { marketState } from '../../domain/vpa/context/market-health.js';
import { placeReading } from '../../domain/vpa/reading/stock-reading.js';
import { RULE_VERSION } from '../../domain/vpa/signal.js';
import { trackRecord, type Regime } from '../../domain/vpa/track-record/track-record.js';
import { USUAL_COSTS } from '../../domain/vpa/track-record/trading-costs.js';
import type { MarketClock } from '../ports/clock.js';
import type { ReadingStore, StoredReading } from '../ports/readings.js';
import type { Logger, Metrics } from '../ports/telemetry.js';
import type { MarketView, MarketViews } from './market-views.js';

export interface ReadMarketDeps {
  readonly readings: ReadingStore;
  readonly marketViews: MarketViews;
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
  const { readings, marketViews, clock, metrics, logger } = deps;
  return async (signal) => {
    if (!(await readings.hasWork(RULE_VERSION))) return NOTHING;
    const startedAt = performance.now();
    const view = await marketViews.load(toEpochDay(tradingDateAt(clock.now())), new Map(), signal);
    if (view === null) return NOTHING;
    const changed = await readings.saveReadings(RULE_VERSION, storedReadings(view));
    await saveRecord(deps, view);
    metrics.observe('vpa_market_reading_duration_seconds', (performance.now() - startedAt) / 1000);
    logger.info({ instruments: view.instruments.length, changed }, 'the market is read');
    return { instruments: view.instruments.length, changed };
  };
}

function storedReadings({ instruments, readings, scoring }: MarketView): readonly StoredReading[] {
  return instruments.map(({ id, symbol, barsVersion }, place) => {
    const reading = readings[place] ?? null;
    const standing = reading === null ? null : scoring.standingOn(symbol, toEpochDay(reading.tradingDate));
    return { stockId: id, barsVersion, reading: reading && placeReading(reading, standing) };
  });
}

async function saveRecord({ readings }: ReadMarketDeps, { instruments, book, market }: MarketView): Promise<void> {
  const newest = Math.max(...book.all.keys());
  if (!Number.isFinite(newest)) return;
  const before = await readings.findStatuses(RULE_VERSION);
  const regimeOn = (day: number): Regime => {
    const health = market.healthOn(day);
    return health === null ? 'UNKNOWN' : marketState(health);
  };
  const rows = trackRecord(book, regimeOn, USUAL_COSTS, (kind) => before.get(kind) ?? null);
  const basis = instruments.reduce((sum, { barsVersion }) => sum + barsVersion, 0);
  await readings.saveTrackRecord({ ruleVersion: RULE_VERSION, through: fromEpochDay(newest), basis, rows });
}
