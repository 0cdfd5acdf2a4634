import type { ExecutionArgs, GraphQLError, GraphQLFormattedError, GraphQLSchema } from 'graphql';

import type { Caller } from '../operation-charges.js';
import type { OperationRequest, PreparedOperation, RefusedOperation } from '../pipeline.js';

/** What the websocket needs of the GraphQL pipeline: the same limits, contexts and masks as HTTP has. */
export interface OperationGate {
  readonly schema: GraphQLSchema;
  /** The text of a known document by its SHA-256 (hex). */
  readonly findText: (hash: string) => string | undefined;
  /** Parse, validate, limits, permissions, budget. */
  readonly prepare: (request: OperationRequest) => Promise<PreparedOperation | RefusedOperation>;
  /** A fresh context with fresh loaders: one for each query, and for each item of a subscription. */
  readonly createContext: (caller: Caller) => object;
  readonly maskErrors: (errors: readonly GraphQLError[]) => readonly GraphQLFormattedError[];
  /** Runs a query. */
  readonly execute: (args: ExecutionArgs) => ReturnType<typeof import('graphql').execute>;
}
