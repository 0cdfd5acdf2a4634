import { Field, ObjectType } from 'type-graphql';

import type { Decimal } from '../domain/decimal.js';
import type { BarSource } from '../domain/market/bar.js';
import type { BarInterval } from '../domain/market/interval.js';
import type { TradingDate } from '../domain/market/trading-date.js';
import { BarIntervalEnum, BarSourceEnum } from './enums.js';
import { PageInfoType } from './page.type.js';
import { DateTimeScalar, DecimalScalar, LongScalar, TradingDateScalar } from './scalars.js';

@ObjectType('Bar', {
  description: 'A bar of a session, or of minutes or an hour of one. Prices are in VND; those of an index are in points.',
  simpleResolvers: true,
})
export class BarType {
  @Field(() => TradingDateScalar, { description: 'The day, in Asia/Ho_Chi_Minh.' })
  tradingDate!: TradingDate;

  @Field(() => DateTimeScalar, { description: 'When it begins; midnight in Asia/Ho_Chi_Minh for D1.' })
  openTime!: Date;

  @Field(() => BarIntervalEnum, { description: 'Its length.' })
  interval!: BarInterval;

  @Field(() => Boolean, { description: 'False where trades may be missing that could not be fetched; D1 is always whole.' })
  isWhole!: boolean;

  @Field(() => DecimalScalar, { description: 'First price of it, VND (index: points).' })
  open!: Decimal;

  @Field(() => DecimalScalar, { description: 'Highest price of it, VND (index: points).' })
  high!: Decimal;

  @Field(() => DecimalScalar, { description: 'Lowest price of it, VND (index: points).' })
  low!: Decimal;

  @Field(() => DecimalScalar, { description: 'Last price of it, VND (index: points).' })
  close!: Decimal;

  @Field(() => LongScalar, { description: 'Shares traded.' })
  volume!: number;

  @Field(() => DecimalScalar, { nullable: true, description: 'Value of the trades, VND; null where the source does not say.' })
  turnover!: Decimal | null;

  @Field(() => BarSourceEnum, { description: 'Where the bar came from. SIMULATED bars are made up.' })
  source!: BarSource;

  @Field(() => DateTimeScalar, { description: 'When we learnt it.' })
  receivedAt!: Date;
}

@ObjectType('BarEdge', { description: 'A bar in a list.', simpleResolvers: true })
export class BarEdgeType {
  @Field(() => String, { description: 'Opaque.' })
  cursor!: string;

  @Field(() => BarType, { description: 'The bar.' })
  node!: BarType;
}

@ObjectType('BarConnection', { description: 'A page of bars.', simpleResolvers: true })
export class BarConnectionType {
  @Field(() => [BarEdgeType], { description: 'The rows, in order.' })
  edges!: readonly BarEdgeType[];

  @Field(() => PageInfoType, { description: 'Where the page stands.' })
  pageInfo!: PageInfoType;
}
