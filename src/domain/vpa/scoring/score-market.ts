import type { BarColumns } from '../../market/bar.js';
import type { Exchange } from '../../market/stock.js';
import { analyseSeries, type SeriesAnalysis } from '../analyse-series.js';
import { openContextBook, type ContextBook } from '../context/context-book.js';
import type { MarketSeries } from '../context/market-series.js';
import { Workspace } from '../workspace.js';
import { readPhases, type PhaseSeries } from '../wyckoff/phase-series.js';
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

export interface ScoreOptions {
  /** First day whose signals are wanted, days since 1970-01-01; absent: all. */
  readonly from?: number;
  /** The phases of the stock, from the row of that day on at the latest; absent: they are read anew. */
  readonly phases?: Pick<PhaseSeries, 'from' | 'readings'> | undefined;
}

/** The scored signals of one stock of the market: those of each row of its bars, with the phase of the stock there. */
export type ScoreStock = (
  stock: StockSeries,
  options?: ScoreOptions,
) => Generator<{ readonly t: number; readonly phase: Phase; readonly signals: readonly ScoredSignal[] }>;

/** Scores of a market: every stock is added, for what stocks say about each other; then any of them is scored. */
export interface MarketScoring {
  addStock(symbol: string, analysis: SeriesAnalysis): void;
  /** How the sector of a stock stood on a day; null where that is not known. */
  readonly standingOn: ContextBook['standingOn'];
  readonly score: ScoreStock;
}

/** A bar's scores come from data up to its day; only the status looks at what came later. */
export function newMarketScoring({ market, sectors, priceUnitVnd }: MarketScoringOptions, workspace = new Workspace()): MarketScoring {
  const context = openContextBook(market, sectors);
  const outcomes: OutcomesByDay = new Map();
  let past: OutcomeBook | null = null;

  return {
    addStock(symbol, analysis) {
      context.addStock(symbol, analysis);
      countOutcomes(analysis, outcomes);
      past = null;
    },
    standingOn: (symbol, day) => context.standingOn(symbol, day),
    *score({ symbol, bars, exchange = null }, { from = -Infinity, phases } = {}) {
      const known = (past ??= new OutcomeBook(outcomes));
      const analysis = analyseSeries(bars, { symbol, isIndex: false, exchange }, workspace);
      const { from: first, readings } = phases ?? readPhases(analysis, false);
      for (const [place, reading] of readings.entries()) {
        const t = first + place;
        const day = bars.epochDay[t] ?? NaN;
        if (analysis.state.fired[t] === 0 || day < from) continue;
        const around = { marketHealth: market.healthOn(day), standing: context.standingOn(symbol, day), known: known.knownBefore(day) };
        yield { t, phase: reading.phase, signals: scoreBar(analysis, t, { reading, priceUnitVnd, ...around }) };
      }
    },
  };
}

/**
 * Reads all stocks once for what they say about each other (sectors, the record of past signals), and returns what scores
 * one of them, bar by bar.
 */
export function openMarketScoring(stocks: readonly StockSeries[], options: MarketScoringOptions): ScoreStock {
  const workspace = new Workspace();
  const scoring = newMarketScoring(options, workspace);
  for (const { symbol, bars, exchange = null } of stocks)
    scoring.addStock(symbol, analyseSeries(bars, { symbol, isIndex: false, exchange }, workspace));
  return scoring.score;
}
