import { DomainError } from '../domain/errors.js';
import type { TradingDate } from '../domain/market/trading-date.js';
import type { PageRequest } from './ports/page.js';

/** Rows of one page of stocks, signals or refused bars. */
export const MAX_PAGE = 100;
/** Rows of one page of bars: four years of trading days. */
export const MAX_BAR_PAGE = 1_000;
/** Values of one list of a filter. */
const MAX_FILTER_VALUES = 100;

/** @throws {DomainError} INVALID_INPUT where `first` is not from 1 to `max`. */
export function checkPage(page: PageRequest<unknown>, max: number): void {
  if (!Number.isInteger(page.first) || page.first < 1 || page.first > max) {
    throw new DomainError('INVALID_INPUT', `first must be from 1 to ${max}`, { details: { field: 'first', max } });
  }
}

/** @throws {DomainError} INVALID_INPUT where a list of a filter is too long. */
export function checkFilterList(field: string, values: readonly unknown[] | undefined): void {
  if (values !== undefined && values.length > MAX_FILTER_VALUES) {
    throw new DomainError('INVALID_INPUT', `${field} takes at most ${MAX_FILTER_VALUES} values`, {
      details: { field, max: MAX_FILTER_VALUES },
    });
  }
}

/** @throws {DomainError} INVALID_INPUT where the range ends before it begins. */
export function checkRange(range: { readonly from?: TradingDate; readonly to?: TradingDate }): void {
  if (range.from !== undefined && range.to !== undefined && range.from > range.to) {
    throw new DomainError('INVALID_INPUT', 'from must not be after to', { details: { field: 'from' } });
  }
}
