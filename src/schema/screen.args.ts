import { ArgsType, Field } from 'type-graphql';

import type { ScreenOrder } from '../domain/vpa/screen/screen-filter.js';
import { PageArgs } from './page.args.js';
import { ScreenFilterInputType, ScreenOrderEnum } from './screen.type.js';

@ArgsType()
export class ScreenArgs extends PageArgs {
  @Field(() => ScreenFilterInputType, { nullable: true, description: 'Which stocks; absent: all that were traded lately.' })
  filter?: ScreenFilterInputType | null;

  @Field(() => ScreenOrderEnum, { defaultValue: 'SCORE', description: 'Order of the rows.' })
  order!: ScreenOrder;
}
