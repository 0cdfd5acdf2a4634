import { Field, InputType, Int, ObjectType } from 'type-graphql';

import type { Exchange } from '../domain/market/stock.js';
import { ExchangeEnum } from './enums.js';
import { MutationErrorType } from './mutation-error.type.js';

@InputType('StockInput', { description: 'A share as it is to be; what is left out is not known.' })
export class StockInputType {
  @Field(() => String, { description: 'Ticker, in any case; no index.' })
  symbol!: string;

  @Field(() => String, { description: 'Name of the company, 1 to 200 characters.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Sector, 1 to 100 characters.' })
  sector?: string | null;

  @Field(() => ExchangeEnum, { nullable: true, description: 'Market; price bands of bars that come in are checked by it.' })
  exchange?: Exchange | null;

  @Field(() => Boolean, { defaultValue: true, description: 'False once it is no longer traded.' })
  isActive!: boolean;
}

@ObjectType('SaveStocksPayload', { description: 'What became of the stocks, or why nothing was saved.', simpleResolvers: true })
export class SaveStocksPayloadType {
  @Field(() => Int, { nullable: true, description: 'How many are new.' })
  inserted?: number;

  @Field(() => Int, { nullable: true, description: 'How many were changed.' })
  updated?: number;

  @Field(() => Int, { nullable: true, description: 'How many were so already, or are of a made-up market.' })
  unchanged?: number;

  @Field(() => [MutationErrorType], { description: 'Empty where it succeeded.' })
  errors!: readonly MutationErrorType[];
}
