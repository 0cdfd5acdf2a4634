import { ArgsType, Field, Int, ObjectType, registerEnumType } from 'type-graphql';

import type { Decimal } from '../domain/decimal.js';
import type { BarPeriod } from '../domain/market/period-bars.js';
import type { TradingDate } from '../domain/market/trading-date.js';
import { DecimalScalar, LongScalar, TradingDateScalar } from './scalars.js';

const BarPeriodEnum: Readonly<Record<BarPeriod, BarPeriod>> = { WEEK: 'WEEK', MONTH: 'MONTH' };
registerEnumType(BarPeriodEnum, {
  name: 'BarPeriod',
  description: 'Length of bars that are joined from daily ones.',
  valuesConfig: { WEEK: { description: 'Monday to Sunday.' }, MONTH: { description: 'Of the calendar.' } },
});

@ObjectType('PeriodBar', {
  description: 'The daily bars of a week or month as one. Prices are in VND; those of an index are in points.',
  simpleResolvers: true,
})
export class PeriodBarType {
  @Field(() => TradingDateScalar, { description: 'The Monday, or the first of the month; not always a trading day.' })
  periodStart!: TradingDate;

  @Field(() => TradingDateScalar, { description: 'The first day that has a bar.' })
  from!: TradingDate;

  @Field(() => TradingDateScalar, { description: 'The last day that has a bar.' })
  to!: TradingDate;

  @Field(() => DecimalScalar, { description: 'First price, VND (index: points).' })
  open!: Decimal;

  @Field(() => DecimalScalar, { description: 'Highest price, VND (index: points).' })
  high!: Decimal;

  @Field(() => DecimalScalar, { description: 'Lowest price, VND (index: points).' })
  low!: Decimal;

  @Field(() => DecimalScalar, { description: 'Last price, VND (index: points).' })
  close!: Decimal;

  @Field(() => LongScalar, { description: 'Shares traded.' })
  volume!: number;

  @Field(() => Int, { description: 'Days that have a bar.' })
  sessions!: number;
}

@ArgsType()
export class PeriodBarsArgs {
  @Field(() => BarPeriodEnum, { description: 'Weeks or months.' })
  period!: BarPeriod;

  @Field(() => Int, { defaultValue: 12, description: 'How many, 1 to 199 weeks or 1 to 42 months.' })
  first!: number;

  @Field(() => TradingDateScalar, { nullable: true, description: 'Only those before the one that this day lies in.' })
  before?: TradingDate | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Of bars that are adjusted for corporate actions; otherwise as they were traded.',
  })
  adjusted!: boolean;
}
