import { ArgsType, Field, Float, ID, Int, ObjectType } from 'type-graphql';

import type { TradingDate } from '../domain/market/trading-date.js';
import type { SignalKind } from '../domain/vpa/detectors/index.js';
import { rowCost } from './cost.js';
import { SignalKindEnum } from './enums.js';
import { TradingDateScalar } from './scalars.js';
import { VndScalar } from './vnd.scalar.js';

@ArgsType()
export class PortfolioPerformanceArgs {
  @Field(() => ID, { description: 'Of the portfolio.' })
  id!: string;

  @Field(() => TradingDateScalar, { description: 'First day; the first transaction at the earliest. At most ten years before `to`.' })
  from!: TradingDate;

  @Field(() => TradingDateScalar, { description: 'Last day; the last closed session at most.' })
  to!: TradingDate;

  @Field(() => Int, { defaultValue: 260, description: 'Days of `days`, 1 to 1 000: of more sessions every so many, the last always.' })
  points!: number;

  @Field(() => Float, { defaultValue: 0, description: 'Return without a risk, per cent a year: for the ratios and alpha.' })
  riskFreePct!: number;
}

@ObjectType('PortfolioDay', { description: 'A portfolio after a session, at the closes as they were traded.', simpleResolvers: true })
export class PortfolioDayType {
  @Field(() => TradingDateScalar, { description: 'The session.' })
  date!: TradingDate;

  @Field(() => VndScalar, { description: 'Cash and shares.' })
  equity!: number;

  @Field(() => VndScalar, { description: 'All money, that of sales under way too.' })
  cash!: number;

  @Field(() => VndScalar, { description: 'Shares.' })
  invested!: number;

  @Field(() => VndScalar, { description: 'Deposits less withdrawals since the session before.' })
  flow!: number;

  @Field(() => Float, { description: 'What 1 invested at the beginning is worth, whatever was paid in and out since.' })
  index!: number;
}

@ObjectType('PerformanceBenchmark', { description: 'A portfolio beside VNINDEX on the same days.', simpleResolvers: true })
class PerformanceBenchmarkType {
  @Field(() => Float, { description: 'Of the index, per cent.' })
  totalReturnPct!: number;

  @Field(() => Float, { nullable: true, description: 'Return a year beyond what beta explains, per cent.' })
  alphaPct!: number | null;

  @Field(() => Float, { nullable: true, description: 'Moves with the index by this factor.' })
  beta!: number | null;

  @Field(() => Float, { nullable: true, description: 'With the index, -1 to 1.' })
  correlation!: number | null;

  @Field(() => Float, { nullable: true, description: 'Deviation of the difference of daily returns, a year, per cent.' })
  trackingErrorPct!: number | null;

  @Field(() => Float, { nullable: true, description: 'Mean difference over that deviation, a year.' })
  informationRatio!: number | null;
}

@ObjectType('PerformanceMetrics', {
  description: 'What the time-weighted index of a portfolio is worth; null where it cannot say (it stands still, or is too short).',
  simpleResolvers: true,
})
export class PerformanceMetricsType {
  @Field(() => Int, { description: 'Sessions measured; a day on which everything was lost is the last.' })
  sessions!: number;

  @Field(() => Float, { description: 'Time-weighted return, per cent.' })
  totalReturnPct!: number;

  @Field(() => Float, { nullable: true, description: 'The same a year, per cent.' })
  cagrPct!: number | null;

  @Field(() => Float, { nullable: true, description: 'Of daily returns, a year, per cent.' })
  volatilityPct!: number | null;

  @Field(() => Float, { nullable: true, description: 'Mean excess return over its deviation, a year.' })
  sharpe!: number | null;

  @Field(() => Float, { nullable: true, description: 'Mean excess return over the deviation of losses, a year.' })
  sortino!: number | null;

  @Field(() => Float, { nullable: true, description: 'Return a year over the deepest fall.' })
  calmar!: number | null;

  @Field(() => Float, { description: 'Deepest fall from a peak, positive, per cent.' })
  maxDrawdownPct!: number;

  @Field(() => Int, { description: 'Longest time under a peak, sessions.' })
  longestDrawdown!: number;

  @Field(() => Float, { description: 'Mean part of the equity in shares, per cent.' })
  exposurePct!: number;

  @Field(() => PerformanceBenchmarkType, {
    nullable: true,
    complexity: rowCost,
    description: 'Beside VNINDEX; null where it is not stored.',
  })
  benchmark!: PerformanceBenchmarkType | null;
}

@ObjectType({ simpleResolvers: true })
abstract class ContributionFields {
  @Field(() => VndScalar, { description: 'Gained, with dividends and what trades cost.' })
  profit!: number;

  @Field(() => Float, { description: 'Points of the time-weighted return, per cent: all parts with the charges are that return.' })
  contributionPct!: number;
}

@ObjectType('PositionContribution', { description: 'What a stock brought.', simpleResolvers: true })
export class PositionContributionType extends ContributionFields {
  @Field(() => String, { description: 'Ticker.' })
  symbol!: string;
}

@ObjectType('SectorContribution', { description: 'What the stocks of a sector brought.', simpleResolvers: true })
export class SectorContributionType extends ContributionFields {
  @Field(() => String, { nullable: true, description: 'Null: not known.' })
  sector!: string | null;
}

@ObjectType('KindContribution', { description: 'What positions brought that signals of a kind led to.', simpleResolvers: true })
export class KindContributionType extends ContributionFields {
  @Field(() => SignalKindEnum, { nullable: true, description: 'Null: no signal was entered with the purchase.' })
  kind!: SignalKind | null;
}

@ObjectType('PortfolioPerformance', {
  description: 'How a portfolio did. Derived from the transactions and the closes.',
  simpleResolvers: true,
})
export class PortfolioPerformanceType {
  @Field(() => VndScalar, { description: 'Value before the first session.' })
  startEquity!: number;

  @Field(() => VndScalar, { description: 'Value after the last.' })
  endEquity!: number;

  @Field(() => VndScalar, { description: 'Deposits less withdrawals within.' })
  flow!: number;

  @Field(() => VndScalar, { description: 'End less start less flow.' })
  profit!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      'Rate a year at which all that was paid in and out comes to the value at the end (XIRR), per cent; null where there is none.',
  })
  moneyWeightedPct!: number | null;

  @Field(() => PerformanceMetricsType, { nullable: true, complexity: rowCost, description: 'Null where no session is within.' })
  metrics!: PerformanceMetricsType | null;

  @Field(() => VndScalar, { description: 'Fees and taxes that go with no trade.' })
  charges!: number;

  @Field(() => Float, { description: 'What they took from the time-weighted return, negative, per cent.' })
  chargesContributionPct!: number;

  @Field(() => [PositionContributionType], { complexity: rowCost, description: 'By stock, the greatest gain first.' })
  bySymbol!: readonly PositionContributionType[];

  @Field(() => [SectorContributionType], { complexity: rowCost, description: 'By sector, the greatest gain first.' })
  bySector!: readonly SectorContributionType[];

  @Field(() => [KindContributionType], {
    complexity: rowCost,
    description: 'By the kind of signal that led to the purchase, the greatest gain first.',
  })
  byKind!: readonly KindContributionType[];

  @Field(() => [String], { description: 'Tickers that had no close yet on some day and were valued at cost.' })
  unpriced!: readonly string[];

  @Field(() => [PortfolioDayType], { complexity: rowCost, description: 'Day by day, ascending.' })
  days!: readonly PortfolioDayType[];
}
