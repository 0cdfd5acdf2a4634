import { Field, ID, InterfaceType } from 'type-graphql';

/** Anything with a global id. */
@InterfaceType('Node', {
  description: 'Anything that has a global id.',
  resolveType: (value: { readonly __typename: string }) => value.__typename,
})
export abstract class NodeType {
  @Field(() => ID, { description: 'Global and stable: `node(id)` finds the same thing again.' })
  id!: string;
}
