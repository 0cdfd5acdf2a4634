import { GraphQLError, type DocumentNode, type GraphQLSchema } from 'graphql';
import { fieldExtensionsEstimator, getComplexity, simpleEstimator } from 'graphql-query-complexity';

/** Fields that say nothing of their cost are free: rows are what costs, and every list and reference says so. */
const ESTIMATORS = [fieldExtensionsEstimator(), simpleEstimator({ defaultComplexity: 0 })];
/** Selections looked at, fragments each time they are spread; beyond it the operation counts as too expensive. */
const MAX_VISITED_NODES = 5_000;

export interface CostRequest {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * Rows that the operation may read: the product of `first` over nested lists.
 * @returns Infinity where the document is too large to be measured
 * @throws {GraphQLError} where an argument's value can't be used
 */
export function costOf({ schema, document, operationName, variables }: CostRequest): number {
  try {
    return getComplexity({
      schema,
      query: document,
      variables,
      ...(operationName === null ? {} : { operationName }),
      estimators: ESTIMATORS,
      maxQueryNodes: MAX_VISITED_NODES,
    });
  } catch (error) {
    if (error instanceof GraphQLError && error.message.includes('maximum allowed number of nodes')) return Infinity;
    throw error;
  }
}
