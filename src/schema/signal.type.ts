import { Field, Float, ID, Int, ObjectType } from 'type-graphql';

import type { TradingDate } from '../domain/market/trading-date.js';
import type { SignalKind } from '../domain/vpa/detectors/index.js';
import type { Direction, MeasuredValues, SignalMark, SignalOrigin } from '../domain/vpa/signal.js';
import { BackgroundEnum, DirectionEnum, SignalKindEnum, SignalMarkEnum, SignalOriginEnum } from './enums.js';
import { NodeType } from './node.type.js';
import { PageInfoType } from './page.type.js';
import { DateTimeScalar, TradingDateScalar } from './scalars.js';

const WINDOW = 'null where fewer bars were there';

@ObjectType('Signal', {
  description: 'A rule that fired on a closed daily bar, with what was measured on that bar.',
  implements: NodeType,
  simpleResolvers: true,
})
export class SignalType implements NodeType, MeasuredValues {
  @Field(() => ID, { description: 'Global id.' })
  id!: string;

  @Field(() => String, { description: 'Ticker of its stock.' })
  symbol!: string;

  @Field(() => TradingDateScalar, { description: 'Day of the bar.' })
  tradingDate!: TradingDate;

  @Field(() => SignalKindEnum, { description: 'The rule.' })
  kind!: SignalKind;

  @Field(() => DirectionEnum, { description: 'Which way it points.' })
  direction!: Direction;

  @Field(() => String, { description: 'Version of the rule set: a changed rule never changes old signals.' })
  ruleVersion!: string;

  @Field(() => SignalOriginEnum, { description: 'Found as it happened, or in history.' })
  origin!: SignalOrigin;

  @Field(() => DateTimeScalar, { description: 'When it was found.' })
  detectedAt!: Date;

  @Field(() => Float, { nullable: true, description: `Volume ÷ mean volume of the 20 bars before; ${WINDOW}.` })
  volumeRatio!: number | null;

  @Field(() => Float, { nullable: true, description: `Spread (high − low) ÷ mean spread of the 20 bars before; ${WINDOW}.` })
  spreadRatio!: number | null;

  @Field(() => Float, { description: 'Where the close lies between low (0) and high (1).' })
  closePosition!: number;

  @Field(() => Float, { nullable: true, description: 'Change of the close in per cent: 1.5 is 1.5 %; null on the first bar.' })
  changePct!: number | null;

  @Field(() => Float, { description: 'Body ÷ spread, 0 to 1.' })
  bodyRatio!: number;

  @Field(() => Float, { description: 'Upper wick ÷ spread, 0 to 1.' })
  upperWick!: number;

  @Field(() => Float, { description: 'Lower wick ÷ spread, 0 to 1.' })
  lowerWick!: number;

  @Field(() => Float, { nullable: true, description: `Mean true range of the 14 bars before, VND (index: points); ${WINDOW}.` })
  atr14!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: `Highest high of 30 bars, the newest of them 3 bars before, VND (index: points); ${WINDOW}.`,
  })
  resistance30!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: `Lowest low of 30 bars, the newest of them 3 bars before, VND (index: points); ${WINDOW}.`,
  })
  support30!: number | null;

  @Field(() => Boolean, { description: 'Whether prices were falling.' })
  isDowntrend!: boolean;

  @Field(() => Boolean, { description: 'Whether prices were rising.' })
  isUptrend!: boolean;

  @Field(() => BackgroundEnum, { description: 'What the latest strong signal of the 20 bars before spoke for.' })
  background!: MeasuredValues['background'];

  @Field(() => Boolean, { description: 'Fewer than 60 bars were there before: averages are short.' })
  isShortHistory!: boolean;

  @Field(() => Boolean, { description: 'Mean volume of the 20 bars before under 100 000 shares: take it with care.' })
  isIlliquid!: boolean;

  @Field(() => [SignalMarkEnum], { description: 'What else is to be known of its bar.' })
  marks!: readonly SignalMark[];
}

@ObjectType('SignalEdge', { description: 'A signal in a list.', simpleResolvers: true })
export class SignalEdgeType {
  @Field(() => String, { description: 'Opaque. Not a cursor of a subscription.' })
  cursor!: string;

  @Field(() => SignalType, { description: 'The signal.' })
  node!: SignalType;
}

@ObjectType('StockSignalConnection', { description: 'A page of the signals of one stock.', simpleResolvers: true })
export class StockSignalConnectionType {
  @Field(() => [SignalEdgeType], { description: 'The rows, in order.' })
  edges!: readonly SignalEdgeType[];

  @Field(() => PageInfoType, { description: 'Where the page stands.' })
  pageInfo!: PageInfoType;
}

@ObjectType('SignalConnection', { description: 'A page of signals.', simpleResolvers: true })
export class SignalConnectionType extends StockSignalConnectionType {
  @Field(() => Int, { description: 'How many match in all; counted only where it is asked for.' })
  totalCount!: number;
}
