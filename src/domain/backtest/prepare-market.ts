import type { BarColumns } from '../market/bar.js';
import { isIndexSymbol, MARKET_INDEX, type Exchange } from '../market/stock.js';
import { analyseSeries, analyseWith } from '../vpa/analyse-series.js';
import { marketSeries, UNKNOWN_MARKET, type MarketSeries } from '../vpa/context/market-series.js';
import type { SignalKind } from '../vpa/detectors/index.js';
import type { RuleSet } from '../vpa/rule-sets/rule-set.js';
import { openMarketScoring, type StockSeries } from '../vpa/scoring/score-market.js';
import { Workspace } from '../vpa/workspace.js';
import { inWholeVnd, plainSignals, type Instrument, type SignalBar } from './instrument.js';

export interface MarketSetup {
  /** Whose signals are traded. Scores are defined on the textbook alone. */
  readonly ruleSet: RuleSet<SignalKind>;
  /** Of the stocks where it is known; HOSE otherwise. */
  readonly exchanges: ReadonlyMap<string, Exchange>;
  /** Of the stocks where it is known. */
  readonly sectors: ReadonlyMap<string, string>;
  /** VND of one unit of the bars' prices. */
  readonly priceUnitVnd: number;
  /** The stocks that are traded; null: all. Scores are those of the whole market either way. */
  readonly symbols: ReadonlySet<string> | null;
  /** Whether signals are scored: needed by strategies that ask for scores, confidence or phases. */
  readonly isScored: boolean;
}

/** Stocks ready to be traded, and the index beside them. */
export interface PreparedMarket {
  readonly instruments: readonly Instrument[];
  /** Days on which any stock or the index trades, ascending. */
  readonly days: Int32Array;
  readonly index: BarColumns | null;
}

/**
 * Finds, and where asked for scores, the signals of a whole market of daily bars. Nothing about a day comes from later bars.
 * @param onPart told after each stock which part of them is ready, 0 to 1
 */
export function prepareMarket(
  series: readonly StockSeries[],
  setup: MarketSetup,
  onPart: (part: number) => void = () => {},
): PreparedMarket {
  const { ruleSet, exchanges, sectors, symbols, priceUnitVnd } = setup;
  const stocks = series.filter(({ symbol }) => !isIndexSymbol(symbol));
  const index = series.find(({ symbol }) => symbol === MARKET_INDEX)?.bars ?? null;
  const signalsOf = setup.isScored ? scoredSignals(stocks, index, setup) : unscoredSignals(ruleSet, priceUnitVnd);
  const traded = symbols === null ? stocks : stocks.filter(({ symbol }) => symbols.has(symbol));
  const instruments = traded.map((stock, place): Instrument => {
    const signals = signalsOf(stock);
    onPart((place + 1) / traded.length);
    return {
      symbol: stock.symbol,
      exchange: exchanges.get(stock.symbol) ?? 'HOSE',
      sector: sectors.get(stock.symbol) ?? null,
      bars: inWholeVnd(stock.bars, priceUnitVnd),
      signals,
    };
  });
  return { instruments, days: unionOfDays(index === null ? stocks : [...stocks, { symbol: MARKET_INDEX, bars: index }]), index };
}

/** The market up to a day, as it could be prepared on its evening. */
export function marketUntil(series: readonly StockSeries[], lastDay: number): readonly StockSeries[] {
  return series.map(({ symbol, bars }) => {
    const after = bars.epochDay.findIndex((day) => day > lastDay);
    if (after < 0) return { symbol, bars };
    const cut = (values: Float64Array) => values.subarray(0, after);
    const { open, high, low, close, volume } = bars;
    return {
      symbol,
      bars: {
        length: after,
        epochDay: bars.epochDay.subarray(0, after),
        open: cut(open),
        high: cut(high),
        low: cut(low),
        close: cut(close),
        volume: cut(volume),
      },
    };
  });
}

function unscoredSignals(ruleSet: RuleSet<SignalKind>, priceUnitVnd: number): (stock: StockSeries) => ReadonlyMap<number, SignalBar> {
  const workspace = new Workspace();
  return ({ symbol, bars }) => plainSignals(analyseWith(ruleSet, bars, { symbol, isIndex: false }, workspace), priceUnitVnd);
}

function scoredSignals(
  stocks: readonly StockSeries[],
  index: BarColumns | null,
  { ruleSet, sectors, priceUnitVnd }: MarketSetup,
): (stock: StockSeries) => ReadonlyMap<number, SignalBar> {
  const scoreStock = openMarketScoring(stocks, { market: marketOf(index), sectors, priceUnitVnd });
  const plain = unscoredSignals(ruleSet, priceUnitVnd);
  return (stock) => {
    const signals = new Map(plain(stock));
    for (const { t, phase, signals: scored } of scoreStock(stock)) {
      const traded = scored.map(({ kind, direction, adjusted, confidence }) => ({ kind, direction, score: adjusted, confidence, phase }));
      signals.set(t, { signals: traded, support: signals.get(t)?.support ?? NaN });
    }
    return signals;
  };
}

function marketOf(index: BarColumns | null): MarketSeries {
  return index === null ? UNKNOWN_MARKET : marketSeries(analyseSeries(index, { symbol: MARKET_INDEX, isIndex: true }));
}

function unionOfDays(series: readonly StockSeries[]): Int32Array {
  const days = new Set<number>();
  for (const { bars } of series) for (const day of bars.epochDay) days.add(day);
  return Int32Array.from(days).toSorted();
}
