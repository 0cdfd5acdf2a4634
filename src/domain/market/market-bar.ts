import type { Decimal } from '../decimal.js';
import type { BarFault } from './check-bar.js';
import type { BarInterval } from './interval.js';
import type { TradingDate } from './trading-date.js';

/** A bar as every provider gives it, whatever its own words and units: checked, in VND (points for an index) and shares. */
export interface MarketBar {
  readonly symbol: string;
  readonly interval: BarInterval;
  /** The day in Asia/Ho_Chi_Minh. */
  readonly tradingDate: TradingDate;
  /** When the bar begins; midnight in Asia/Ho_Chi_Minh for a daily one. */
  readonly openTime: Date;
  readonly open: Decimal;
  readonly high: Decimal;
  readonly low: Decimal;
  readonly close: Decimal;
  /** Shares matched on the order book. */
  readonly volume: number;
  /** Value of the matched trades in VND; null where the provider does not say. */
  readonly turnover: Decimal | null;
  /** Shares of negotiated trades, which are not part of `volume`. */
  readonly putThroughVolume: number | null;
  readonly putThroughTurnover: Decimal | null;
  /** Shares. */
  readonly foreignBuyVolume: number | null;
  readonly foreignSellVolume: number | null;
  /** Name of the provider. */
  readonly provider: string;
  readonly receivedAt: Date;
  /** Whether it can still change by trading. */
  readonly isClosed: boolean;
  /** Whether the provider has scaled it for dividends and splits. */
  readonly isAdjusted: boolean;
}

/** A row of a provider's answer in canonical units, not checked yet; null where the source's text meant nothing. */
export interface RawBar {
  readonly openTime: Date | null;
  readonly open: Decimal | null;
  readonly high: Decimal | null;
  readonly low: Decimal | null;
  readonly close: Decimal | null;
  readonly volume: number | null;
  readonly turnover?: Decimal | null;
  readonly putThroughVolume?: number | null;
  readonly putThroughTurnover?: Decimal | null;
  readonly foreignBuyVolume?: number | null;
  readonly foreignSellVolume?: number | null;
  /** The row as the provider wrote it. */
  readonly raw: string;
}

export interface RefusedMarketBar {
  readonly symbol: string;
  /** `YYYY-MM-DD`, intraday with the time of day; null where the row has no time. */
  readonly time: string | null;
  readonly reason: BarFault;
  /** At most 500 characters. */
  readonly raw: string;
}
