import type { BarColumns } from '../../market/bar.js';
import type { Exchange } from '../../market/stock.js';
import { analyseSeries } from '../analyse-series.js';
import { openContextBook } from '../context/context-book.js';
import type { MarketSeries } from '../context/market-series.js';
import { Workspace } from '../workspace.js';
import { readPhases } from '../wyckoff/phase-series.js';
import type { Phase } from '../wyckoff/phase.js';
import { OutcomeBook } from './calibration.js';
import { countOutcomes, type OutcomesByDay } from './outcome-counts.js';
import { scoreBar, type ScoredSignal } from './score-bar.js';

export interface StockSeries {
  readonly symbol: string;
  readonly bars: BarColumns;
  /** Absent or null: not known. */
  readonly exchange?: Exchange | null;
}

export interface MarketScoringOptions {
  readonly market: MarketSeries;
  /** Sector of each symbol, where it is known. */
  readonly sectors: ReadonlyMap<string, string>;
  /** VND of one unit of the bars' prices. */
  readonly priceUnitVnd: number;
}

/**
 * The scored signals of one stock of the market: those of each row of its bars, with the phase of the stock there.
 * @param from first day whose signals are wanted, days since 1970-01-01; absent: all
 */
export type ScoreStock = (
  stock: StockSeries,
  from?: number,
) => Generator<{ readonly t: number; readonly phase: Phase; readonly signals: readonly ScoredSignal[] }>;

/**
 * Reads all stocks once for what they say about each other (sectors, the record of past signals), and returns what scores
 * one of them, bar by bar. A bar's scores come from data up to its day; only the status looks at what came later.
 */
export function openMarketScoring(stocks: readonly StockSeries[], { market, sectors, priceUnitVnd }: MarketScoringOptions): ScoreStock {
  const workspace = new Workspace();
  const book = openContextBook(market, sectors);
  const outcomes: OutcomesByDay = new Map();
  for (const { symbol, bars, exchange = null } of stocks) {
    const analysis = analyseSeries(bars, { symbol, isIndex: false, exchange }, workspace);
    book.addStock(symbol, analysis);
    countOutcomes(analysis, outcomes);
  }
  const past = new OutcomeBook(outcomes);

  return function* score({ symbol, bars, exchange = null }, from = -Infinity) {
    const analysis = analyseSeries(bars, { symbol, isIndex: false, exchange }, workspace);
    for (const [t, reading] of readPhases(analysis, false).readings.entries()) {
      const day = bars.epochDay[t] ?? NaN;
      if (analysis.state.fired[t] === 0 || day < from) continue;
      const around = { marketHealth: market.healthOn(day), standing: book.standingOn(symbol, day), known: past.knownBefore(day) };
      yield { t, phase: reading.phase, signals: scoreBar(analysis, t, { reading, priceUnitVnd, ...around }) };
    }
  };
}
