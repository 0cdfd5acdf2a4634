import type { Decimal } from '../decimal.js';
import type { TradingDate } from './trading-date.js';

/** Where a bar came from: a file, a provider; `SIMULATED` bars are made up. */
export type BarSource = 'CSV' | 'SIMULATED' | 'PROVIDER';

/** A closed daily bar of a stock. Prices in VND (points for an index), volume in shares. */
export interface Bar {
  readonly stockId: string;
  readonly tradingDate: TradingDate;
  readonly open: Decimal;
  readonly high: Decimal;
  readonly low: Decimal;
  readonly close: Decimal;
  /** Shares, 0 to 2^53−1. */
  readonly volume: number;
  /** Value of the trades in VND; null where the source does not say. */
  readonly turnover: Decimal | null;
  readonly source: BarSource;
  /** When we learnt it. */
  readonly receivedAt: Date;
}

/**
 * Daily bars of one instrument as columns, ascending by date, without bars of volume 0
 * (specification ground rule 7). Prices in one unit throughout; every rule is scale-free.
 */
export interface BarColumns {
  readonly length: number;
  /** Days since 1970-01-01. */
  readonly epochDay: Int32Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}
