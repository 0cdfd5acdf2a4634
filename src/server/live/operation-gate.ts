import type { ExecutionArgs, GraphQLError, GraphQLFormattedError, GraphQLSchema } from 'graphql';

import type { Actor } from '../../domain/access/actor.js';
import type { PreparedOperation, RefusedOperation } from '../pipeline.js';

export interface GateRequest {
  readonly source: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly actor: Actor;
  readonly transport: 'websocket';
}

/** What the websocket needs of the GraphQL pipeline: the same limits, contexts and masks as HTTP has. */
export interface OperationGate {
  readonly schema: GraphQLSchema;
  /** Parse, validate, limits, permissions. */
  readonly prepare: (request: GateRequest) => PreparedOperation | RefusedOperation;
  /** A fresh context with fresh loaders: one for each query, and for each item of a subscription. */
  readonly createContext: (actor: Actor) => object;
  readonly maskErrors: (errors: readonly GraphQLError[]) => readonly GraphQLFormattedError[];
  /** Runs a query. */
  readonly execute: (args: ExecutionArgs) => ReturnType<typeof import('graphql').execute>;
}
