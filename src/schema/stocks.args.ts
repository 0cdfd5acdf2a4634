import { ArgsType, Field, InputType } from 'type-graphql';

import type { Exchange } from '../domain/market/stock.js';
import { ExchangeEnum } from './enums.js';
import { PageArgs } from './page.args.js';

@InputType('StockFilter', { description: 'Which stocks. Parts that are absent match everything, an empty list matches nothing.' })
export class StockFilterInput {
  @Field(() => [String], { nullable: true, description: 'One of these tickers; at most 100.' })
  symbols?: string[] | null;

  @Field(() => [ExchangeEnum], { nullable: true, description: 'On one of these markets.' })
  exchanges?: Exchange[] | null;

  @Field(() => [String], { nullable: true, description: 'In one of these sectors, as `Stock.sector` spells them; at most 100.' })
  sectors?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Only indices (true), or only shares (false).' })
  isIndex?: boolean | null;
}

@ArgsType()
export class StocksArgs extends PageArgs {
  @Field(() => StockFilterInput, { nullable: true, description: 'All stocks where it is absent.' })
  filter?: StockFilterInput | null;
}
