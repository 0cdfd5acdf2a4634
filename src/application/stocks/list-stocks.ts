import { requirePermission, type Actor } from '../../domain/access/actor.js';
import { DomainError } from '../../domain/errors.js';
import type { Stock } from '../../domain/market/stock.js';
import { checkFilterList, checkPage, MAX_PAGE } from '../page-limits.js';
import type { PageRequest, Slice } from '../ports/page.js';
import type { StockFilter, StockKey, StockReader } from '../ports/readers.js';
import { normalizeSymbols } from './normalize-symbols.js';

export interface StocksDeps {
  readonly stocks: StockReader;
}

const MAX_SECTOR_LENGTH = 100;

/** Stocks by symbol, ascending. @throws {DomainError} FORBIDDEN, INVALID_INPUT */
export function listStocks(deps: StocksDeps) {
  return async (input: { readonly filter: StockFilter; readonly page: PageRequest<StockKey> }, actor: Actor): Promise<Slice<Stock>> => {
    requirePermission(actor, 'stock:read');
    checkPage(input.page, MAX_PAGE);
    return deps.stocks.list(checkStockFilter(input.filter), input.page);
  };
}

/** How many stocks match. @throws {DomainError} FORBIDDEN, INVALID_INPUT */
export function countStocks(deps: StocksDeps) {
  return async (input: { readonly filter: StockFilter }, actor: Actor): Promise<number> => {
    requirePermission(actor, 'stock:read');
    return deps.stocks.count(checkStockFilter(input.filter));
  };
}

function checkStockFilter(filter: StockFilter): StockFilter {
  checkFilterList('sectors', filter.sectors);
  if (filter.sectors?.some((sector) => sector.length > MAX_SECTOR_LENGTH)) {
    throw new DomainError('INVALID_INPUT', 'a sector is too long', { details: { field: 'sectors' } });
  }
  return filter.symbols === undefined ? filter : { ...filter, symbols: normalizeSymbols(filter.symbols) };
}
