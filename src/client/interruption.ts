import type { GraphQLFormattedError } from 'graphql';

/** Why a subscription ended before its user wanted. */
export interface Interruption {
  readonly kind: 'CLOSED' | 'UNREACHABLE' | 'ERRORS' | 'COMPLETED' | 'FAULT';
  /** Close code of the websocket, for `CLOSED`. */
  readonly code: number | null;
  readonly message: string;
  readonly errors: readonly GraphQLFormattedError[];
  /** Whether asking again from the last cursor can help. */
  readonly canRetry: boolean;
}

/**
 * Close codes after which nothing will be better the next time: the request, the protocol or the permission is at
 * fault. 4403 is the exception: a fresh token may help.
 */
const FATAL_CODES: ReadonlySet<number> = new Set([
  1002, 1003, 1007, 1008, 1009, 1010, 1015, 4004, 4005, 4400, 4401, 4403, 4406, 4409, 4429, 4500,
]);
export const FORBIDDEN_CODE = 4403;

/** Reads what graphql-ws gives to `error`: GraphQL errors, a close event, the error event of a socket, or an Error. */
export function readInterruption(cause: unknown): Interruption {
  if (Array.isArray(cause)) return refused(cause as readonly GraphQLFormattedError[]);
  if (isCloseEvent(cause)) {
    const message = `the connection was closed with ${cause.code}${cause.reason === '' ? '' : ` (${cause.reason})`}`;
    return { kind: 'CLOSED', code: cause.code, message, errors: [], canRetry: !FATAL_CODES.has(cause.code) };
  }
  if (isErrorEvent(cause)) {
    return {
      kind: 'UNREACHABLE',
      code: null,
      message: `the server can't be reached: ${cause.message ?? 'no reason given'}`,
      errors: [],
      canRetry: true,
    };
  }
  return fault(cause instanceof Error ? cause.message : String(cause));
}

/** The server refused the operation. */
export function refused(errors: readonly GraphQLFormattedError[]): Interruption {
  const canRetry =
    errors.length > 0 && errors.every(({ extensions }) => extensions?.['retryable'] === true || extensions?.['code'] === 'RATE_LIMITED');
  return { kind: 'ERRORS', code: null, message: errors.map(({ message }) => message).join('; '), errors, canRetry };
}

/** Something is wrong on this side. */
export function fault(message: string): Interruption {
  return { kind: 'FAULT', code: null, message, errors: [], canRetry: false };
}

/** The server ended the stream without a reason. */
export const COMPLETED: Interruption = {
  kind: 'COMPLETED',
  code: null,
  message: 'the server ended the stream',
  errors: [],
  canRetry: true,
};

/** Ends a watch; `interruption` says why. */
export class WatchEndedError extends Error {
  override readonly name = 'WatchEndedError';
  readonly interruption: Interruption;

  constructor(interruption: Interruption) {
    super(interruption.message);
    this.interruption = interruption;
  }
}

function isCloseEvent(value: unknown): value is { readonly code: number; readonly reason: string } {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'number' && 'reason' in value;
}

function isErrorEvent(value: unknown): value is { readonly type: 'error'; readonly message?: string } {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'error';
}
