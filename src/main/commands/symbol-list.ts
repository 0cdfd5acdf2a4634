import { DomainError } from '../../domain/errors.js';
import { isSymbol } from '../../domain/market/stock.js';

/**
 * Reads `--symbols A,B`; `undefined` where it was not given.
 * @throws {DomainError} INVALID_INPUT, a fault of usage, where one is no symbol or there is none
 */
export function symbolsOf(list: string | undefined): ReadonlySet<string> | undefined {
  if (list === undefined) return undefined;
  const symbols = list
    .split(',')
    .map((symbol) => symbol.trim())
    .filter((symbol) => symbol !== '');
  const invalid = symbols.filter((symbol) => !isSymbol(symbol));
  if (symbols.length > 0 && invalid.length === 0) return new Set(symbols);
  throw new DomainError('INVALID_INPUT', `--symbols: not a symbol: ${invalid.join(', ')}`, { details: { usage: true } });
}
