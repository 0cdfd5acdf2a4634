import 'reflect-metadata';
import { printSchema, type GraphQLSchema } from 'graphql';
import { buildSchemaSync, type PubSub } from 'type-graphql';

import { requirePermission } from '../domain/access/actor.js';
import type { Permission } from '../domain/access/permission.js';
import type { Context } from '../resolvers/context.js';
import { RESOLVERS } from '../resolvers/index.js';

/** type-graphql asks for one wherever there are subscriptions; ours bring their own streams. */
const NO_PUB_SUB: PubSub = {
  publish: () => {},
  subscribe: () => {
    throw new Error('subscriptions bring their own streams');
  },
};

/** The schema of the API, from the resolver registry. */
export function buildSchema(): GraphQLSchema {
  return buildSchemaSync({
    resolvers: RESOLVERS,
    validate: false,
    pubSub: NO_PUB_SUB,
    disableInferringDefaultValues: true,
    // The second wall: the pipeline has refused what is forbidden before anything ran.
    authChecker: ({ context }: { context: Context }, permissions: Permission[]) => {
      for (const permission of permissions) requirePermission(context.actor, permission);
      return true;
    },
  });
}

/** The schema as text: what `schema.graphql` holds. */
export function printSdl(schema: GraphQLSchema): string {
  return `${printSchema(schema)}\n`;
}
