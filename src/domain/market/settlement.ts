import { nextTradingDay } from './calendar.js';
import { parseTradingDate, type TradingDate } from './trading-date.js';

/** From when what was traded can be used: from the opening of a session, or from its afternoon (13:00). */
export interface Availability {
  readonly date: TradingDate;
  readonly isFromNoon: boolean;
}

/** Deliveries of this day and later come before the afternoon session; before, they came after the close. */
const NOON_DELIVERY_SINCE = parseTradingDate('2022-08-29');

/**
 * When shares bought on a date can be sold, and money of shares sold on it can be spent: T+2 settlement, with delivery before
 * 13:00 since 29 August 2022 (VSD decisions 109 and 110 of 2022), and before that from the morning of T+3.
 */
export function availableFrom(traded: TradingDate): Availability {
  const settled = nextTradingDay(nextTradingDay(traded));
  return settled >= NOON_DELIVERY_SINCE ? { date: settled, isFromNoon: true } : { date: nextTradingDay(settled), isFromNoon: false };
}
