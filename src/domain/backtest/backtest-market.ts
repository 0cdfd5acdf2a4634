import { DomainError } from '../errors.js';
import { TEXTBOOK } from '../vpa/rule-sets/textbook.js';
import type { StockSeries } from '../vpa/scoring/score-market.js';
import { checkStrategy, needsScores } from './check-strategy.js';
import { CUTS, judgeLookAhead, type JudgeOptions } from './look-ahead.js';
import { checkTerms, type MarketTerms } from './market-terms.js';
import type { MetricsOptions } from './metrics.js';
import { marketUntil, prepareMarket, type MarketSetup, type PreparedMarket } from './prepare-market.js';
import { makeReport, type BacktestReport } from './report.js';
import { runBacktest, type BacktestInput } from './run-backtest.js';
import type { Strategy } from './strategy.js';

const MIN_CASH = 1_000_000;
const MAX_CASH = 1_000_000_000_000;
const MAX_RISK_FREE = 100;

export interface BacktestOrder extends Omit<MarketSetup, 'isScored'> {
  readonly strategy: Strategy;
  readonly terms: MarketTerms;
  /** Whole VND, 1 million to 1 000 billion. */
  readonly cash: number;
  /** First and last day to trade, days since 1970-01-01; bars before the first serve to measure. */
  readonly from: number;
  readonly to: number;
  /** Per cent a year. */
  readonly riskFreePct: number;
  /** SHA-256 of the series. */
  readonly dataHash: string;
}

/** Follows a backtest that takes its time. */
export interface BacktestWatch extends Omit<JudgeOptions, 'count'> {
  /** Told how much is done, 0 to 1, always more than before. */
  readonly onProgress?: (part: number) => void;
}

/** The whole history once, and once up to each cut. */
const RUNS = 1 + CUTS;
/** About so much of a run goes by until its signals are found. */
const PREPARING = 0.6;

/**
 * Backtests a strategy on a whole market of daily bars, judges whether it looked ahead, and reports.
 * @throws {DomainError} INVALID_INPUT where the order is wrong, NOT_ENOUGH_DATA where there is no session to trade
 */
export function backtestMarket(series: readonly StockSeries[], order: BacktestOrder, watch: BacktestWatch = {}): BacktestReport {
  const { dataHash, riskFreePct, ruleSet } = order;
  const isScored = checkOrder(order);
  const setup = { ...order, isScored };
  const tellPart = progressOf(watch);
  let runs = 0;
  const prepare = (bars: readonly StockSeries[]) => prepareMarket(bars, setup, (part) => tellPart(runs, part * PREPARING));
  const trade = (input: BacktestInput) => runBacktest(input, (part) => tellPart(runs, PREPARING + part * (1 - PREPARING)));
  const market = prepare(marketUntil(series, order.to));
  const input = inputOf(market, order);
  if (input.days.length === 0) throw new DomainError('NOT_ENOUGH_DATA', 'there is no session to trade in this period');
  const result = trade(input);
  runs = watch.passed?.length ?? 0;
  const runUntil = (lastDay: number) => {
    runs += 1;
    return trade(inputOf(prepare(marketUntil(series, lastDay)), order));
  };
  const lookAhead = judgeLookAhead(result, runUntil, watch);
  return makeReport(input, result, {
    ruleVersion: ruleSet.version,
    dataHash,
    lookAhead,
    riskFreePct,
    benchmark: benchmarkOf(market, input.days),
  });
}

/** Whether the signals have to be scored. @throws {DomainError} INVALID_INPUT that names what is wrong with the order */
export function checkOrder({
  strategy,
  terms,
  cash,
  riskFreePct,
  ruleSet,
}: Pick<BacktestOrder, 'strategy' | 'terms' | 'cash' | 'riskFreePct' | 'ruleSet'>): boolean {
  checkStrategy(strategy);
  checkTerms(terms);
  if (!Number.isInteger(cash) || cash < MIN_CASH || cash > MAX_CASH)
    throw new DomainError('INVALID_INPUT', `cash has to be from ${MIN_CASH} to ${MAX_CASH} VND`, { details: { field: 'cash' } });
  if (!(riskFreePct >= 0 && riskFreePct <= MAX_RISK_FREE))
    throw new DomainError('INVALID_INPUT', `riskFreePct has to be from 0 to ${MAX_RISK_FREE}`, { details: { field: 'riskFreePct' } });
  const isScored = needsScores(strategy);
  if (isScored && ruleSet !== TEXTBOOK)
    throw new DomainError(
      'INVALID_INPUT',
      `strategy ${strategy.name} asks for scores, which are not defined on the rules of ${ruleSet.version}`,
      { details: { field: 'ruleSet' } },
    );
  return isScored;
}

/** Tells how much of all runs is done, from the part of one of them that is. */
function progressOf({ onProgress }: BacktestWatch): (run: number, part: number) => void {
  let told = 0;
  return (run, part) => {
    const done = Math.min(1, (run + part) / RUNS);
    if (done > told) onProgress?.((told = done));
  };
}

function inputOf({ instruments, days }: PreparedMarket, { strategy, terms, cash, from, to }: BacktestOrder): BacktestInput {
  return { instruments, days: days.filter((day) => day >= from && day <= to), strategy, terms, cash };
}

/** The index after each session, from its last close before them, or its first where they begin with it; null where it has none there. */
function benchmarkOf({ index }: PreparedMarket, days: Int32Array): MetricsOptions['benchmark'] {
  if (index === null) return null;
  const first = days[0] as number;
  const after = index.epochDay.findIndex((day) => day >= first);
  if (after < 0) return null;
  const start = Math.max(0, after - 1);
  let row = start;
  const closes = Float64Array.from(days, (day) => {
    while (row + 1 < index.length && (index.epochDay[row + 1] as number) <= day) row += 1;
    return index.close[row] as number;
  });
  return { before: index.close[start] as number, closes };
}
