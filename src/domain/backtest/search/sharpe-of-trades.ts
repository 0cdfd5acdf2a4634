import { normalBelow, normalQuantile } from './normal.js';

const EULER_MASCHERONI = 0.577_215_664_901_532_9;
const LEAST_TRADES = 10;

/** The returns of trades, as their moments tell. */
export interface ReturnMoments {
  readonly count: number;
  /** Of a trade, a fraction. */
  readonly mean: number;
  /** Mean over deviation, of a trade, not of a year; null where there are too few trades or they are all alike. */
  readonly sharpe: number | null;
  readonly skewness: number;
  /** 3 for normal returns. */
  readonly kurtosis: number;
}

/** @param powers sums of the first four powers of the returns */
export function momentsOf(count: number, [first, second, third, fourth]: readonly [number, number, number, number]): ReturnMoments {
  const mean = count === 0 ? 0 : first / count;
  const variance = count === 0 ? 0 : Math.max(0, second / count - mean ** 2);
  if (count < LEAST_TRADES || variance === 0) return { count, mean, sharpe: null, skewness: 0, kurtosis: 3 };
  const cube = third / count - (3 * mean * second) / count + 2 * mean ** 3;
  const quart = fourth / count - (4 * mean * third) / count + (6 * mean ** 2 * second) / count - 3 * mean ** 4;
  const sharpe = mean / Math.sqrt((variance * count) / (count - 1));
  return { count, mean, sharpe, skewness: cube / variance ** 1.5, kurtosis: quart / variance ** 2 };
}

/**
 * The highest Sharpe ratio to be expected of that many trials without any skill, by how much those of the trials differ
 * (Bailey and López de Prado 2014).
 */
export function luckySharpe(sharpes: readonly number[]): number {
  const trials = sharpes.length;
  if (trials < 2) return 0;
  const mean = sharpes.reduce((sum, value) => sum + value, 0) / trials;
  const deviation = Math.sqrt(sharpes.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (trials - 1));
  const expected = (1 - EULER_MASCHERONI) * normalQuantile(1 - 1 / trials) + EULER_MASCHERONI * normalQuantile(1 - 1 / (trials * Math.E));
  return deviation * expected;
}

/**
 * The deflated Sharpe ratio: how probable it is that there is skill behind a Sharpe ratio that was the best of many, given how
 * many trades it comes from and how skewed and fat-tailed they are. 0 to 1; trades are taken as independent.
 */
export function deflatedSharpe({ count, sharpe, skewness, kurtosis }: ReturnMoments, lucky: number): number | null {
  if (sharpe === null) return null;
  const spread = 1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe ** 2;
  return spread <= 0 ? null : normalBelow(((sharpe - lucky) * Math.sqrt(count - 1)) / Math.sqrt(spread));
}
