import { GraphQLError } from 'graphql';

import { DomainError } from '../domain/errors.js';
import type { ShapeFault } from './document-shape.js';

/** Why an operation was refused before it ran; values of the label `reason` of `graphql_rejections_total`. */
export type RefusalReason =
  | 'syntax'
  | ShapeFault
  | 'validation'
  | 'untrusted'
  | 'persisted'
  | 'operation_name'
  | 'method'
  | 'transport'
  | 'variables'
  | 'cost'
  | 'permission'
  | 'rate';

/** At most so many errors are told of one operation. */
export const MAX_ERRORS = 5;
const MAX_MESSAGE_LENGTH = 300;

/** An error that may be shown as it is: its text is ours or graphql-js's own about the client's document, without hints. */
export function refusal(code: string, message: string, source?: GraphQLError): GraphQLError {
  const text = message.length > MAX_MESSAGE_LENGTH ? `${message.slice(0, MAX_MESSAGE_LENGTH)}…` : message;
  return new GraphQLError(text, {
    nodes: source?.nodes ?? null,
    source: source?.source,
    positions: source?.positions,
    path: source?.path,
    extensions: { code },
  });
}

/** Too much at once: the same may be tried later. */
export function limitReached(message: string, details: Readonly<Record<string, unknown>> = {}): GraphQLError {
  return new GraphQLError(message, { originalError: new DomainError('RATE_LIMITED', message, { retryable: true, details }) });
}
