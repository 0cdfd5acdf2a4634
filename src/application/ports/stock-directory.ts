import type { Stock } from '../../domain/market/stock.js';
import type { AuditEntry } from './accounts.js';

/** What is known of a share besides its bars. */
export type StockReference = Pick<Stock, 'symbol' | 'name' | 'sector' | 'exchange' | 'isActive'>;

export interface SavedStocks {
  readonly inserted: number;
  readonly updated: number;
  /** They were there with the same values already, or are made up. */
  readonly unchanged: number;
}

/** Writes what is known of shares. */
export interface StockDirectory {
  /**
   * Makes shares that are new and changes those that differ; a made-up one (`isSimulated`) stays. Together with an entry in
   * the audit trail, which names the symbols that changed; without one where none did.
   */
  save(stocks: readonly StockReference[], audit: AuditEntry): Promise<SavedStocks>;
}
