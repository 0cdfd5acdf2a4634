import { DomainError, type ErrorCode } from '../domain/errors.js';
import type { MutationErrorType } from '../schema/mutation-error.type.js';

/** What a client can do something about. */
const ANSWERED: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'INVALID_INPUT',
  'CONFLICT',
  'NOT_FOUND',
  'UNAUTHENTICATED',
  'NOT_ENOUGH_DATA',
]);

/** The payload of a mutation: what was done, with no errors, or the error that the client can do something about. Everything else is thrown on. */
export async function answering<T extends object>(
  work: () => Promise<T>,
): Promise<Partial<T> & { readonly errors: readonly MutationErrorType[] }> {
  try {
    return { ...(await work()), errors: [] };
  } catch (error) {
    if (!(error instanceof DomainError) || !ANSWERED.has(error.code)) throw error;
    const { field } = error.details;
    const answer: Partial<T> = {};
    return { ...answer, errors: [{ code: error.code, message: error.message, field: typeof field === 'string' ? field : null }] };
  }
}
