import type { EquityCurve } from './run-backtest.js';

const SESSIONS_PER_YEAR = 252;
const DAYS_PER_YEAR = 365.25;
const Z95 = 1.96;

/** Beside an index that is held all the time. */
export interface BenchmarkMetrics {
  readonly totalReturnPct: number;
  /** Return a year beyond what beta explains, from daily excess returns. */
  readonly alphaPct: number | null;
  readonly beta: number | null;
  readonly correlation: number | null;
  readonly trackingErrorPct: number | null;
  readonly informationRatio: number | null;
}

/** What a curve of equity is worth. Per cents, a year where not said otherwise; null where the curve can't say (it stands still, or is too short). */
export interface CurveMetrics {
  readonly sessions: number;
  readonly totalReturnPct: number;
  readonly cagrPct: number | null;
  readonly volatilityPct: number | null;
  readonly sharpe: number | null;
  /** 95 %, for independent daily returns (Lo 2002). */
  readonly sharpeInterval: { readonly low: number; readonly high: number } | null;
  readonly sortino: number | null;
  readonly calmar: number | null;
  /** Deepest fall from a peak, positive. */
  readonly maxDrawdownPct: number;
  /** Longest time under a peak, sessions. */
  readonly longestDrawdown: number;
  /** Mean part of equity in shares. */
  readonly exposurePct: number;
  readonly benchmark: BenchmarkMetrics | null;
}

export interface MetricsOptions {
  /** At the beginning, whole VND. */
  readonly cash: number;
  /** Per cent a year. */
  readonly riskFreePct: number;
  /** Closes of the index after each session of the curve, and before the first; null where there is none. */
  readonly benchmark: { readonly before: number; readonly closes: Float64Array } | null;
}

/** Measures a curve of daily equity. Floating point: these are statistics. */
export function measureCurve({ day, equity, invested }: EquityCurve, { cash, riskFreePct, benchmark }: MetricsOptions): CurveMetrics {
  const riskFree = (1 + riskFreePct / 100) ** (1 / SESSIONS_PER_YEAR) - 1;
  const returns = dailyReturns(cash, equity);
  const excess = returns.map((value) => value - riskFree);
  const last = equity.at(-1) ?? cash;
  const years = equity.length < 2 ? 0 : ((day.at(-1) ?? 0) - (day[0] ?? 0)) / DAYS_PER_YEAR;
  const cagr = years > 0 && last > 0 ? (last / cash) ** (1 / years) - 1 : null;
  const deviation = deviationOf(returns);
  const daily = ratio(meanOf(excess), deviationOf(excess));
  const { depth, longest } = drawdown(cash, equity);
  return {
    sessions: equity.length,
    totalReturnPct: (last / cash - 1) * 100,
    cagrPct: percent(cagr),
    volatilityPct: percent(deviation === null ? null : deviation * Math.sqrt(SESSIONS_PER_YEAR)),
    sharpe: annual(daily),
    sharpeInterval: intervalOf(daily, excess.length),
    sortino: annual(ratio(meanOf(excess), downside(excess))),
    calmar: ratio(cagr, depth),
    maxDrawdownPct: depth * 100,
    longestDrawdown: longest,
    exposurePct: (meanOf(invested.map((value, t) => value / (equity[t] as number))) ?? 0) * 100,
    benchmark: benchmark === null ? null : measureAgainst(excess, dailyReturns(benchmark.before, benchmark.closes), riskFree, benchmark),
  };
}

function measureAgainst(
  excess: Float64Array,
  index: Float64Array,
  riskFree: number,
  { before, closes }: NonNullable<MetricsOptions['benchmark']>,
): BenchmarkMetrics {
  const indexExcess = index.map((value) => value - riskFree);
  const difference = excess.map((value, t) => value - (indexExcess[t] as number));
  const [own, its] = [deviationOf(excess), deviationOf(indexExcess)];
  const shared = covariance(excess, indexExcess);
  const beta = shared === null || its === null || its === 0 ? null : shared / its ** 2;
  const [mean, indexMean] = [meanOf(excess), meanOf(indexExcess)];
  const alpha = beta === null || mean === null || indexMean === null ? null : (mean - beta * indexMean) * SESSIONS_PER_YEAR;
  const deviation = deviationOf(difference);
  return {
    totalReturnPct: ((closes.at(-1) ?? before) / before - 1) * 100,
    alphaPct: percent(alpha),
    beta,
    correlation: shared === null || own === null || its === null || own * its === 0 ? null : shared / (own * its),
    trackingErrorPct: percent(deviation === null ? null : deviation * Math.sqrt(SESSIONS_PER_YEAR)),
    informationRatio: annual(ratio(meanOf(difference), deviation)),
  };
}

function dailyReturns(before: number, values: Float64Array): Float64Array {
  return values.map((value, t) => value / (t === 0 ? before : (values[t - 1] as number)) - 1);
}

function drawdown(before: number, values: Float64Array): { readonly depth: number; readonly longest: number } {
  let [peak, depth, under, longest] = [before, 0, 0, 0];
  for (const value of values) {
    under = value < peak ? under + 1 : 0;
    peak = Math.max(peak, value);
    depth = Math.max(depth, 1 - value / peak);
    longest = Math.max(longest, under);
  }
  return { depth, longest };
}

/** The returns under zero alone, over all days. */
function downside(excess: Float64Array): number | null {
  if (excess.length === 0) return null;
  return Math.sqrt(excess.reduce((sum, value) => sum + Math.min(0, value) ** 2, 0) / excess.length);
}

function intervalOf(daily: number | null, count: number): CurveMetrics['sharpeInterval'] {
  if (daily === null) return null;
  const error = Math.sqrt((1 + daily ** 2 / 2) / count);
  return { low: (daily - Z95 * error) * Math.sqrt(SESSIONS_PER_YEAR), high: (daily + Z95 * error) * Math.sqrt(SESSIONS_PER_YEAR) };
}

function meanOf(values: Float64Array): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviationOf(values: Float64Array): number | null {
  const variance = covariance(values, values);
  return variance === null ? null : Math.sqrt(variance);
}

function covariance(a: Float64Array, b: Float64Array): number | null {
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  if (meanA === null || meanB === null || a.length < 2) return null;
  return a.reduce((sum, value, t) => sum + (value - meanA) * ((b[t] as number) - meanB), 0) / (a.length - 1);
}

function ratio(above: number | null, below: number | null): number | null {
  return above === null || below === null || below === 0 ? null : above / below;
}

function annual(daily: number | null): number | null {
  return daily === null ? null : daily * Math.sqrt(SESSIONS_PER_YEAR);
}

function percent(value: number | null): number | null {
  return value === null ? null : value * 100;
}
