import { requirePermission, type Actor } from '../../domain/access/actor.js';
import { adjustBar } from '../../domain/market/adjustment.js';
import type { Bar } from '../../domain/market/bar.js';
import { checkPage, checkRange, MAX_BAR_PAGE } from '../page-limits.js';
import type { CorporateActionReader } from '../ports/corporate-actions.js';
import type { Slice } from '../ports/page.js';
import type { BarQuery, BarReader } from '../ports/readers.js';

export interface BarsDeps {
  readonly bars: BarReader;
  readonly corporateActions: Pick<CorporateActionReader, 'adjustmentsByStocks'>;
}

export interface BarsInput extends BarQuery {
  /** Adjusted for the corporate actions after each bar; false: as they were traded. */
  readonly isAdjusted: boolean;
}

/** The same page of bars of each stock, in the order of the ids. @throws {DomainError} FORBIDDEN, INVALID_INPUT */
export function listBars(deps: BarsDeps) {
  return async (
    { stockIds, query: { isAdjusted, ...query } }: { readonly stockIds: readonly string[]; readonly query: BarsInput },
    actor: Actor,
  ): Promise<readonly Slice<Bar>[]> => {
    requirePermission(actor, 'bar:read');
    checkPage(query.page, MAX_BAR_PAGE);
    checkRange(query);
    const slices = await deps.bars.listByStocks(stockIds, query);
    if (!isAdjusted) return slices;
    const adjustments = await deps.corporateActions.adjustmentsByStocks(stockIds);
    return slices.map((slice, place) => ({ ...slice, items: slice.items.map((bar) => adjustBar(bar, adjustments[place] ?? [])) }));
  };
}

/** The newest bar of each stock, in the order of the ids. @throws {DomainError} FORBIDDEN */
export function latestBars(deps: Pick<BarsDeps, 'bars'>) {
  return async (stockIds: readonly string[], actor: Actor): Promise<readonly (Bar | null)[]> => {
    requirePermission(actor, 'bar:read');
    return deps.bars.latestByStocks(stockIds);
  };
}
