import { GraphQLError, type GraphQLFormattedError } from 'graphql';

import type { Logger } from '../application/ports/telemetry.js';
import { DomainError } from '../domain/errors.js';

/** Codes of errors that were made before execution, by the pipeline or by the HTTP layer: safe as they are. */
const REQUEST_CODES: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
  'PERSISTED_QUERY_NOT_FOUND',
  'INVALID_INPUT',
  'FORBIDDEN',
  'UNAUTHENTICATED',
  'RATE_LIMITED',
]);

/** Whether an error with this code may be shown as it is. */
export function isRequestCode(code: unknown): code is string {
  return REQUEST_CODES.has(code);
}

const MASKED_MESSAGE = 'Internal server error';

export interface FormatErrorDeps {
  readonly logger: Logger;
}

/**
 * The error as a client may see it. A DomainError shows its code, message and details; anything else, and INTERNAL,
 * becomes a fixed text with the id of the request, under which the log has the rest.
 */
export function formatError(deps: FormatErrorDeps, error: unknown, requestId: string): GraphQLFormattedError {
  const cause = rootCause(error);
  const place = error instanceof GraphQLError ? placeOf(error) : {};
  if (cause instanceof DomainError && cause.code !== 'INTERNAL') {
    return { message: cause.message, ...place, extensions: { code: cause.code, ...detailsOf(cause) } };
  }
  if (cause instanceof GraphQLError && isRequestCode(cause.extensions['code'])) {
    return { message: cause.message, ...place, extensions: { code: cause.extensions['code'] } };
  }
  deps.logger.error({ error: cause, requestId, path: place.path }, 'a GraphQL operation failed');
  const retryable = cause instanceof DomainError && cause.retryable ? { retryable: true } : {};
  return { message: MASKED_MESSAGE, ...place, extensions: { code: 'INTERNAL', requestId, ...retryable } };
}

/** graphql-js wraps what resolvers throw, Apollo wraps it again. */
function rootCause(error: unknown): unknown {
  let cause = error;
  while (cause instanceof GraphQLError && cause.originalError !== undefined) cause = cause.originalError;
  return cause;
}

function placeOf(error: GraphQLError): Pick<GraphQLFormattedError, 'locations' | 'path'> {
  return {
    ...(error.locations === undefined ? {} : { locations: error.locations }),
    ...(error.path === undefined ? {} : { path: error.path }),
  };
}

function detailsOf(error: DomainError): Record<string, unknown> {
  const details = Object.keys(error.details).length > 0 ? { details: error.details } : {};
  return error.retryable ? { ...details, retryable: true } : details;
}
