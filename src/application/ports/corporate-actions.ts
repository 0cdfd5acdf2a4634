import type { Adjustment } from '../../domain/market/adjustment.js';
import type { CorporateAction } from '../../domain/market/corporate-action.js';
import type { AuditEntry } from './accounts.js';

export type NewCorporateAction = Omit<CorporateAction, 'id' | 'recordedAt'>;

/** What is known of corporate actions. Those that were cancelled are kept, but told nowhere. */
export interface CorporateActionReader {
  /** The newest hundred of each stock, newest first, in the order of the ids. One statement. */
  listByStocks(stockIds: readonly string[]): Promise<readonly (readonly CorporateAction[])[]>;
  /** Adjustments whose ex-date is no later than the newest traded bar, in the order of the ids. One statement. */
  adjustmentsByStocks(stockIds: readonly string[]): Promise<readonly (readonly Adjustment[])[]>;
}

/** Every change is written together with its entry in the audit trail, and marks the stock as due for a scan from the ex-date on. */
export interface CorporateActionStore extends CorporateActionReader {
  /** Records an action once: the same again answers the first. Null where there is another one of its kind on that day. */
  record(action: NewCorporateAction, audit: Omit<AuditEntry, 'subject'>): Promise<CorporateAction | null>;
  /** Null where there is no such action, or it was cancelled. */
  cancel(id: string, audit: AuditEntry): Promise<CorporateAction | null>;
}
