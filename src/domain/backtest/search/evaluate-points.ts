import type { MarketTerms } from '../market-terms.js';
import type { EntryThresholds, GridPoint } from './grid.js';
import type { StudyStock } from './study-stock.js';
import { tradeAlone, type LoneExtras, type LoneOutcome } from './trade-alone.js';

/** What the trades of a point came to over all stocks, each with an account of its own. */
export interface PointOutcome {
  readonly point: GridPoint;
  readonly trades: number;
  readonly wins: number;
  /** Mean over the stocks of final over initial equity, less one, per cent. */
  readonly meanReturnPct: number;
  /** Sums of the first four powers of the returns of trades, fractions of what was paid; the Sharpe ratio of a trade comes from them. */
  readonly powers: readonly [number, number, number, number];
}

export interface EvaluateOptions {
  /** Bits of the kinds of the grid; −1: any bar. */
  readonly kinds: number;
  readonly terms: MarketTerms;
  /** Of each stock's account, whole VND. */
  readonly cash: number;
  /** Days whose closes may be bought on, days since 1970-01-01, both included. */
  readonly from: number;
  readonly to: number;
}

/** Evaluates points, a stock at a time: bars that fulfil the entry are found once for all exits that follow. */
export function evaluatePoints(
  stocks: readonly StudyStock[],
  points: readonly GridPoint[],
  options: EvaluateOptions,
): readonly PointOutcome[] {
  const { terms, cash } = options;
  const sums = points.map(() => new Sums());
  const longest = stocks.reduce((most, { bars }) => Math.max(most, bars.length), 0);
  const [base, rows] = [new Int32Array(longest), new Int32Array(longest)];
  const least = {
    volumeRatio: points.reduce((value, point) => Math.min(value, point.volumeRatio), Infinity),
    closePosition: points.reduce((value, point) => Math.min(value, point.closePosition), Infinity),
  };
  for (const stock of stocks) {
    const among = findEntries(stock, least, options, base);
    const sessions: LoneExtras['sessions'] = [];
    let known: EntryThresholds | undefined;
    let count = 0;
    for (const [place, point] of points.entries()) {
      if (known?.volumeRatio !== point.volumeRatio || known.closePosition !== point.closePosition) {
        count = narrow(stock, point, base, among, rows);
        known = point;
      }
      const sum = sums[place] as Sums;
      sum.add(tradeAlone(stock, rows, count, point, terms, cash, { powers: sum.powers, sessions }), cash);
    }
  }
  return points.map((point, place) => (sums[place] as Sums).outcome(point, stocks.length));
}

/** Writes the rows whose close says buy. @returns how many */
function findEntries(
  { bars, volumeRatio, closePosition, fired }: StudyStock,
  least: EntryThresholds,
  { kinds, from, to }: EvaluateOptions,
  rows: Int32Array,
): number {
  let count = 0;
  for (let t = 0; t < bars.length; t++) {
    if (!((volumeRatio[t] as number) >= least.volumeRatio) || (closePosition[t] as number) < least.closePosition) continue;
    const day = bars.epochDay[t] as number;
    if (day < from || day > to || (kinds !== -1 && ((fired[t] as number) & kinds) === 0)) continue;
    rows[count++] = t;
  }
  return count;
}

/** Of the rows found for the least thresholds, those that these ask for. @returns how many */
function narrow(
  { volumeRatio, closePosition }: StudyStock,
  least: EntryThresholds,
  among: Int32Array,
  length: number,
  rows: Int32Array,
): number {
  let count = 0;
  for (let place = 0; place < length; place++) {
    const t = among[place] as number;
    if ((volumeRatio[t] as number) >= least.volumeRatio && (closePosition[t] as number) >= least.closePosition) rows[count++] = t;
  }
  return count;
}

class Sums {
  #trades = 0;
  #wins = 0;
  #growth = 0;
  readonly powers = new Float64Array(4);

  add({ trades, wins, equity }: LoneOutcome, cash: number): void {
    this.#trades += trades;
    this.#wins += wins;
    this.#growth += equity / cash - 1;
  }

  outcome(point: GridPoint, stocks: number): PointOutcome {
    return {
      point,
      trades: this.#trades,
      wins: this.#wins,
      meanReturnPct: stocks === 0 ? 0 : (this.#growth / stocks) * 100,
      powers: [...this.powers] as [number, number, number, number],
    };
  }
}
