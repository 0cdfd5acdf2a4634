import { Field, ObjectType } from 'type-graphql';

@ObjectType('MutationError', {
  description:
    'Why a mutation changed nothing. What the client can do something about comes here; everything else is an error of the response.',
  simpleResolvers: true,
})
export class MutationErrorType {
  @Field(() => String, { description: 'As in `extensions.code` of errors: INVALID_INPUT, CONFLICT, NOT_FOUND or UNAUTHENTICATED.' })
  code!: string;

  @Field(() => String, { description: 'For people, in English.' })
  message!: string;

  @Field(() => String, { nullable: true, description: 'The part of the input that it is about; null where it is about all of it.' })
  field!: string | null;
}
