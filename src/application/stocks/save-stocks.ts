import { requirePermission, type Actor } from '../../domain/access/actor.js';
import { DomainError } from '../../domain/errors.js';
import { isIndexSymbol } from '../../domain/market/stock.js';
import { auditOf } from '../accounts/account-deps.js';
import type { SavedStocks, StockDirectory, StockReference } from '../ports/stock-directory.js';
import { normalizeSymbol } from './normalize-symbols.js';

const MAX_STOCKS = 500;
const MAX_NAME = 200;
const MAX_SECTOR = 100;

export interface SaveStocksInput {
  readonly stocks: readonly StockReference[];
  readonly address: string;
}

/**
 * Makes or changes shares: name, sector, exchange, whether they are traded. All or none. An exchange makes price bands of
 * bars that come in from then on checked. For administrators. @throws {DomainError} FORBIDDEN, INVALID_INPUT
 */
export function saveStocks({ directory }: { readonly directory: StockDirectory }) {
  return async ({ stocks, address }: SaveStocksInput, actor: Actor): Promise<SavedStocks> => {
    requirePermission(actor, 'reference:write');
    if (stocks.length < 1 || stocks.length > MAX_STOCKS) refuse(`1 to ${MAX_STOCKS} stocks at once`);
    const checked = stocks.map(check);
    if (new Set(checked.map(({ symbol }) => symbol)).size < checked.length) refuse('a symbol is named twice');
    return directory.save(checked, auditOf(actor, { action: 'STOCKS_SAVED' }, address));
  };
}

function check({ symbol: text, name, sector, exchange, isActive }: StockReference): StockReference {
  const symbol = normalizeSymbol(text, 'stocks');
  if (isIndexSymbol(symbol)) refuse(`${symbol} is an index`);
  if (!isText(name, MAX_NAME)) refuse(`the name of ${symbol} must have 1 to ${MAX_NAME} characters, and no control characters`);
  if (sector !== null && !isText(sector, MAX_SECTOR))
    refuse(`the sector of ${symbol} must have 1 to ${MAX_SECTOR} characters, and no control characters`);
  return { symbol, name, sector, exchange, isActive };
}

function isText(text: string, max: number): boolean {
  return text.trim() !== '' && text.length <= max && !/[\p{Cc}\p{Cs}]/u.test(text);
}

function refuse(message: string): never {
  throw new DomainError('INVALID_INPUT', message, { details: { field: 'stocks' } });
}
