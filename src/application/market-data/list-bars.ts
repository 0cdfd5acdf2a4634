import { requirePermission, type Actor } from '../../domain/access/actor.js';
import type { Bar } from '../../domain/market/bar.js';
import { checkPage, checkRange, MAX_BAR_PAGE } from '../page-limits.js';
import type { Slice } from '../ports/page.js';
import type { BarQuery, BarReader } from '../ports/readers.js';

export interface BarsDeps {
  readonly bars: BarReader;
}

/** The same page of bars of each stock, in the order of the ids. @throws {DomainError} FORBIDDEN, INVALID_INPUT */
export function listBars(deps: BarsDeps) {
  return async (
    input: { readonly stockIds: readonly string[]; readonly query: BarQuery },
    actor: Actor,
  ): Promise<readonly Slice<Bar>[]> => {
    requirePermission(actor, 'bar:read');
    checkPage(input.query.page, MAX_BAR_PAGE);
    checkRange(input.query);
    return deps.bars.listByStocks(input.stockIds, input.query);
  };
}

/** The newest bar of each stock, in the order of the ids. @throws {DomainError} FORBIDDEN */
export function latestBars(deps: BarsDeps) {
  return async (stockIds: readonly string[], actor: Actor): Promise<readonly (Bar | null)[]> => {
    requirePermission(actor, 'bar:read');
    return deps.bars.latestByStocks(stockIds);
  };
}
