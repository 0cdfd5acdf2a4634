import { ArgsType, Field, Float, ObjectType } from 'type-graphql';

import type { Decimal } from '../domain/decimal.js';
import type { TradingDate } from '../domain/market/trading-date.js';
import { DateTimeScalar, DecimalScalar, LongScalar, TradingDateScalar } from './scalars.js';

@ObjectType('Price', {
  description: 'The newest price of a stock in a session that runs. Prices are in VND; those of an index are in points.',
  simpleResolvers: true,
})
export class PriceType {
  @Field(() => String, { description: 'Ticker.' })
  symbol!: string;

  @Field(() => TradingDateScalar, { description: 'The session, in Asia/Ho_Chi_Minh.' })
  tradingDate!: TradingDate;

  @Field(() => DecimalScalar, { description: 'Price of the newest trade, VND (index: points).' })
  price!: Decimal;

  @Field(() => DateTimeScalar, { description: 'When that trade happened, by the source.' })
  at!: Date;

  @Field(() => DecimalScalar, { description: 'First price of the session, VND (index: points).' })
  open!: Decimal;

  @Field(() => DecimalScalar, { description: 'Highest price of the session so far, VND (index: points).' })
  high!: Decimal;

  @Field(() => DecimalScalar, { description: 'Lowest price of the session so far, VND (index: points).' })
  low!: Decimal;

  @Field(() => LongScalar, { description: 'Shares of the session so far.' })
  volume!: number;

  @Field(() => DecimalScalar, { nullable: true, description: 'The close of the session before; null where it is not known.' })
  previousClose!: Decimal | null;

  @Field(() => Float, { nullable: true, description: 'Change against that close, per cent: 1.5 is 1.5 %.' })
  changePct!: number | null;

  @Field(() => Boolean, { description: 'False while trades of the session may be missing from open, high, low and volume.' })
  isWhole!: boolean;
}

@ArgsType()
export class PriceUpdatedArgs {
  @Field(() => [String], { description: 'Tickers, in any case, 1 to 100.' })
  symbols!: string[];
}
