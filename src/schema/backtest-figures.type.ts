import { Field, Float, Int, ObjectType } from 'type-graphql';

import type { TradingDate } from '../domain/market/trading-date.js';
import { LongScalar, TradingDateScalar } from './scalars.js';
import { VndScalar } from './vnd.scalar.js';

@ObjectType('BacktestInterval', { description: 'An interval of 95 %.', simpleResolvers: true })
export class BacktestIntervalType {
  @Field(() => Float, { description: 'Its lower end.' })
  low!: number;

  @Field(() => Float, { description: 'Its upper end.' })
  high!: number;
}

@ObjectType('BacktestBenchmark', { description: 'Beside VNINDEX, held all the time.', simpleResolvers: true })
export class BacktestBenchmarkType {
  @Field(() => Float, { description: 'Of the index, per cent.' })
  totalReturnPct!: number;

  @Field(() => Float, { nullable: true, description: 'Return a year beyond what beta explains, per cent.' })
  alphaPct!: number | null;

  @Field(() => Float, { nullable: true, description: 'How much of the moves of the index it takes.' })
  beta!: number | null;

  @Field(() => Float, { nullable: true, description: 'Of daily excess returns, −1 to 1.' })
  correlation!: number | null;

  @Field(() => Float, { nullable: true, description: 'Per cent a year.' })
  trackingErrorPct!: number | null;

  @Field(() => Float, { nullable: true, description: 'Return beyond the index over the tracking error.' })
  informationRatio!: number | null;
}

@ObjectType('BacktestMetrics', {
  description: 'What the daily equity is worth, open positions included. Null where the curve can’t say: it stands still, or is too short.',
  simpleResolvers: true,
})
export class BacktestMetricsType {
  @Field(() => Int, { description: 'Sessions traded.' })
  sessions!: number;

  @Field(() => Float, { description: 'Per cent.' })
  totalReturnPct!: number;

  @Field(() => Float, { nullable: true, description: 'Per cent a year.' })
  cagrPct!: number | null;

  @Field(() => Float, { nullable: true, description: 'Per cent a year.' })
  volatilityPct!: number | null;

  @Field(() => Float, { nullable: true, description: 'Of daily excess returns, a year of 252 sessions.' })
  sharpe!: number | null;

  @Field(() => BacktestIntervalType, { nullable: true, description: 'Of the Sharpe ratio (Lo 2002).' })
  sharpeInterval!: BacktestIntervalType | null;

  @Field(() => Float, { nullable: true, description: 'As Sharpe, over the losses alone.' })
  sortino!: number | null;

  @Field(() => Float, { nullable: true, description: 'Growth a year over the deepest fall.' })
  calmar!: number | null;

  @Field(() => Float, { description: 'Deepest fall from a peak, per cent, positive.' })
  maxDrawdownPct!: number;

  @Field(() => Int, { description: 'Longest time under a peak, sessions.' })
  longestDrawdown!: number;

  @Field(() => Float, { description: 'Mean part of equity in shares, per cent.' })
  exposurePct!: number;

  @Field(() => BacktestBenchmarkType, { nullable: true, description: 'Null where there is no index.' })
  benchmark!: BacktestBenchmarkType | null;
}

@ObjectType('TradeStatistics', {
  description: 'What trades did, after fees and tax; per cents of the value bought. Null where there are no such trades.',
  simpleResolvers: true,
})
export class TradeStatisticsType {
  @Field(() => Int, { description: 'How many.' })
  trades!: number;

  @Field(() => Int, { description: 'Those of them that won.' })
  wins!: number;

  @Field(() => Float, { nullable: true, description: '0 to 1.' })
  winRate!: number | null;

  @Field(() => BacktestIntervalType, { nullable: true, description: 'Of the rate (Wilson), for independent trades.' })
  winRateInterval!: BacktestIntervalType | null;

  @Field(() => VndScalar, { description: 'Won less lost.' })
  profit!: number;

  @Field(() => VndScalar, { description: 'Paid to the broker.' })
  fees!: number;

  @Field(() => VndScalar, { description: 'Paid on sales.' })
  saleTax!: number;

  @Field(() => Float, { nullable: true, description: 'Of those that won.' })
  meanWinPct!: number | null;

  @Field(() => Float, { nullable: true, description: 'Of those that lost.' })
  meanLossPct!: number | null;

  @Field(() => Float, { nullable: true, description: 'Of all.' })
  expectancyPct!: number | null;

  @Field(() => BacktestIntervalType, { nullable: true, description: 'Of the mean, with trades of one day gathered.' })
  expectancyInterval!: BacktestIntervalType | null;

  @Field(() => Float, { nullable: true, description: 'Won over lost, VND.' })
  profitFactor!: number | null;

  @Field(() => Float, { nullable: true, description: 'Bars held.' })
  meanBars!: number | null;
}

@ObjectType('TradeGroup', { description: 'Trades that have something in common.', simpleResolvers: true })
export class TradeGroupType {
  @Field(() => String, { description: 'A kind of signal, or why they were sold.' })
  name!: string;

  @Field(() => TradeStatisticsType, { description: 'What they did.' })
  statistics!: TradeStatisticsType;
}

@ObjectType('LookAheadVerdict', { description: 'Whether a backtest knew more than it could have known.', simpleResolvers: true })
export class LookAheadVerdictType {
  @Field(() => String, { description: '`NONE_FOUND` or `FOUND`.' })
  verdict!: string;

  @Field(() => [TradingDateScalar], { description: 'Last days of the shortened histories it was run on, too.' })
  cuts!: readonly TradingDate[];

  @Field(() => String, { nullable: true, description: '`FILLED_TOO_EARLY` or `READS_LATER_BARS`; null: nothing was found.' })
  finding!: string | null;

  @Field(() => TradingDateScalar, { nullable: true, description: 'Where it was found.' })
  date!: TradingDate | null;

  @Field(() => String, { nullable: true, description: 'In which stock.' })
  symbol!: string | null;
}

@ObjectType('BacktestResult', {
  description: 'What a backtest came to, and what it was made from: the same bars, request and versions give the same hash.',
  simpleResolvers: true,
})
export class BacktestResultType {
  @Field(() => String, { description: 'SHA-256 of the whole report, hexadecimal.' })
  resultHash!: string;

  @Field(() => String, { description: 'SHA-256 of the bars, hexadecimal.' })
  dataHash!: string;

  @Field(() => String, { description: 'Rules whose signals were traded.' })
  ruleVersion!: string;

  @Field(() => String, { description: 'Changes whenever the same input could give another result.' })
  engineVersion!: string;

  @Field(() => TradingDateScalar, { description: 'First session traded.' })
  from!: TradingDate;

  @Field(() => TradingDateScalar, { description: 'Last one.' })
  to!: TradingDate;

  @Field(() => Int, { description: 'Stocks that could be traded.' })
  stocks!: number;

  @Field(() => VndScalar, { description: 'Cash and shares at the end.' })
  finalEquity!: number;

  @Field(() => LookAheadVerdictType, { description: 'Whether it looked ahead.' })
  lookAhead!: LookAheadVerdictType;

  @Field(() => BacktestMetricsType, { description: 'Of the equity.' })
  metrics!: BacktestMetricsType;

  @Field(() => TradeStatisticsType, { description: 'Of all trades.' })
  total!: TradeStatisticsType;

  @Field(() => [TradeGroupType], { description: 'By the kind of signal that was bought.' })
  byKind!: readonly TradeGroupType[];

  @Field(() => [TradeGroupType], { description: 'By why they were sold.' })
  byReason!: readonly TradeGroupType[];

  @Field(() => Float, { nullable: true, description: 'Bought and sold together, over mean equity, a year.' })
  turnoverPerYear!: number | null;

  @Field(() => LongScalar, { description: 'Orders to buy.' })
  orders!: number;

  @Field(() => String, {
    description:
      'The rest of the report as JSON: orders that were not filled, positions still open, trades drawn anew (docs/backtests.md).',
  })
  more!: string;
}
