import { requirePermission, type Actor } from '../../domain/access/actor.js';
import type { Stock } from '../../domain/market/stock.js';
import type { StocksDeps } from './list-stocks.js';
import { normalizeSymbol } from './normalize-symbols.js';

/** Stocks by symbol, in no order; unknown ones are absent. @throws {DomainError} FORBIDDEN, INVALID_INPUT */
export function findStocksBySymbol(deps: StocksDeps) {
  return async (symbols: readonly string[], actor: Actor): Promise<readonly Stock[]> => {
    requirePermission(actor, 'stock:read');
    return deps.stocks.findBySymbols(symbols.map((symbol) => normalizeSymbol(symbol)));
  };
}

/** Stocks by id, in no order; unknown ones are absent. @throws {DomainError} FORBIDDEN */
export function findStocksById(deps: StocksDeps) {
  return async (ids: readonly string[], actor: Actor): Promise<readonly Stock[]> => {
    requirePermission(actor, 'stock:read');
    return deps.stocks.findByIds(ids);
  };
}
