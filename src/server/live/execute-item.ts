import {
  execute,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';

/** A subscription as it is executed for each item. */
export interface LiveOperation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  /** A fresh context for each item: loaders must not remember what an earlier item saw. */
  readonly createContext: () => unknown;
  readonly maskErrors: (errors: readonly GraphQLError[]) => readonly GraphQLFormattedError[];
}

/** The item can't be told: its execution left no data. The subscriber must ask again from its last cursor. */
class UntoldItemError extends Error {
  override readonly name = 'UntoldItemError';
}

/**
 * The payload of a `next` message for an item, as JSON text. At once where no resolver waits, so that a group of
 * subscribers costs one turn.
 * @throws {UntoldItemError}
 */
export function executeItem(operation: LiveOperation, item: unknown): string | Promise<string> {
  const result = execute({
    schema: operation.schema,
    document: operation.document,
    operationName: operation.operationName,
    variableValues: operation.variables,
    contextValue: operation.createContext(),
    rootValue: item,
  });
  return result instanceof Promise ? result.then((done) => toPayload(operation, done)) : toPayload(operation, result);
}

function toPayload(operation: LiveOperation, { data, errors }: ExecutionResult): string {
  if (errors === undefined) return JSON.stringify({ data });
  const masked = operation.maskErrors(errors);
  if (data === null || data === undefined) throw new UntoldItemError(masked[0]?.message);
  return JSON.stringify({ data, errors: masked });
}
