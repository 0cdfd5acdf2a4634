import type { Exchange } from '../../market/stock.js';
import { isIndexSymbol } from '../../market/stock.js';
import type { StockSeries } from '../../vpa/scoring/score-market.js';
import { Workspace } from '../../vpa/workspace.js';
import type { MarketTerms } from '../market-terms.js';
import type { EvaluateOptions, PointOutcome } from './evaluate-points.js';
import { gridPoints, kindBits, type Grid, type GridPoint } from './grid.js';
import { deflatedSharpe, luckySharpe, momentsOf, type ReturnMoments } from './sharpe-of-trades.js';
import { deliveriesOf, studyStock, type StudyStock } from './study-stock.js';
import { walkWindows, type WalkOptions, type WalkWindow } from './walk-forward.js';

/** Points are chosen on at least this many trades. */
const LEAST_TRADES = 30;

/** Evaluates points over the stocks that were given to whoever made it: at once, or on several threads. */
export type Evaluate = (points: readonly GridPoint[], options: EvaluateOptions) => Promise<readonly PointOutcome[]>;

export interface SearchOrder {
  readonly grid: Grid;
  readonly terms: MarketTerms;
  /** Of each stock's account, whole VND. */
  readonly cash: number;
  /** Null: no walk-forward. */
  readonly walk: WalkOptions | null;
}

export interface SearchedPoint extends ReturnMoments {
  readonly point: GridPoint;
  readonly wins: number;
  readonly meanReturnPct: number;
  /** Probability of skill, given how many points were tried; null where the trades are too few. */
  readonly deflatedSharpe: number | null;
}

/** One window: what was best before, and what became of it. */
export interface WalkStep extends WalkWindow {
  readonly chosen: GridPoint | null;
  readonly trained: ReturnMoments | null;
  readonly tested: ReturnMoments | null;
}

export interface SearchReport {
  readonly stocks: number;
  /** The highest Sharpe ratio of a trade to be expected of so many points without skill. */
  readonly luckySharpe: number;
  /** The best first. */
  readonly points: readonly SearchedPoint[];
  readonly walk: readonly WalkStep[];
  /** All trades of the tests together: what nothing was chosen on. */
  readonly outOfSample: ReturnMoments | null;
}

/** Stocks of a file or a database, measured for a search. */
export function studyMarket(
  series: readonly StockSeries[],
  { exchanges, priceUnitVnd }: { readonly exchanges: ReadonlyMap<string, Exchange>; readonly priceUnitVnd: number },
): readonly StudyStock[] {
  const stocks = series.filter(({ symbol, bars }) => !isIndexSymbol(symbol) && bars.length > 0);
  const deliveries = deliveriesOf(stocks);
  const workspace = new Workspace();
  return stocks.map((stock) => studyStock(stock, { exchange: exchanges.get(stock.symbol) ?? 'HOSE', priceUnitVnd, deliveries, workspace }));
}

/** Tries every point of a grid on stocks that each have an account of their own, and tells how much of the best is luck. */
export async function searchGrid(
  stocks: readonly StudyStock[],
  { grid, terms, cash, walk }: SearchOrder,
  evaluate: Evaluate,
): Promise<SearchReport> {
  const points = gridPoints(grid);
  const options = { kinds: kindBits(grid.kinds), terms, cash };
  const outcomes = await evaluate(points, { ...options, from: -Infinity, to: Infinity });
  const lucky = luckySharpe(outcomes.flatMap(({ trades, powers }) => momentsOf(trades, powers).sharpe ?? []));
  const searched = outcomes.map(({ point, wins, trades, meanReturnPct, powers }): SearchedPoint => {
    const moments = momentsOf(trades, powers);
    return { point, wins, meanReturnPct, ...moments, deflatedSharpe: deflatedSharpe(moments, lucky) };
  });
  const steps: WalkStep[] = [];
  const tests: PointOutcome[] = [];
  for (const window of walk === null ? [] : walkWindows(sessionsOf(stocks), walk)) {
    const trained = await evaluate(points, { ...options, from: window.trainFrom, to: window.trainTo });
    const best = bestOf(trained);
    const [tested] = best === undefined ? [] : await evaluate([best.point], { ...options, from: window.testFrom, to: window.testTo });
    if (tested !== undefined) tests.push(tested);
    steps.push({
      ...window,
      chosen: best?.point ?? null,
      trained: best === undefined ? null : momentsOf(best.trades, best.powers),
      tested: tested === undefined ? null : momentsOf(tested.trades, tested.powers),
    });
  }
  return {
    stocks: stocks.length,
    luckySharpe: lucky,
    points: searched.toSorted((a, b) => (b.sharpe ?? -Infinity) - (a.sharpe ?? -Infinity)),
    walk: steps,
    outOfSample: tests.length === 0 ? null : together(tests),
  };
}

function bestOf(outcomes: readonly PointOutcome[]): PointOutcome | undefined {
  let [best, highest]: [PointOutcome | undefined, number] = [undefined, -Infinity];
  for (const outcome of outcomes) {
    const { sharpe } = momentsOf(outcome.trades, outcome.powers);
    if (outcome.trades >= LEAST_TRADES && sharpe !== null && sharpe > highest) [best, highest] = [outcome, sharpe];
  }
  return best;
}

function together(outcomes: readonly PointOutcome[]): ReturnMoments {
  const powers: [number, number, number, number] = [0, 0, 0, 0];
  for (const outcome of outcomes) for (const [place, power] of outcome.powers.entries()) powers[place] = (powers[place] ?? 0) + power;
  return momentsOf(
    outcomes.reduce((sum, { trades }) => sum + trades, 0),
    powers,
  );
}

function sessionsOf(stocks: readonly StudyStock[]): Int32Array {
  const days = new Set<number>();
  for (const { bars } of stocks) for (const day of bars.epochDay) days.add(day);
  return Int32Array.from(days).toSorted();
}
