import type { Exchange } from '../../domain/market/stock.js';
import type { TradingDate } from '../../domain/market/trading-date.js';
import type { Closes } from '../../domain/portfolio/performance/closes.js';
import type { PortfolioTransaction } from '../../domain/portfolio/transaction.js';
import type { IdempotentRequest } from './accounts.js';
import type { PageRequest, Slice } from './page.js';

export interface PortfolioAccount {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
}

export interface StoredTransaction extends PortfolioTransaction {
  readonly id: string;
  /** Ascending. */
  readonly seq: string;
  readonly createdAt: Date;
}

/** What is known of a stock that is traded or held. */
export interface QuotedStock {
  readonly symbol: string;
  readonly exchange: Exchange | null;
  readonly sector: string | null;
  /** VND; null where there is no bar. */
  readonly lastClose: number | null;
  readonly lastDate: string | null;
}

/** Portfolios. A user's own alone: what belongs to another is absent. */
export interface PortfolioStore {
  create(userId: string, name: string, request: IdempotentRequest): Promise<PortfolioAccount>;
  list(userId: string): Promise<readonly PortfolioAccount[]>;
  /** In their order; null where the user has no such portfolio. */
  transactions(userId: string, portfolioId: string): Promise<readonly StoredTransaction[] | null>;
  /** Newest first. */
  page(userId: string, portfolioId: string, page: PageRequest<{ readonly seq: string }>): Promise<Slice<StoredTransaction> | null>;
  /**
   * Adds a transaction while nobody else does. `check` sees those that are there, and throws to refuse it. A replay answers what was
   * added before. Null where the user has no such portfolio.
   */
  append(
    userId: string,
    portfolioId: string,
    transaction: PortfolioTransaction,
    request: IdempotentRequest,
    check: (existing: readonly PortfolioTransaction[]) => void,
  ): Promise<StoredTransaction | null>;
  /** As {@link PortfolioStore.append} for many, all or none. Answers how many were added; a replay how many were then. */
  appendAll(
    userId: string,
    portfolioId: string,
    transactions: readonly PortfolioTransaction[],
    request: IdempotentRequest,
    check: (existing: readonly PortfolioTransaction[]) => void,
  ): Promise<number | null>;
  /** The stocks of these symbols with their last closes up to a date; null: the newest. */
  quotes(symbols: readonly string[], before: string | null): Promise<readonly QuotedStock[]>;
  /** Closes as they were traded from one date to another, with the last before them; a stock without any is absent. */
  closes(symbols: readonly string[], range: { readonly from: TradingDate; readonly to: TradingDate }): Promise<ReadonlyMap<string, Closes>>;
}
