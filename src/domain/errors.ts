/** Every way in which a request or a job can fail, as clients and workers see it. Closed: a new code is a change of the API. */
export type ErrorCode =
  | 'INVALID_INPUT'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'RATE_LIMITED'
  | 'NOT_ENOUGH_DATA'
  | 'PROVIDER_UNAVAILABLE'
  | 'SERVICE_READ_ONLY'
  | 'SLOW_CONSUMER'
  | 'INTERNAL';

export interface DomainErrorOptions {
  /** Facts for the client: field names, limits, positions. Never a secret, never a raw driver message. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** Whether the same call may succeed later. Workers decide by this, never by the text. */
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

/** An expected failure: typed, safe to show, decided about by its code. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;
  readonly retryable: boolean;

  constructor(code: ErrorCode, message: string, options: DomainErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
    this.retryable = options.retryable ?? false;
  }
}
