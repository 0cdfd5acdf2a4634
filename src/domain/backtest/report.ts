import { fromEpochDay, type TradingDate } from '../market/trading-date.js';
import type { LookAheadVerdict } from './look-ahead.js';
import type { MarketTerms } from './market-terms.js';
import { measureCurve, type CurveMetrics, type MetricsOptions } from './metrics.js';
import type { BacktestInput, BacktestResult } from './run-backtest.js';
import { monteCarlo, type MonteCarloOutcome } from './search/monte-carlo.js';
import type { Strategy } from './strategy.js';
import { measureTrades, measureTradesBy, type TradeStatistics } from './trade-statistics.js';
import type { OpenPosition, OrderFault, Trade } from './trade.js';

/** Changes whenever the same input could give another result. */
export const ENGINE_VERSION = 'engine-1';

const DRAWS = 1_000;
const DRAW_SEED = 1;

type Dated<T, Days extends keyof T> = Omit<T, Days> & { readonly [Day in Days as DateName<Day>]: TradingDate };
type DateName<Day> = Day extends `${infer Name}Day` ? `${Name}Date` : never;

export type ReportedTrade = Dated<Trade, 'signalDay' | 'entryDay' | 'decisionDay' | 'exitDay'>;
export type ReportedPosition = Dated<OpenPosition, 'signalDay' | 'entryDay'>;

/** Everything a backtest says, with what it was made from: who has the same data, strategy and versions gets the same report, byte by byte. Money in whole VND. */
export interface BacktestReport {
  readonly engineVersion: string;
  readonly ruleVersion: string;
  /** SHA-256 of the bars, hexadecimal. */
  readonly dataHash: string;
  readonly strategy: Strategy;
  readonly terms: MarketTerms;
  readonly from: TradingDate;
  readonly to: TradingDate;
  readonly stocks: number;
  readonly initialCash: number;
  readonly finalEquity: number;
  readonly riskFreePct: number;
  readonly lookAhead: {
    readonly verdict: 'NONE_FOUND' | 'FOUND';
    readonly cuts: readonly TradingDate[];
    readonly finding: { readonly kind: string; readonly date: TradingDate; readonly symbol: string | null } | null;
  };
  readonly metrics: CurveMetrics;
  /** Bought and sold together, over mean equity, a year of sessions. */
  readonly turnoverPerYear: number | null;
  readonly orders: number;
  readonly faults: Readonly<Record<OrderFault, number>>;
  readonly total: TradeStatistics;
  /** The same trades drawn in other orders; null where there are none. */
  readonly monteCarlo: MonteCarloOutcome | null;
  readonly byKind: readonly (readonly [string, TradeStatistics])[];
  readonly byReason: readonly (readonly [string, TradeStatistics])[];
  readonly trades: readonly ReportedTrade[];
  readonly open: readonly ReportedPosition[];
  readonly curve: readonly { readonly date: TradingDate; readonly equity: number; readonly invested: number }[];
}

export interface ReportOptions extends Pick<MetricsOptions, 'riskFreePct' | 'benchmark'> {
  /** Of the rule set whose signals were traded. */
  readonly ruleVersion: string;
  readonly dataHash: string;
  readonly lookAhead: LookAheadVerdict;
}

export function makeReport(
  { instruments, days, strategy, terms, cash }: BacktestInput,
  result: BacktestResult,
  options: ReportOptions,
): BacktestReport {
  const { trades, open, curve, orders, faults, turnover } = result;
  const { riskFreePct, benchmark, ruleVersion, dataHash, lookAhead } = options;
  const meanEquity = curve.equity.reduce((sum, value) => sum + value, 0) / curve.equity.length;
  return {
    engineVersion: ENGINE_VERSION,
    ruleVersion,
    dataHash,
    strategy,
    terms,
    from: fromEpochDay(days[0] ?? 0),
    to: fromEpochDay(days.at(-1) ?? 0),
    stocks: instruments.length,
    initialCash: cash,
    finalEquity: curve.equity.at(-1) ?? cash,
    riskFreePct,
    lookAhead: reportVerdict(lookAhead),
    metrics: measureCurve(curve, { cash, riskFreePct, benchmark }),
    turnoverPerYear: curve.equity.length === 0 ? null : (turnover / meanEquity) * (252 / curve.equity.length),
    orders,
    faults,
    total: measureTrades(trades),
    monteCarlo: drawAnew(result),
    byKind: measureTradesBy(trades, ({ kind }) => kind),
    byReason: measureTradesBy(trades, ({ reason }) => reason),
    trades: trades.map(({ signalDay, entryDay, decisionDay, exitDay, ...rest }) => ({
      ...rest,
      signalDate: fromEpochDay(signalDay),
      entryDate: fromEpochDay(entryDay),
      decisionDate: fromEpochDay(decisionDay),
      exitDate: fromEpochDay(exitDay),
    })),
    open: open.map(({ signalDay, entryDay, ...rest }) => ({
      ...rest,
      signalDate: fromEpochDay(signalDay),
      entryDate: fromEpochDay(entryDay),
    })),
    curve: Array.from(curve.day, (day, place) => ({
      date: fromEpochDay(day),
      equity: curve.equity[place] as number,
      invested: curve.invested[place] as number,
    })),
  };
}

/** The part of equity that a trade moves is what it cost over the equity of the day it began. */
function drawAnew({ trades, curve }: BacktestResult): MonteCarloOutcome | null {
  const equityOn = new Map(Array.from(curve.day, (day, place) => [day, curve.equity[place] as number]));
  const cost = ({ shares, entryPrice }: Trade) => shares * entryPrice;
  return monteCarlo(
    trades.map((trade) => trade.profit / cost(trade)),
    trades.map((trade) => cost(trade) / (equityOn.get(trade.entryDay) ?? Infinity)),
    { runs: DRAWS, seed: DRAW_SEED },
  );
}

function reportVerdict({ cuts, finding }: LookAheadVerdict): BacktestReport['lookAhead'] {
  return {
    verdict: finding === null ? 'NONE_FOUND' : 'FOUND',
    cuts: cuts.map(fromEpochDay),
    finding: finding === null ? null : { kind: finding.kind, date: fromEpochDay(finding.day), symbol: finding.symbol },
  };
}
