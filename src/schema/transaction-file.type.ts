import { Field, InputType, ID, Int, ObjectType } from 'type-graphql';

import { MutationErrorType } from './mutation-error.type.js';

@ObjectType('ImportError', { description: 'Why a file was not entered.', simpleResolvers: true })
export class ImportErrorType extends MutationErrorType {
  @Field(() => Int, { nullable: true, description: 'Line of the file, from 1, the heading; null where it is about no line.' })
  line!: number | null;
}

@ObjectType('ImportPayload', { description: 'Transactions that were entered from a file, or why none was.', simpleResolvers: true })
export class ImportPayloadType {
  @Field(() => Int, { nullable: true, description: 'How many: every line, or null for none.' })
  imported?: number | null;

  @Field(() => [ImportErrorType], { description: 'Empty where it succeeded; at most 50.' })
  errors!: readonly ImportErrorType[];
}

@InputType('ImportTransactionsInput', { description: 'A file of transactions.' })
export class ImportTransactionsInputType {
  @Field(() => ID, { description: 'Of the portfolio.' })
  portfolioId!: string;

  @Field(() => String, {
    description: 'CSV with a heading, as `exportPortfolio` gives it; money in whole VND. At most 80 000 characters.',
  })
  csv!: string;

  @Field(() => String, { description: 'Of your choice, 8 to 100 characters: the same key again enters nothing more.' })
  idempotencyKey!: string;
}
