import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

import { BACKTEST_STATES, type BacktestState } from '../domain/backtest/backtest-state.js';
import { EXIT_REASONS, type ExitReason } from '../domain/backtest/trade.js';
import type { Exchange } from '../domain/market/stock.js';
import type { TradingDate } from '../domain/market/trading-date.js';
import type { SignalKind } from '../domain/vpa/detectors/index.js';
import { BacktestResultType } from './backtest-figures.type.js';
import { ExchangeEnum, SignalKindEnum } from './enums.js';
import { MutationErrorType } from './mutation-error.type.js';
import { PageInfoType } from './page.type.js';
import { DateTimeScalar, LongScalar, TradingDateScalar } from './scalars.js';
import { VndScalar } from './vnd.scalar.js';

export const BacktestStateEnum = Object.fromEntries(BACKTEST_STATES.map((state) => [state, state])) as Readonly<
  Record<BacktestState, BacktestState>
>;
registerEnumType(BacktestStateEnum, {
  name: 'BacktestState',
  description: 'Where a backtest stands.',
  valuesConfig: {
    QUEUED: { description: 'It waits for a worker.' },
    RUNNING: { description: 'A worker has it.' },
    DONE: { description: 'It has a result.' },
    FAILED: { description: 'It has none, and `failureMessage` says why.' },
    CANCELLED: { description: 'You did not want it any more.' },
  },
});
const ExitReasonEnum = Object.fromEntries(EXIT_REASONS.map((reason) => [reason, reason])) as Readonly<Record<ExitReason, ExitReason>>;
registerEnumType(ExitReasonEnum, { name: 'ExitReason', description: 'Why a position was sold.' });

@ObjectType('Backtest', { description: 'A strategy of yours, tried over history by the rules of the market.', simpleResolvers: true })
export class BacktestType {
  @Field(() => ID, { description: 'UUID.' })
  id!: string;

  @Field(() => BacktestStateEnum, { description: 'Where it stands.' })
  state!: BacktestState;

  @Field(() => Float, { description: '0 to 1; it never falls.' })
  progress!: number;

  @Field(() => Int, { description: 'How often a worker has begun it.' })
  attempts!: number;

  @Field(() => String, { nullable: true, description: 'Where it has failed: as `MutationError.code`.' })
  failureCode!: string | null;

  @Field(() => String, { nullable: true, description: 'Where it has failed: why, in English.' })
  failureMessage!: string | null;

  @Field(() => String, { description: 'Name of the strategy.' })
  name!: string;

  @Field(() => String, { description: 'The strategy as JSON (docs/backtests.md).' })
  strategy!: string;

  @Field(() => String, { description: 'Rule set whose signals are traded.' })
  ruleSet!: string;

  @Field(() => [String], { nullable: true, description: 'Stocks that are traded; null: all.' })
  symbols!: readonly string[] | null;

  @Field(() => [ExchangeEnum], { nullable: true, description: 'Of these exchanges; null: of any.' })
  exchanges!: readonly Exchange[] | null;

  @Field(() => TradingDateScalar, { nullable: true, description: 'First day to trade; null: the first that there is.' })
  from!: TradingDate | null;

  @Field(() => TradingDateScalar, { description: 'Last day to trade.' })
  to!: TradingDate;

  @Field(() => VndScalar, { description: 'Money at the beginning.' })
  cash!: number;

  @Field(() => Float, { description: 'Per cent a year, for Sharpe, Sortino and alpha.' })
  riskFreePct!: number;

  @Field(() => Int, { description: 'Of the broker on each trade, basis points: 15 is 0.15 %.' })
  fee!: number;

  @Field(() => Int, { description: 'On each sale, basis points.' })
  saleTax!: number;

  @Field(() => Int, { description: 'How much worse than the bar market orders are filled, basis points.' })
  slippage!: number;

  @Field(() => Int, { nullable: true, description: 'How much of the volume of a bar one order may take, basis points; null: all.' })
  volumeShare!: number | null;

  @Field(() => DateTimeScalar, { description: 'When it was started.' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When a worker first began it.' })
  startedAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ended.' })
  finishedAt!: Date | null;

  @Field(() => BacktestResultType, { nullable: true, description: 'Null unless it is DONE.' })
  result!: BacktestResultType | null;
}

@ObjectType('BacktestEdge', { description: 'A backtest in a list.', simpleResolvers: true })
export class BacktestEdgeType {
  @Field(() => String, { description: 'Opaque.' })
  cursor!: string;

  @Field(() => BacktestType, { description: 'The backtest.' })
  node!: BacktestType;
}

@ObjectType('BacktestConnection', { description: 'A page of backtests, newest first.', simpleResolvers: true })
export class BacktestConnectionType {
  @Field(() => [BacktestEdgeType], { description: 'The rows, in order.' })
  edges!: readonly BacktestEdgeType[];

  @Field(() => PageInfoType, { description: 'Where the page stands.' })
  pageInfo!: PageInfoType;
}

@ObjectType('BacktestTrade', { description: 'Shares bought together and sold together.', simpleResolvers: true })
export class BacktestTradeType {
  @Field(() => Int, { description: 'In the order of the sales, from 1.' })
  number!: number;

  @Field(() => String, { description: 'Ticker.' })
  symbol!: string;

  @Field(() => SignalKindEnum, { description: 'The signal that was bought.' })
  kind!: SignalKind;

  @Field(() => TradingDateScalar, { description: 'Of the bar with the signal.' })
  signalDate!: TradingDate;

  @Field(() => TradingDateScalar, { description: 'Of the purchase.' })
  entryDate!: TradingDate;

  @Field(() => VndScalar, { description: 'Paid for one share.' })
  entryPrice!: number;

  @Field(() => LongScalar, { description: 'How many.' })
  shares!: number;

  @Field(() => VndScalar, { description: 'Of the broker, for the purchase.' })
  entryFee!: number;

  @Field(() => TradingDateScalar, { description: 'Of the bar on whose close the sale was decided, or whose stop or target was hit.' })
  decisionDate!: TradingDate;

  @Field(() => TradingDateScalar, { description: 'Of the sale.' })
  exitDate!: TradingDate;

  @Field(() => VndScalar, { description: 'Got for one share.' })
  exitPrice!: number;

  @Field(() => VndScalar, { description: 'Of the broker, for the sale.' })
  exitFee!: number;

  @Field(() => VndScalar, { description: 'Tax on the sale.' })
  saleTax!: number;

  @Field(() => ExitReasonEnum, { description: 'Why it was sold.' })
  reason!: ExitReason;

  @Field(() => Int, { description: 'Bars of the stock after that of the purchase.' })
  bars!: number;

  @Field(() => VndScalar, { description: 'After fees and tax.' })
  profit!: number;
}

@ObjectType('BacktestTradeEdge', { description: 'A trade in a list.', simpleResolvers: true })
export class BacktestTradeEdgeType {
  @Field(() => String, { description: 'Opaque.' })
  cursor!: string;

  @Field(() => BacktestTradeType, { description: 'The trade.' })
  node!: BacktestTradeType;
}

@ObjectType('BacktestTradeConnection', { description: 'A page of trades, in the order of the sales.', simpleResolvers: true })
export class BacktestTradeConnectionType {
  @Field(() => [BacktestTradeEdgeType], { description: 'The rows, in order.' })
  edges!: readonly BacktestTradeEdgeType[];

  @Field(() => PageInfoType, { description: 'Where the page stands.' })
  pageInfo!: PageInfoType;
}

@ObjectType('EquityPoint', { description: 'Equity after a session.', simpleResolvers: true })
export class EquityPointType {
  @Field(() => TradingDateScalar, { description: 'The session.' })
  date!: TradingDate;

  @Field(() => VndScalar, { description: 'Cash, money under way, and shares at their last closes.' })
  equity!: number;

  @Field(() => VndScalar, { description: 'Shares at their last closes.' })
  invested!: number;
}

@ObjectType('EquityPointEdge', { description: 'A point in a list.', simpleResolvers: true })
export class EquityPointEdgeType {
  @Field(() => String, { description: 'Opaque.' })
  cursor!: string;

  @Field(() => EquityPointType, { description: 'The point.' })
  node!: EquityPointType;
}

@ObjectType('EquityPointConnection', { description: 'A page of the curve, the oldest first.', simpleResolvers: true })
export class EquityPointConnectionType {
  @Field(() => [EquityPointEdgeType], { description: 'The rows, in order.' })
  edges!: readonly EquityPointEdgeType[];

  @Field(() => PageInfoType, { description: 'Where the page stands.' })
  pageInfo!: PageInfoType;
}

@ObjectType('BacktestComparison', { description: 'Results side by side, and whether they may be compared.', simpleResolvers: true })
export class BacktestComparisonType {
  @Field(() => [BacktestType], { description: 'In the order of the ids.' })
  backtests!: readonly BacktestType[];

  @Field(() => Boolean, { description: 'Whether all were made from the same bars.' })
  isSameData!: boolean;

  @Field(() => Boolean, { description: 'Whether all traded the same sessions, from the first to the last.' })
  isSamePeriod!: boolean;

  @Field(() => Boolean, { description: 'Whether all paid the same charges, by the same rules and versions.' })
  isSameTerms!: boolean;
}

@ObjectType('BacktestPayload', { description: 'A backtest that was changed, or why none was.', simpleResolvers: true })
export class BacktestPayloadType {
  @Field(() => BacktestType, { nullable: true, description: 'The backtest.' })
  backtest?: BacktestType;

  @Field(() => [MutationErrorType], { description: 'Empty where it succeeded.' })
  errors!: readonly MutationErrorType[];
}
