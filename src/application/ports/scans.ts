import type { BarColumns } from '../../domain/market/bar.js';
import type { Stock } from '../../domain/market/stock.js';
import type { TradingDate } from '../../domain/market/trading-date.js';
import type { Signal } from '../../domain/vpa/signal.js';

/** A stock whose bars changed since its last scan under this rule version. Held (row lock) until the transaction ends. */
export interface DueScan {
  readonly stock: Stock;
  /** First trading date whose bar is new or changed since the last scan; null: all of them (new rule version or never scanned). */
  readonly from: TradingDate | null;
}

/** What one scan transaction can do: read bars, store signals with their events, mark stocks as scanned. */
export interface ScanTransaction {
  /** The next due stocks that are neither held by another scanner (SKIP LOCKED) nor among `except`, at most `limit`; none: nothing is due. */
  claimDue(ruleVersion: string, limit: number, except?: readonly string[]): Promise<readonly DueScan[]>;
  /**
   * For each stock its closed bars of volume > 0 from `warmUp` bars before `from` (all where from is null) to the newest, ascending,
   * prices in VND, adjusted for corporate actions.
   */
  loadBars(due: readonly DueScan[], warmUp: number): Promise<readonly BarColumns[]>;
  /** Stores signals that are not stored yet; returns those that were new. */
  insertNewSignals(signals: readonly Signal[]): Promise<readonly Signal[]>;
  /**
   * Lists the stored signals of these stocks, from the date of each on, that are not among `fired` and not retracted yet: the scorer looks
   * at them again.
   */
  listUnfired(due: readonly DueScan[], ruleVersion: string, fired: readonly string[]): Promise<void>;
  /** Adds one `signal.detected` event for each signal, unnumbered. */
  addEvents(signals: readonly Signal[]): Promise<void>;
  markScanned(stockIds: readonly string[], ruleVersion: string): Promise<void>;
}

export interface ScanStore {
  /** One database transaction, READ COMMITTED; rolled back where `work` throws. Inside it nothing but `tx` touches the database. */
  transaction<T>(work: (tx: ScanTransaction) => Promise<T>): Promise<T>;
  /** How many stocks are due now (for metrics and `vpa scan`). */
  countDue(ruleVersion: string): Promise<number>;
}
