import { MARKET_INDEX } from '../../domain/market/stock.js';
import { analyseSeries } from '../../domain/vpa/analyse-series.js';
import { marketSeries, UNKNOWN_MARKET, type MarketSeries } from '../../domain/vpa/context/market-series.js';
import { readStock, type StockReading } from '../../domain/vpa/reading/stock-reading.js';
import { newMarketScoring, type MarketScoring } from '../../domain/vpa/scoring/score-market.js';
import { addBars, newOutcomeBook, type OutcomeBook } from '../../domain/vpa/track-record/outcome-book.js';
import { Workspace } from '../../domain/vpa/workspace.js';
import { readPhases, type PhaseSeries } from '../../domain/vpa/wyckoff/phase-series.js';
import type { InstrumentBars, MarketBars } from './market-bars.js';

/** What one pass over the bars of the whole market tells. */
export interface MarketView {
  readonly instruments: readonly InstrumentBars[];
  readonly market: MarketSeries;
  readonly scoring: MarketScoring;
  /** What followed all signals. */
  readonly book: OutcomeBook;
  /** What is known after the newest bar, in the order of the instruments; null where there is none. */
  readonly readings: readonly (StockReading | null)[];
  /** Phases from the wanted days on, of the stocks they were wanted of, where these are few. */
  readonly phases: ReadonlyMap<string, Kept>;
}

type Kept = Pick<PhaseSeries, 'from' | 'readings'>;

/** Of a stock: signals are followed for ten bars. */
const MAX_KEPT_PHASES = 64;

interface Last {
  readonly view: MarketView;
  readonly today: number;
}

/**
 * Looks at the whole market. What scoring has looked at is kept for the reading that follows it, which so is made of the same pass where
 * nothing has changed in between.
 */
export class MarketViews {
  readonly #marketBars: MarketBars;
  #last: Last | null = null;

  constructor(marketBars: MarketBars) {
    this.#marketBars = marketBars;
  }

  /**
   * The market as its bars are now; null where it was aborted.
   * @param today bars after it are not counted in the record, days since 1970-01-01
   * @param wanted first day of each symbol from which on its phases are wanted; none: the view of the call before will do
   */
  async load(today: number, wanted: ReadonlyMap<string, number>, signal?: AbortSignal): Promise<MarketView | null> {
    const instruments = await this.#marketBars.load(signal);
    if (instruments === null) return null;
    const last = this.#last;
    this.#last = null;
    if (wanted.size === 0 && last?.today === today && isSame(last.view.instruments, instruments)) return last.view;
    const view = lookAt(instruments, today, wanted);
    if (wanted.size > 0) this.#last = { view, today };
    return view;
  }
}

function isSame(before: readonly InstrumentBars[], now: readonly InstrumentBars[]): boolean {
  return (
    before.length === now.length &&
    before.every((one, place) => {
      const other = now[place];
      return (
        other !== undefined &&
        one.id === other.id &&
        one.barsVersion === other.barsVersion &&
        one.symbol === other.symbol &&
        one.sector === other.sector &&
        one.exchange === other.exchange
      );
    })
  );
}

function lookAt(instruments: readonly InstrumentBars[], today: number, wanted: ReadonlyMap<string, number>): MarketView {
  const workspace = new Workspace();
  const market = marketOf(instruments, workspace);
  const sectors = new Map(
    instruments.flatMap(({ symbol, sector, isIndex }) => (sector === null || isIndex ? [] : [[symbol, sector] as const])),
  );
  const scoring = newMarketScoring({ market, sectors, priceUnitVnd: 1 }, workspace);
  const book = newOutcomeBook();
  const days = { from: -Infinity, to: today };
  const phases = new Map<string, Kept>();
  const readings = instruments.map(({ symbol, isIndex, exchange, bars }): StockReading | null => {
    const analysis = analyseSeries(bars, { symbol, isIndex, exchange }, workspace);
    if (!isIndex) {
      scoring.addStock(symbol, analysis);
      addBars(book, analysis, days);
    }
    const all = readPhases(analysis, isIndex);
    const firstDay = wanted.get(symbol);
    const kept = firstDay === undefined ? null : keptFrom(all, bars.epochDay, firstDay);
    if (kept !== null) phases.set(symbol, kept);
    return readStock(analysis, { market, isIndex, phases: all });
  });
  return { instruments, market, scoring, book, readings, phases };
}

/** Null where they are so many that it is better to read them again. */
function keptFrom({ readings }: PhaseSeries, epochDay: Int32Array, firstDay: number): Kept | null {
  const found = epochDay.findIndex((day) => day >= firstDay);
  const from = found < 0 ? readings.length : found;
  return readings.length - from > MAX_KEPT_PHASES ? null : { from, readings: readings.slice(from) };
}

function marketOf(instruments: readonly InstrumentBars[], workspace: Workspace): MarketSeries {
  const index = instruments.find(({ symbol }) => symbol === MARKET_INDEX);
  if (index === undefined || index.bars.length === 0) return UNKNOWN_MARKET;
  return marketSeries(analyseSeries(index.bars, { symbol: MARKET_INDEX, isIndex: true }, workspace));
}
