import { createHash } from 'node:crypto';

import type { BacktestCheckpoint, BacktestOutcome, BacktestRequest } from '../../application/ports/backtests.js';
import { backtestMarket } from '../../domain/backtest/backtest-market.js';
import { needsScores } from '../../domain/backtest/check-strategy.js';
import { USUAL_TERMS } from '../../domain/backtest/market-terms.js';
import { parseStrategy } from '../../domain/backtest/parse-strategy.js';
import { marketUntil } from '../../domain/backtest/prepare-market.js';
import { ENGINE_VERSION } from '../../domain/backtest/report.js';
import type { BarColumns } from '../../domain/market/bar.js';
import type { Exchange } from '../../domain/market/stock.js';
import { toEpochDay } from '../../domain/market/trading-date.js';
import { CLOSED_BAR_RULE_SETS, ruleSetOf } from '../../domain/vpa/rule-sets/index.js';
import { hashSeries } from './hash-series.js';

/** An instrument of the market as it is handed to a thread. Prices in VND, those of an index in points. */
export interface MarketSeries {
  readonly symbol: string;
  readonly sector: string | null;
  readonly exchange: Exchange | null;
  readonly isIndex: boolean;
  readonly bars: BarColumns;
}

export interface OrderWatch {
  readonly checkpoint: BacktestCheckpoint | null;
  readonly onProgress: (progress: number) => void;
  readonly onCheckpoint: (checkpoint: BacktestCheckpoint) => void;
}

/**
 * Runs a request over a market. What a checkpoint says is used where bars and versions are the same.
 * @throws {DomainError} INVALID_INPUT, NOT_ENOUGH_DATA
 */
export function runOrder(request: BacktestRequest, market: readonly MarketSeries[], watch: OrderWatch): BacktestOutcome {
  const ruleSet = ruleSetOf(request.ruleSet, CLOSED_BAR_RULE_SETS);
  const chosen = chosenOf(request, market);
  // Scores compare a stock with the whole market; without them nothing of other stocks is needed.
  const needed = needsScores(request.strategy) ? market : market.filter(({ symbol, isIndex }) => isIndex || chosen.has(symbol));
  // What came after the last day changes nothing, so it is no part of the hash either.
  const series = marketUntil(needed, toEpochDay(request.to));
  const dataHash = hashSeries(series);
  const made = { dataHash, ruleVersion: ruleSet.version, engineVersion: ENGINE_VERSION };
  const passed = [...passedOf(watch.checkpoint, made)];
  const { strategy, terms, cash, riskFreePct, from, to } = request;
  const order = {
    // Fields in the order of the engine: the database keeps none, and the hash of the report depends on it.
    strategy: parseStrategy(strategy),
    terms: { ...USUAL_TERMS, ...terms },
    cash,
    riskFreePct,
    ruleSet,
    dataHash,
    from: from === null ? -Infinity : toEpochDay(from),
    to: toEpochDay(to),
    symbols: chosen,
    exchanges: new Map(needed.flatMap(({ symbol, exchange }) => (exchange === null ? [] : [[symbol, exchange] as const]))),
    sectors: new Map(needed.flatMap(({ symbol, sector }) => (sector === null ? [] : [[symbol, sector] as const]))),
    priceUnitVnd: 1,
  };
  const report = backtestMarket(series, order, {
    passed: [...passed],
    onProgress: watch.onProgress,
    onPassed: (cut) => {
      passed.push(cut);
      watch.onCheckpoint({ ...made, passed: [...passed] });
    },
  });
  return { report, resultHash: createHash('sha256').update(JSON.stringify(report)).digest('hex') };
}

function chosenOf({ symbols, exchanges }: BacktestRequest, market: readonly MarketSeries[]): ReadonlySet<string> {
  const chosen = market.filter(
    ({ symbol, exchange, isIndex }) =>
      !isIndex &&
      (symbols === null || symbols.includes(symbol)) &&
      (exchanges === null || (exchange !== null && exchanges.includes(exchange))),
  );
  return new Set(chosen.map(({ symbol }) => symbol));
}

function passedOf(checkpoint: BacktestCheckpoint | null, made: Omit<BacktestCheckpoint, 'passed'>): readonly number[] {
  if (checkpoint === null) return [];
  const { dataHash, ruleVersion, engineVersion, passed } = checkpoint;
  return dataHash === made.dataHash && ruleVersion === made.ruleVersion && engineVersion === made.engineVersion ? passed : [];
}
