import { checkFilterList, checkRange } from '../page-limits.js';
import type { SignalFilter } from '../ports/readers.js';
import { normalizeSymbols } from '../stocks/normalize-symbols.js';

/** The filter with its symbols as they are stored. @throws {DomainError} INVALID_INPUT */
export function checkSignalFilter(filter: SignalFilter): SignalFilter {
  checkFilterList('kinds', filter.kinds);
  checkFilterList('direction', filter.directions);
  checkRange(filter);
  return filter.symbols === undefined ? filter : { ...filter, symbols: normalizeSymbols(filter.symbols) };
}
