import { DomainError } from '../../domain/errors.js';
import { toEpochDay, tryTradingDate } from '../../domain/market/trading-date.js';

/**
 * Reads an option that is a date, as days since 1970-01-01; `missing` where it was not given.
 * @throws {DomainError} INVALID_INPUT, a fault of usage, where it is no date
 */
export function dayOf(option: string, text: string | undefined, missing: number): number {
  if (text === undefined) return missing;
  const date = tryTradingDate(text);
  if (date !== undefined) return toEpochDay(date);
  throw new DomainError('INVALID_INPUT', `${option}: not a date of the form YYYY-MM-DD: ${text}`, { details: { usage: true } });
}
