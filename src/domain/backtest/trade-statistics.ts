import type { Trade } from './trade.js';

const Z95 = 1.96;

/** What a list of trades did. Money in whole VND, per cents of the value bought; null where there are no such trades. */
export interface TradeStatistics {
  readonly trades: number;
  readonly wins: number;
  readonly winRate: number | null;
  /** 95 % (Wilson 1927), for independent trades. */
  readonly winRateInterval: { readonly low: number; readonly high: number } | null;
  readonly profit: number;
  readonly fees: number;
  readonly saleTax: number;
  readonly meanWinPct: number | null;
  readonly meanLossPct: number | null;
  /** Mean of all trades. */
  readonly expectancyPct: number | null;
  /** 95 %, of means that gather by the day of entry, as trades of one day move together. */
  readonly expectancyInterval: { readonly low: number; readonly high: number } | null;
  /** Won over lost, VND. */
  readonly profitFactor: number | null;
  readonly meanBars: number | null;
}

export function measureTrades(trades: readonly Trade[]): TradeStatistics {
  const returns = trades.map(returnPct);
  const won = trades.filter(({ profit }) => profit > 0);
  const lost = trades.filter(({ profit }) => profit <= 0);
  const [gain, loss] = [sum(won.map(({ profit }) => profit)), -sum(lost.map(({ profit }) => profit))];
  return {
    trades: trades.length,
    wins: won.length,
    winRate: trades.length === 0 ? null : won.length / trades.length,
    winRateInterval: wilson(won.length, trades.length),
    profit: gain - loss,
    fees: sum(trades.map(({ entryFee, exitFee }) => entryFee + exitFee)),
    saleTax: sum(trades.map(({ saleTax }) => saleTax)),
    meanWinPct: mean(won.map(returnPct)),
    meanLossPct: mean(lost.map(returnPct)),
    expectancyPct: mean(returns),
    expectancyInterval: byDay(trades),
    profitFactor: loss === 0 ? null : gain / loss,
    meanBars: mean(trades.map(({ bars }) => bars)),
  };
}

/** The statistics of each group, by its name. */
export function measureTradesBy(
  trades: readonly Trade[],
  nameOf: (trade: Trade) => string,
): readonly (readonly [string, TradeStatistics])[] {
  const names = [...new Set(trades.map(nameOf))].toSorted();
  return names.map((name) => [name, measureTrades(trades.filter((trade) => nameOf(trade) === name))]);
}

/** After fees and tax, per cent of the value bought. */
function returnPct({ profit, shares, entryPrice }: Trade): number {
  return (profit / (shares * entryPrice)) * 100;
}

function wilson(successes: number, count: number): TradeStatistics['winRateInterval'] {
  if (count === 0) return null;
  const rate = successes / count;
  const centre = (rate + Z95 ** 2 / (2 * count)) / (1 + Z95 ** 2 / count);
  const half = (Z95 / (1 + Z95 ** 2 / count)) * Math.sqrt((rate * (1 - rate)) / count + Z95 ** 2 / (4 * count ** 2));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

function byDay(trades: readonly Trade[]): TradeStatistics['expectancyInterval'] {
  const centre = mean(trades.map(returnPct));
  const residuals = new Map<number, number>();
  for (const trade of trades) residuals.set(trade.entryDay, (residuals.get(trade.entryDay) ?? 0) + returnPct(trade) - (centre ?? 0));
  const days = residuals.size;
  if (centre === null || days < 2) return null;
  const variance = sum([...residuals.values()].map((residual) => residual ** 2)) * (days / (days - 1));
  const error = Math.sqrt(variance) / trades.length;
  return { low: centre - Z95 * error, high: centre + Z95 * error };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : sum(values) / values.length;
}
