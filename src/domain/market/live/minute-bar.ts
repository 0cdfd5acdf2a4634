import type { Decimal } from '../../decimal.js';
import type { BarInterval } from '../interval.js';
import type { TradingDate } from '../trading-date.js';

/** A one-minute bar. Prices in VND (points for an index), volume in shares. */
export interface MinuteBar {
  readonly tradingDate: TradingDate;
  /** When it begins, minutes after midnight in Asia/Ho_Chi_Minh. */
  readonly minute: number;
  readonly open: Decimal;
  readonly high: Decimal;
  readonly low: Decimal;
  readonly close: Decimal;
  readonly volume: number;
  /** False where trades of that minute may be missing and could not be fetched. */
  readonly isWhole: boolean;
}

/** The daily bar of a session that runs. Prices in VND (points for an index), volume in shares. */
export interface RunningBar {
  readonly tradingDate: TradingDate;
  readonly open: Decimal;
  readonly high: Decimal;
  readonly low: Decimal;
  readonly close: Decimal;
  readonly volume: number;
  /** When its newest trade happened. */
  readonly at: Date;
  /** False while trades of the session may be missing. */
  readonly isWhole: boolean;
}

/** A bar of minutes or of an hour, joined from minutes. */
export interface IntradayBar extends MinuteBar {
  readonly interval: Exclude<BarInterval, 'D1'>;
  /** When the newest of its minutes was stored. */
  readonly receivedAt: Date;
}
