import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';

import type { Exchange } from '../domain/market/stock.js';
import type { TradingDate } from '../domain/market/trading-date.js';
import type { SignalKind } from '../domain/vpa/detectors/index.js';
import type { StoredStatus } from '../domain/vpa/scoring/signal-score.js';
import { SCREEN_ORDERS, type ScreenOrder } from '../domain/vpa/screen/screen-filter.js';
import type { Direction } from '../domain/vpa/signal.js';
import type { Phase } from '../domain/vpa/wyckoff/phase.js';
import { rowCost } from './cost.js';
import { DirectionEnum, ExchangeEnum, SignalKindEnum } from './enums.js';
import { MutationErrorType } from './mutation-error.type.js';
import { PageInfoType } from './page.type.js';
import { DateTimeScalar, TradingDateScalar } from './scalars.js';
import { SignalStatusEnum } from './signal-score.type.js';
import { PhaseEnum, StockReadingType } from './stock-reading.type.js';
import { StockType } from './stock.type.js';

export const ScreenOrderEnum = Object.fromEntries(SCREEN_ORDERS.map((order) => [order, order])) as Readonly<
  Record<ScreenOrder, ScreenOrder>
>;
registerEnumType(ScreenOrderEnum, {
  name: 'ScreenOrder',
  description: 'The largest first; of distances and ranks the smallest; of symbols by the alphabet. What is not known comes last.',
});

@InputType('ScreenFilterInput', {
  description:
    'Which stocks, by their newest bars; absent parts match everything. One signal of that bar has to satisfy all parts about signals.',
})
export class ScreenFilterInputType {
  @Field(() => [String], { nullable: true, description: 'One of these tickers.' })
  symbols?: string[] | null;

  @Field(() => [ExchangeEnum], { nullable: true, description: 'Of one of these exchanges.' })
  exchanges?: Exchange[] | null;

  @Field(() => [String], { nullable: true, description: 'In one of these sectors.' })
  sectors?: string[] | null;

  @Field(() => [SignalKindEnum], { nullable: true, description: 'With a signal of one of these rules.' })
  kinds?: SignalKind[] | null;

  @Field(() => [DirectionEnum], { nullable: true, description: 'With a signal that points one of these ways.' })
  directions?: Direction[] | null;

  @Field(() => Float, { nullable: true, description: 'With a signal of at least this adjusted score, 0 to 100.' })
  minScore?: number | null;

  @Field(() => Float, { nullable: true, description: 'With a signal of at least this confidence, 0 to 1.' })
  minConfidence?: number | null;

  @Field(() => [SignalStatusEnum], { nullable: true, description: 'With a signal of one of these statuses.' })
  statuses?: StoredStatus[] | null;

  @Field(() => [PhaseEnum], { nullable: true, description: 'In one of these Wyckoff phases.' })
  phases?: Phase[] | null;

  @Field(() => Float, { nullable: true, description: 'With at least this confidence in the phase, 0 to 1.' })
  minPhaseConfidence?: number | null;

  @Field(() => Float, { nullable: true, description: 'Mean turnover of 20 bars of at least this, VND a day.' })
  minTurnover?: number | null;

  @Field(() => Float, { nullable: true, description: 'Return over 30 bars less that of the market of at least this, per cent.' })
  minRelativeStrength?: number | null;

  @Field(() => Float, { nullable: true, description: 'And of at most this.' })
  maxRelativeStrength?: number | null;

  @Field(() => Float, { nullable: true, description: 'Close above the support of 30 bars by at most this, per cent of the close.' })
  maxSupportDistance?: number | null;

  @Field(() => Float, { nullable: true, description: 'Close below the resistance of 30 bars by at most this, per cent of the close.' })
  maxResistanceDistance?: number | null;

  @Field(() => Int, { nullable: true, description: 'Rank of the sector of at most this, 1 is the strongest.' })
  maxSectorRank?: number | null;

  @Field(() => TradingDateScalar, {
    nullable: true,
    description: 'Newest bar not before this date; absent: a week before the newest of all.',
  })
  tradedSince?: TradingDate | null;
}

@InputType('SaveScreenInput', { description: 'A screen to be kept.' })
export class SaveScreenInputType {
  @Field(() => String, { description: '1 to 80 characters.' })
  name!: string;

  @Field(() => ScreenFilterInputType, { description: 'Which stocks.' })
  filter!: ScreenFilterInputType;

  @Field(() => ScreenOrderEnum, { defaultValue: 'SCORE', description: 'Order of its rows.' })
  order!: ScreenOrder;

  @Field(() => String, { description: 'Of your choice, 8 to 100 characters: the same key again gets what was made before.' })
  idempotencyKey!: string;
}

@ObjectType('ScreenedStock', { description: 'A stock that passed a screen.', simpleResolvers: true })
export class ScreenedStockType {
  @Field(() => StockType, { complexity: rowCost, description: 'The stock.' })
  stock!: StockType;

  @Field(() => StockReadingType, { description: 'What is known of it after its newest bar.' })
  reading!: StockReadingType;

  @Field(() => Float, { nullable: true, description: 'How far the close is above the support of 30 bars, per cent of the close.' })
  supportDistance!: number | null;

  @Field(() => Float, { nullable: true, description: 'How far it is below the resistance of 30 bars, likewise.' })
  resistanceDistance!: number | null;

  @Field(() => Float, { nullable: true, description: 'Best adjusted score among the signals that the screen is about; null for none.' })
  score!: number | null;

  @Field(() => Float, { nullable: true, description: 'Best confidence among them.' })
  confidence!: number | null;
}

@ObjectType('ScreenedStockEdge', { description: 'A stock in a screen.', simpleResolvers: true })
export class ScreenedStockEdgeType {
  @Field(() => String, { description: 'Opaque.' })
  cursor!: string;

  @Field(() => ScreenedStockType, { description: 'The row.' })
  node!: ScreenedStockType;
}

@ObjectType('ScreenConnection', { description: 'A page of a screen.', simpleResolvers: true })
export class ScreenConnectionType {
  @Field(() => [ScreenedStockEdgeType], { description: 'The rows, in order.' })
  edges!: readonly ScreenedStockEdgeType[];

  @Field(() => PageInfoType, { description: 'Where the page stands.' })
  pageInfo!: PageInfoType;

  @Field(() => Int, { description: 'Stocks that pass, counted only when asked for.' })
  totalCount!: number;
}

@ObjectType('SavedScreen', { description: 'A screen of yours.', simpleResolvers: true })
export class SavedScreenType {
  @Field(() => ID, { description: 'UUID.' })
  id!: string;

  @Field(() => String, { description: 'As you call it.' })
  name!: string;

  @Field(() => String, { description: 'Its filter as JSON, with the names of ScreenFilterInput.' })
  filter!: string;

  @Field(() => ScreenOrderEnum, { description: 'Order of its rows.' })
  order!: ScreenOrder;

  @Field(() => DateTimeScalar, { description: 'When it was saved.' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was last run; null: never.' })
  lastRunAt!: Date | null;
}

@ObjectType('SavedScreenPayload', { description: 'A screen that was saved, or why none was.', simpleResolvers: true })
export class SavedScreenPayloadType {
  @Field(() => SavedScreenType, { nullable: true, description: 'The screen.' })
  screen?: SavedScreenType;

  @Field(() => [MutationErrorType], { description: 'Empty where it succeeded.' })
  errors!: readonly MutationErrorType[];
}

@ObjectType('ScreenRunPayload', { description: 'What a saved screen finds now, beside the run before.', simpleResolvers: true })
export class ScreenRunPayloadType {
  @Field(() => SavedScreenType, { nullable: true, description: 'The screen.' })
  screen?: SavedScreenType;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the run before was; null: this was the first.' })
  previousRunAt?: Date | null;

  @Field(() => [String], { nullable: true, description: 'Tickers that were not found before.' })
  entered?: readonly string[];

  @Field(() => [String], { nullable: true, description: 'Tickers that are not found any more.' })
  left?: readonly string[];

  @Field(() => [String], { nullable: true, description: 'Tickers that were found before, too.' })
  stayed?: readonly string[];

  @Field(() => [MutationErrorType], { description: 'Empty where it succeeded.' })
  errors!: readonly MutationErrorType[];
}
