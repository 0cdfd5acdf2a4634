import { DomainError } from '../../domain/errors.js';
import { isSymbol } from '../../domain/market/stock.js';
import { checkFilterList } from '../page-limits.js';

/** A symbol as it is stored, `vcb` → `VCB`. @throws {DomainError} INVALID_INPUT where the text can't be one. */
export function normalizeSymbol(text: string, field = 'symbol'): string {
  const symbol = text.toUpperCase();
  if (!isSymbol(symbol)) throw new DomainError('INVALID_INPUT', 'a symbol is 1 to 20 letters and digits', { details: { field } });
  return symbol;
}

/** @throws {DomainError} INVALID_INPUT where one can't be a symbol, or there are too many. */
export function normalizeSymbols(texts: readonly string[], field = 'symbols'): readonly string[] {
  checkFilterList(field, texts);
  return texts.map((text) => normalizeSymbol(text, field));
}
