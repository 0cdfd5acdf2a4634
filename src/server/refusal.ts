import { GraphQLError } from 'graphql';

import type { ShapeFault } from './operation-limits.js';

/** Why an operation was refused before it ran; values of the label `reason` of `graphql_rejections_total`. */
export type RefusalReason =
  | 'syntax'
  | ShapeFault
  | 'validation'
  | 'operation_name'
  | 'method'
  | 'transport'
  | 'variables'
  | 'cost'
  | 'permission';

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
