import type { Backtest, BacktestFigures } from '../application/ports/backtests.js';
import type { BacktestResultType, LookAheadVerdictType } from '../schema/backtest-figures.type.js';
import type { BacktestComparisonType, BacktestType } from '../schema/backtest.type.js';

/** A backtest as clients see it. */
export function backtestNode({ strategy, terms, figures, resultHash, ...backtest }: Backtest): BacktestType {
  return {
    ...backtest,
    name: strategy.name,
    strategy: JSON.stringify(strategy),
    fee: terms.feeBasisPoints,
    saleTax: terms.saleTaxBasisPoints,
    slippage: terms.slippageBasisPoints,
    volumeShare: terms.volumeShareBasisPoints,
    result: figures === null || resultHash === null ? null : resultNode(figures, resultHash),
  };
}

/** Backtests that are done, and whether their figures may be laid side by side. */
export function comparisonNode(backtests: readonly Backtest[]): BacktestComparisonType {
  const isSame = (read: (backtest: Backtest) => unknown): boolean =>
    new Set(backtests.map((each) => JSON.stringify(read(each)))).size === 1;
  return {
    backtests: backtests.map(backtestNode),
    isSameData: isSame(({ figures }) => figures?.dataHash),
    isSamePeriod: isSame(({ figures }) => [figures?.from, figures?.to]),
    isSameTerms: isSame(({ terms, riskFreePct, cash, figures }) => [
      terms,
      riskFreePct,
      cash,
      figures?.ruleVersion,
      figures?.engineVersion,
    ]),
  };
}

function resultNode(figures: BacktestFigures, resultHash: string): BacktestResultType {
  const { lookAhead, byKind, byReason, faults, open, monteCarlo, ...rest } = figures;
  const grouped = (groups: BacktestFigures['byKind']) => groups.map(([name, statistics]) => ({ name, statistics }));
  return {
    ...rest,
    resultHash,
    lookAhead: verdictNode(lookAhead),
    byKind: grouped(byKind),
    byReason: grouped(byReason),
    more: JSON.stringify({ faults, open, monteCarlo }),
  };
}

function verdictNode({ verdict, cuts, finding }: BacktestFigures['lookAhead']): LookAheadVerdictType {
  return { verdict, cuts, finding: finding?.kind ?? null, date: finding?.date ?? null, symbol: finding?.symbol ?? null };
}
