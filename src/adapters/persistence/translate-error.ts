import { DomainError } from '../../domain/errors.js';

/** SQLSTATE classes and codes after which the same call may succeed: connection lost, server stopping or full, conflicts, timeouts. */
const RETRYABLE = [/^08/, /^53/, /^57P0[123]$/, /^57014$/, /^40001$/, /^40P01$/, /^55P03$/, /^25P0[34]$/];
const READ_ONLY = '25006';
/** Values that a constraint or a type refuses. */
const REFUSED = [/^22/, /^23/, /^21000$/];
const SYSTEM_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
]);
/** The driver gives these no code. */
const DRIVER_MESSAGES =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client was closed|Cannot use a pool after)/;

/**
 * A fault of the database as a DomainError; anything else is returned as it is. The driver's words stay in `cause`: they can
 * hold addresses and values.
 */
export function translateError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof DomainError) return error;
  const code = codeOf(error);
  if (code === READ_ONLY)
    return new DomainError('SERVICE_READ_ONLY', 'the database accepts no writes now', { retryable: true, cause: error });
  if (SYSTEM_CODES.has(code) || DRIVER_MESSAGES.test(error.message) || RETRYABLE.some((pattern) => pattern.test(code))) {
    return new DomainError('INTERNAL', 'the database is not available now', { retryable: true, cause: error });
  }
  if (REFUSED.some((pattern) => pattern.test(code))) {
    const constraint = 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : null;
    return new DomainError('INVALID_INPUT', `the database refuses a value${constraint === null ? '' : ` (${constraint})`}`, {
      details: { constraint },
      cause: error,
    });
  }
  return isSqlState(code) ? new DomainError('INTERNAL', 'the database refused a statement', { cause: error }) : error;
}

/** Runs `work` and translates what it throws. */
export async function translating<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw translateError(error);
  }
}

/** The code of the error, or of what it was made from: several attempts to connect come as an AggregateError. */
function codeOf(error: Error): string {
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return codeOf(error.errors[0]);
  return error.cause instanceof Error ? codeOf(error.cause) : '';
}

function isSqlState(code: string): boolean {
  return /^[0-9A-Z]{5}$/.test(code) && /\d/.test(code);
}
