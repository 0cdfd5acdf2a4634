import { requirePermission, type Actor } from '../../domain/access/actor.js';
import { DomainError } from '../../domain/errors.js';
import { checkTerms } from '../../domain/market/corporate-action.js';
import type { CorporateAction, CorporateActionTerms } from '../../domain/market/corporate-action.js';
import type { TradingDate } from '../../domain/market/trading-date.js';
import { auditOf, notFound, requireUuid } from '../accounts/account-deps.js';
import type { CorporateActionReader, CorporateActionStore } from '../ports/corporate-actions.js';
import type { StockReader } from '../ports/readers.js';
import { normalizeSymbol } from '../stocks/normalize-symbols.js';

export interface CorporateActionDeps {
  readonly stocks: Pick<StockReader, 'findBySymbols'>;
  readonly corporateActions: CorporateActionStore;
}

export interface RecordActionInput extends CorporateActionTerms {
  readonly symbol: string;
  readonly exDate: TradingDate;
  readonly address: string;
}

/** The corporate actions of each stock, newest first, in the order of the ids. @throws {DomainError} FORBIDDEN */
export function listCorporateActions({ corporateActions }: { readonly corporateActions: CorporateActionReader }) {
  return async (stockIds: readonly string[], actor: Actor): Promise<readonly (readonly CorporateAction[])[]> => {
    requirePermission(actor, 'bar:read');
    return corporateActions.listByStocks(stockIds);
  };
}

/**
 * Records a corporate action: bars from before the ex-date are compared as adjusted from now on, and the stock is scanned again
 * from there. For administrators. @throws {DomainError} FORBIDDEN, INVALID_INPUT, NOT_FOUND, CONFLICT
 */
export function recordCorporateAction({ stocks, corporateActions }: CorporateActionDeps) {
  return async ({ symbol, exDate, address, ...terms }: RecordActionInput, actor: Actor): Promise<CorporateAction> => {
    requirePermission(actor, 'reference:write');
    checkTerms(terms);
    const [stock] = await stocks.findBySymbols([normalizeSymbol(symbol)]);
    if (stock === undefined || stock.isIndex) throw notFound('stock');
    const details = { symbol: stock.symbol, exDate, ...terms };
    const { subject: _new, ...audit } = auditOf(actor, { action: 'CORPORATE_ACTION_RECORDED', details }, address);
    const recorded = await corporateActions.record({ stockId: stock.id, exDate, ...terms }, audit);
    if (recorded === null)
      throw new DomainError('CONFLICT', 'there is another action of this kind on that day: cancel it first', {
        details: { field: 'exDate' },
      });
    return recorded;
  };
}

/** Takes back an action that was recorded in error. For administrators. @throws {DomainError} FORBIDDEN, NOT_FOUND */
export function cancelCorporateAction({ corporateActions }: Pick<CorporateActionDeps, 'corporateActions'>) {
  return async ({ id: text, address }: { readonly id: string; readonly address: string }, actor: Actor): Promise<CorporateAction> => {
    requirePermission(actor, 'reference:write');
    const id = requireUuid(text, 'corporate action');
    const cancelled = await corporateActions.cancel(id, auditOf(actor, { action: 'CORPORATE_ACTION_CANCELLED', subject: id }, address));
    if (cancelled === null) throw notFound('corporate action');
    return cancelled;
  };
}
