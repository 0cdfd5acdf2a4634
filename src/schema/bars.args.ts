import { ArgsType, Field, Int } from 'type-graphql';

import type { BarInterval } from '../domain/market/interval.js';
import type { TradingDate } from '../domain/market/trading-date.js';
import { BarIntervalEnum, BarOrderEnum } from './enums.js';
import { TradingDateScalar } from './scalars.js';

@ArgsType()
export class BarsArgs {
  @Field(() => BarIntervalEnum, {
    defaultValue: 'D1',
    description: 'Length of the bars. Shorter ones than a session are there for the last weeks, of what the realtime worker followed.',
  })
  interval!: BarInterval;

  @Field(() => TradingDateScalar, { nullable: true, description: 'First day, itself included.' })
  from?: TradingDate | null;

  @Field(() => TradingDateScalar, { nullable: true, description: 'Last day, itself included.' })
  to?: TradingDate | null;

  @Field(() => Int, { defaultValue: 60, description: 'Rows of the page, 1 to 1000.' })
  first!: number;

  @Field(() => String, { nullable: true, description: 'Cursor of the bar before the page; it is opaque.' })
  after?: string | null;

  @Field(() => BarOrderEnum, { defaultValue: 'DESC', description: 'Newest first unless said otherwise.' })
  order!: 'ASC' | 'DESC';

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Adjusted for the corporate actions after each bar, so that bars compare with the newest one; otherwise as they were traded. Of D1 only.',
  })
  adjusted!: boolean;
}
