import type { TradingDate } from '../market/trading-date.js';

/** What can happen in an account. */
export const TRANSACTION_TYPES = [
  'DEPOSIT',
  'WITHDRAWAL',
  'BUY',
  'SELL',
  'CASH_DIVIDEND',
  'STOCK_DIVIDEND',
  'SPLIT',
  'FEE',
  'TAX',
] as const;
export type TransactionType = (typeof TRANSACTION_TYPES)[number];

/** One entry of an account; entries are never changed. Money in whole VND. */
export interface PortfolioTransaction {
  readonly date: TradingDate;
  readonly type: TransactionType;
  /** Ticker, where it is about a stock. */
  readonly symbol: string | null;
  /** Bought, sold, or got as a dividend in stock. */
  readonly shares: number | null;
  /** Of one share. */
  readonly price: number | null;
  /** Of DEPOSIT, WITHDRAWAL, CASH_DIVIDEND (after tax), FEE and TAX. */
  readonly amount: number | null;
  /** Of BUY and SELL. */
  readonly fee: number;
  /** Of SELL. */
  readonly tax: number;
  /** Of SPLIT: so many new shares for so many old ones. */
  readonly ratio: { readonly to: number; readonly from: number } | null;
  /** The signal that led to a BUY. */
  readonly signalId: string | null;
}
