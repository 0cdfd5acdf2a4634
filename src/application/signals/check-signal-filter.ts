import { DomainError } from '../../domain/errors.js';
import { checkFilterList, checkRange } from '../page-limits.js';
import type { SignalFilter } from '../ports/readers.js';
import { normalizeSymbols } from '../stocks/normalize-symbols.js';

/** The filter with its symbols as they are stored. @throws {DomainError} INVALID_INPUT */
export function checkSignalFilter(filter: SignalFilter): SignalFilter {
  checkFilterList('kinds', filter.kinds);
  checkFilterList('direction', filter.directions);
  checkFilterList('ruleVersions', filter.ruleVersions);
  checkFilterList('statuses', filter.statuses);
  checkRange(filter);
  requireWithin('minScore', filter.minScore, 100);
  requireWithin('minConfidence', filter.minConfidence, 1);
  return filter.symbols === undefined ? filter : { ...filter, symbols: normalizeSymbols(filter.symbols) };
}

/** Whether a signal has to be scored before it is known to match. */
export function asksForScores({ minScore, minConfidence, statuses }: SignalFilter): boolean {
  return minScore !== undefined || minConfidence !== undefined || statuses !== undefined;
}

function requireWithin(field: string, value: number | undefined, most: number): void {
  if (value === undefined || (value >= 0 && value <= most)) return;
  throw new DomainError('INVALID_INPUT', `${field} has to be from 0 to ${most}`, { details: { field } });
}
