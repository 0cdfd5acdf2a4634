import type { BarSource } from '../../domain/market/bar.js';
import type { Exchange } from '../../domain/market/stock.js';

/**
 * Checked bars on their way in, as columns of text and numbers, any order, one row each.
 * `symbol` values are valid symbols; prices are canonical decimals in VND (points for an index).
 */
export interface BarBatch {
  readonly length: number;
  readonly symbol: readonly string[];
  /** `YYYY-MM-DD`. */
  readonly tradingDate: readonly string[];
  readonly open: readonly string[];
  readonly high: readonly string[];
  readonly low: readonly string[];
  readonly close: readonly string[];
  readonly volume: readonly number[];
}

export interface RefusedBar {
  readonly sourceLine: number | null;
  readonly symbol: string | null;
  readonly tradingDate: string | null;
  readonly reason: string;
  readonly raw: string;
}

/** Describes an instrument that bars may be the first to name. */
export interface NewStock {
  readonly symbol: string;
  readonly name: string;
  readonly sector: string | null;
  readonly exchange: Exchange | null;
  readonly isIndex: boolean;
  readonly isSimulated: boolean;
}

export interface StoreResult {
  readonly inserted: number;
  /** Rows whose stored values differed and were replaced. */
  readonly updated: number;
  /** Rows that were there already with the same values: nothing written. */
  readonly unchanged: number;
}

/** One open import: a transaction that ends with commit or, on any failure, with nothing changed. */
export interface BarImport {
  write(batch: BarBatch): Promise<void>;
  quarantine(bars: readonly RefusedBar[]): Promise<void>;
  /** Upserts everything staged, marks the touched stocks as due for a scan, commits. */
  commit(): Promise<StoreResult>;
  rollback(): Promise<void>;
}

/** Bulk writes of bars: staged COPY on PostgreSQL, UNNEST on PGlite. The ORM stays out of this path. */
export interface BarStore {
  /** `source` says where the bars come from; `sourceName` names it for the quarantine (file name, provider). Unknown symbols become stocks with their symbol as name. */
  open(options: { readonly source: BarSource; readonly sourceName: string }): Promise<BarImport>;
  /** Creates the stocks that do not exist yet; existing ones are left alone. */
  ensureStocks(stocks: readonly NewStock[]): Promise<void>;
}
