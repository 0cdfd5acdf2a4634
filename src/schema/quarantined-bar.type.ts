import { Field, Int, ObjectType } from 'type-graphql';

import { PageInfoType } from './page.type.js';
import { DateTimeScalar } from './scalars.js';

@ObjectType('QuarantinedBar', { description: 'A bar that was refused, with why and where it stood.', simpleResolvers: true })
export class QuarantinedBarType {
  @Field(() => String, { description: 'Where it came from: the name of a file or provider.' })
  source!: string;

  @Field(() => Int, { nullable: true, description: 'Line of the file, the header is 1; null where the source has no lines.' })
  sourceLine!: number | null;

  @Field(() => String, { nullable: true, description: 'As the source wrote it.' })
  symbol!: string | null;

  @Field(() => String, { nullable: true, description: 'As the source wrote it; not always a date.' })
  tradingDate!: string | null;

  @Field(() => String, { description: 'Why it was refused.' })
  reason!: string;

  @Field(() => String, { description: 'The raw row, cut at 500 characters.' })
  raw!: string;

  @Field(() => DateTimeScalar, { description: 'When it was refused.' })
  receivedAt!: Date;
}

@ObjectType('QuarantinedBarEdge', { description: 'A refused bar in a list.', simpleResolvers: true })
export class QuarantinedBarEdgeType {
  @Field(() => String, { description: 'Opaque.' })
  cursor!: string;

  @Field(() => QuarantinedBarType, { description: 'The refused bar.' })
  node!: QuarantinedBarType;
}

@ObjectType('QuarantinedBarConnection', { description: 'A page of refused bars, newest first.', simpleResolvers: true })
export class QuarantinedBarConnectionType {
  @Field(() => [QuarantinedBarEdgeType], { description: 'The rows, in order.' })
  edges!: readonly QuarantinedBarEdgeType[];

  @Field(() => PageInfoType, { description: 'Where the page stands.' })
  pageInfo!: PageInfoType;
}

@ObjectType('QuarantineCount', { description: 'How many bars of one source were refused for one reason.', simpleResolvers: true })
export class QuarantineCountType {
  @Field(() => String, { description: 'The name of a file or provider.' })
  source!: string;

  @Field(() => String, { description: 'Why they were refused.' })
  reason!: string;

  @Field(() => Int, { description: 'How many.' })
  count!: number;

  @Field(() => DateTimeScalar, { description: 'When the newest of them was refused.' })
  newestAt!: Date;
}
