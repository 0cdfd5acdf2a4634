import { Field, ObjectType } from 'type-graphql';

import type { Decimal } from '../domain/decimal.js';
import type { BarSource } from '../domain/market/bar.js';
import type { TradingDate } from '../domain/market/trading-date.js';
import { BarSourceEnum } from './enums.js';
import { PageInfoType } from './page.type.js';
import { DateTimeScalar, DecimalScalar, LongScalar, TradingDateScalar } from './scalars.js';

@ObjectType('Bar', { description: 'A closed daily bar. Prices are in VND; those of an index are in points.', simpleResolvers: true })
export class BarType {
  @Field(() => TradingDateScalar, { description: 'The day, in Asia/Ho_Chi_Minh.' })
  tradingDate!: TradingDate;

  @Field(() => DecimalScalar, { description: 'First price of the day, VND (index: points).' })
  open!: Decimal;

  @Field(() => DecimalScalar, { description: 'Highest price of the day, VND (index: points).' })
  high!: Decimal;

  @Field(() => DecimalScalar, { description: 'Lowest price of the day, VND (index: points).' })
  low!: Decimal;

  @Field(() => DecimalScalar, { description: 'Last price of the day, VND (index: points).' })
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
