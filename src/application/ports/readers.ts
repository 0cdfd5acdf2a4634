import type { Bar, BarColumns } from '../../domain/market/bar.js';
import type { Exchange, Stock } from '../../domain/market/stock.js';
import type { TradingDate } from '../../domain/market/trading-date.js';
import type { SignalKind } from '../../domain/vpa/detectors/index.js';
import type { StoredStatus } from '../../domain/vpa/scoring/signal-score.js';
import type { Direction, Signal } from '../../domain/vpa/signal.js';
import type { PageRequest, Slice } from './page.js';

export interface StockFilter {
  readonly symbols?: readonly string[];
  readonly exchanges?: readonly Exchange[];
  readonly sectors?: readonly string[];
  readonly isIndex?: boolean;
}
/** Order: symbol ascending. */
export interface StockKey {
  readonly symbol: string;
}

export interface BarQuery {
  readonly from?: TradingDate;
  readonly to?: TradingDate;
  /** DESC: newest first. */
  readonly order: 'ASC' | 'DESC';
  readonly page: PageRequest<BarKey>;
}
/** The last bar that a series may have. */
export interface SeriesEnd {
  readonly stockId: string;
  readonly to: TradingDate;
}
export interface BarKey {
  readonly tradingDate: TradingDate;
}

export interface SignalFilter {
  readonly symbols?: readonly string[];
  readonly kinds?: readonly SignalKind[];
  readonly directions?: readonly Direction[];
  readonly ruleVersions?: readonly string[];
  readonly from?: TradingDate;
  readonly to?: TradingDate;
  /** Adjusted score, 0 to 100. */
  readonly minScore?: number;
  /** 0 to 1. */
  readonly minConfidence?: number;
  readonly statuses?: readonly StoredStatus[];
}
/** Order: trading date descending, then symbol, kind, rule version ascending. */
export interface SignalKey {
  readonly tradingDate: TradingDate;
  readonly symbol: string;
  readonly kind: string;
  readonly ruleVersion: string;
}

/** Reads of stocks. Each method is one statement, however many ids are asked. */
export interface StockReader {
  list(filter: StockFilter, page: PageRequest<StockKey>): Promise<Slice<Stock>>;
  count(filter: StockFilter): Promise<number>;
  /** In no particular order; unknown symbols are absent. */
  findBySymbols(symbols: readonly string[]): Promise<readonly Stock[]>;
  findByIds(ids: readonly string[]): Promise<readonly Stock[]>;
}

/** Reads of bars: the same query for many stocks at once, one statement. */
export interface BarReader {
  /** One slice for each stock id, in the order of the ids (empty slice for an unknown one). */
  listByStocks(stockIds: readonly string[], query: BarQuery): Promise<readonly Slice<Bar>[]>;
  /** The newest bar of each stock, null where there is none, in the order of the ids. */
  latestByStocks(stockIds: readonly string[]): Promise<readonly (Bar | null)[]>;
  /** The last `count` bars of volume > 0 up to a date, ascending, prices in VND, adjusted for corporate actions up to it: one series for each of `ends`, in their order. Two statements. */
  tradedColumns(ends: readonly SeriesEnd[], count: number): Promise<readonly BarColumns[]>;
}

/** Reads of signals. Each method is one statement. */
export interface SignalReader {
  list(filter: SignalFilter, page: PageRequest<SignalKey>): Promise<Slice<Signal>>;
  count(filter: SignalFilter): Promise<number>;
  listByStocks(stockIds: readonly string[], filter: SignalFilter, page: PageRequest<SignalKey>): Promise<readonly Slice<Signal>[]>;
  findByIds(ids: readonly string[]): Promise<readonly Signal[]>;
}

/** A bar that was refused, with why and where it stood. */
export interface QuarantinedBar {
  /** Decimal text of a bigint identity. */
  readonly id: string;
  readonly source: string;
  /** Line of the file, header = 1; null where the source has no lines. */
  readonly sourceLine: number | null;
  readonly symbol: string | null;
  readonly tradingDate: string | null;
  /** One of the reasons of import-bars. */
  readonly reason: string;
  /** The raw row, cut at 500 characters. */
  readonly raw: string;
  readonly receivedAt: Date;
}
/** How many bars of one source were refused for one reason. */
export interface QuarantineCount {
  readonly source: string;
  readonly reason: string;
  readonly count: number;
  /** When the newest of them was refused. */
  readonly newestAt: Date;
}
export interface QuarantineReader {
  /** Newest first. */
  list(page: PageRequest<{ readonly id: string }>): Promise<Slice<QuarantinedBar>>;
  /** By source and reason, the most first, at most `limit`. */
  counts(limit: number): Promise<readonly QuarantineCount[]>;
}
