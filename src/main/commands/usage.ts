import { DomainError } from '../../domain/errors.js';

/** Asks for something that an option names; where there is no such thing, the command was called wrongly. */
export function asOption<T>(ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'INVALID_INPUT') throw error;
    throw new DomainError(error.code, error.message, { details: { ...error.details, usage: true }, cause: error });
  }
}
