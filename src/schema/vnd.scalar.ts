import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

function toVnd(value: unknown): number {
  const amount = typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : value;
  if (typeof amount === 'number' && Number.isSafeInteger(amount)) return amount;
  throw new GraphQLError('Vnd cannot represent a value that is no whole number of đồng');
}

/** Money of users: whole đồng, exact. */
export const VndScalar = new GraphQLScalarType<number, string>({
  name: 'Vnd',
  description: 'Whole Vietnamese đồng as text, `"29540"` or `"-1200"`; numbers are taken too.',
  serialize: (value) => String(toVnd(value)),
  parseValue: toVnd,
  parseLiteral: (node) => toVnd(node.kind === Kind.INT ? Number(node.value) : node.kind === Kind.STRING ? node.value : undefined),
});
