import { DomainError } from '../errors.js';
import { TEXTBOOK } from '../vpa/rule-sets/textbook.js';
import type { StockSeries } from '../vpa/scoring/score-market.js';
import { checkStrategy, needsScores } from './check-strategy.js';
import { judgeLookAhead } from './look-ahead.js';
import { checkTerms, type MarketTerms } from './market-terms.js';
import type { MetricsOptions } from './metrics.js';
import { marketUntil, prepareMarket, type MarketSetup, type PreparedMarket } from './prepare-market.js';
import { makeReport, type BacktestReport } from './report.js';
import { runBacktest, type BacktestInput } from './run-backtest.js';
import type { Strategy } from './strategy.js';

const MIN_CASH = 1_000_000;
const MAX_CASH = 1_000_000_000_000;

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

/**
 * Backtests a strategy on a whole market of daily bars, judges whether it looked ahead, and reports.
 * @throws {DomainError} INVALID_INPUT where the order is wrong, NOT_ENOUGH_DATA where there is no session to trade
 */
export function backtestMarket(series: readonly StockSeries[], order: BacktestOrder): BacktestReport {
  const { strategy, terms, cash, dataHash, riskFreePct } = order;
  checkStrategy(strategy);
  checkTerms(terms);
  if (!Number.isInteger(cash) || cash < MIN_CASH || cash > MAX_CASH)
    throw new DomainError('INVALID_INPUT', `cash has to be from ${MIN_CASH} to ${MAX_CASH} VND`, { details: { field: 'cash' } });
  const isScored = needsScores(strategy);
  const ruleVersion = order.ruleSet.version;
  if (isScored && order.ruleSet !== TEXTBOOK)
    throw new DomainError(
      'INVALID_INPUT',
      `strategy ${strategy.name} asks for scores, which are not defined on the rules of ${ruleVersion}`,
      {
        details: { field: 'rules' },
      },
    );
  const setup = { ...order, isScored };
  const market = prepareMarket(marketUntil(series, order.to), setup);
  const input = inputOf(market, order);
  if (input.days.length === 0) throw new DomainError('NOT_ENOUGH_DATA', 'there is no session to trade in this period');
  const result = runBacktest(input);
  const lookAhead = judgeLookAhead(result, (lastDay) => runBacktest(inputOf(prepareMarket(marketUntil(series, lastDay), setup), order)));
  return makeReport(input, result, { ruleVersion, dataHash, lookAhead, riskFreePct, benchmark: benchmarkOf(market, input.days) });
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
