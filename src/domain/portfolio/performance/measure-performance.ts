import { measureCurve, type CurveMetrics } from '../../backtest/metrics.js';
import { previousTradingDay } from '../../market/calendar.js';
import { toEpochDay, type TradingDate } from '../../market/trading-date.js';
import type { SignalKind } from '../../vpa/detectors/index.js';
import { PriceBoard, type Closes } from './closes.js';
import { moneyWeightedPct } from './money-weighted.js';
import { valueDays, type SleeveGain, type Valuation, type ValuationInput, type ValuedDay } from './value-days.js';

/** What a part of a portfolio gained. */
export interface Contribution<Key> {
  readonly key: Key;
  /** Whole VND, with dividends, fees and taxes of its trades. */
  readonly profit: number;
  /** Points of the time-weighted return, per cent: all parts and the charges together are that return. */
  readonly contributionPct: number;
}

/** How a portfolio did. Money in whole VND, ratios as {@link CurveMetrics} has them. */
export interface Performance {
  readonly startEquity: number;
  readonly endEquity: number;
  /** Deposits less withdrawals within. */
  readonly flow: number;
  /** End less start less flow. */
  readonly profit: number;
  /** A year, by the money's own dates; null where no rate fits. */
  readonly moneyWeightedPct: number | null;
  /** Of the time-weighted index: `totalReturnPct` is the time-weighted return. Null where no session is within. */
  readonly metrics: CurveMetrics | null;
  readonly charges: { readonly amount: number; readonly contributionPct: number };
  /** By ticker, sector (null: not known) and kind of signal (null: none), the greatest gain first. */
  readonly bySymbol: readonly Contribution<string>[];
  readonly bySector: readonly Contribution<string | null>[];
  readonly byKind: readonly Contribution<SignalKind | null>[];
  readonly unpriced: readonly string[];
  readonly days: readonly ValuedDay[];
}

export interface PerformanceInput extends ValuationInput {
  /** Of the index; undefined where it is not stored. */
  readonly benchmark: Closes | undefined;
  /** Per cent a year. */
  readonly riskFreePct: number;
  readonly sectorOf: (symbol: string) => string | null;
}

/** Values a portfolio day by day and measures the time-weighted index with the same code as a backtest's curve. */
export function measurePerformance({ benchmark, riskFreePct, sectorOf, ...input }: PerformanceInput): Performance {
  const valuation = valueDays(input);
  const { days, startEquity, gains, charges } = valuation;
  const endEquity = days.at(-1)?.equity ?? startEquity;
  const flow = days.reduce((sum, day) => sum + day.flow, 0);
  return {
    startEquity,
    endEquity,
    flow,
    profit: endEquity - startEquity - flow,
    moneyWeightedPct: moneyWeightedPct(valuation.amounts),
    metrics: measureIndex(valuation, benchmark, riskFreePct),
    charges: { amount: charges.amount, contributionPct: charges.contribution * 100 },
    bySymbol: group(gains, ({ symbol }) => symbol),
    bySector: group(gains, ({ symbol }) => sectorOf(symbol)),
    byKind: group(gains, ({ kind }) => kind),
    unpriced: valuation.unpriced,
    days,
  };
}

/** The chain ends with a day on which everything was lost: nothing can be measured against it. */
function measureIndex({ days }: Valuation, benchmark: Closes | undefined, riskFreePct: number): CurveMetrics | null {
  const lost = days.findIndex(({ index }) => index <= 0);
  const measured = lost < 0 ? days : days.slice(0, lost + 1);
  const first = measured[0];
  if (first === undefined) return null;
  const day = Int32Array.from(measured, ({ date }) => toEpochDay(date));
  return measureCurve(
    {
      day,
      equity: Float64Array.from(measured, ({ index }) => index),
      invested: Float64Array.from(measured, ({ index, invested, equity }) => (equity > 0 ? (index * invested) / equity : 0)),
    },
    { cash: 1, riskFreePct, benchmark: benchmarkOn(benchmark, first.date, day) },
  );
}

function benchmarkOn(benchmark: Closes | undefined, first: TradingDate, days: Int32Array) {
  if (benchmark === undefined) return null;
  const board = new PriceBoard(new Map([['', benchmark]]));
  const before = board.closeOn('', toEpochDay(previousTradingDay(first)));
  return before === null ? null : { before, closes: Float64Array.from(days, (day) => board.closeOn('', day) ?? before) };
}

function group<Key>(gains: readonly SleeveGain[], keyOf: (gain: SleeveGain) => Key): readonly Contribution<Key>[] {
  const sums = new Map<Key, { profit: number; contribution: number }>();
  for (const gain of gains) {
    const sum = sums.get(keyOf(gain)) ?? { profit: 0, contribution: 0 };
    sums.set(keyOf(gain), { profit: sum.profit + gain.profit, contribution: sum.contribution + gain.contribution });
  }
  return [...sums]
    .map(([key, { profit, contribution }]) => ({ key, profit, contributionPct: contribution * 100 }))
    .toSorted((a, b) => b.profit - a.profit || String(a.key).localeCompare(String(b.key)));
}
