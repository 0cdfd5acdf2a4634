import { Field, ID, Int, ObjectType } from 'type-graphql';

import type { Exchange } from '../domain/market/stock.js';
import { ExchangeEnum } from './enums.js';
import { NodeType } from './node.type.js';
import { PageInfoType } from './page.type.js';

@ObjectType('Stock', { description: 'An instrument: a share, or an index.', implements: NodeType, simpleResolvers: true })
export class StockType implements NodeType {
  @Field(() => ID, { description: 'Global id.' })
  id!: string;

  @Field(() => String, { description: 'Ticker in capitals: `VCB`, `VNINDEX`.' })
  symbol!: string;

  @Field(() => String, { description: 'Name of the company or index.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Sector; null where it is not known.' })
  sector!: string | null;

  @Field(() => ExchangeEnum, {
    nullable: true,
    description: 'Market; null where it is not known (price bands are then not checked) and for an index.',
  })
  exchange!: Exchange | null;

  @Field(() => Boolean, { description: 'Whether it is an index: its bars are in points.' })
  isIndex!: boolean;

  @Field(() => Boolean, { description: 'True for the made-up market of the embedded default. Never mixed with real data.' })
  isSimulated!: boolean;

  @Field(() => Boolean, { description: 'False once it is no longer traded.' })
  isActive!: boolean;
}

@ObjectType('StockEdge', { description: 'A stock in a list.', simpleResolvers: true })
export class StockEdgeType {
  @Field(() => String, { description: 'Opaque.' })
  cursor!: string;

  @Field(() => StockType, { description: 'The stock.' })
  node!: StockType;
}

@ObjectType('StockConnection', { description: 'A page of stocks.', simpleResolvers: true })
export class StockConnectionType {
  @Field(() => [StockEdgeType], { description: 'The rows, in order.' })
  edges!: readonly StockEdgeType[];

  @Field(() => PageInfoType, { description: 'Where the page stands.' })
  pageInfo!: PageInfoType;

  @Field(() => Int, { description: 'How many match in all; counted only where it is asked for.' })
  totalCount!: number;
}
