import { HOLIDAY_YEARS } from './holidays.js';
import type { Certainty } from './holidays.js';
import { fromEpochDay, instantAt, toEpochDay, tradingDateAt } from './trading-date.js';
import type { TradingDate } from './trading-date.js';

/** Put-through trading ends at 15:00: from then on the bar of the day can't change. Minutes after midnight, Asia/Ho_Chi_Minh. */
const FINAL_MINUTE = 15 * 60;

const HOLIDAYS: ReadonlyMap<string, Certainty> = new Map(
  HOLIDAY_YEARS.flatMap(({ year, closed, uncertain }) =>
    closed.map((day): [string, Certainty] => [`${year}-${day}`, uncertain.includes(day) ? 'UNCERTAIN' : 'CONFIRMED']),
  ),
);

/** Whether the exchanges are closed on this weekday, and how sure that is; `undefined` where no holiday is known. */
export function holidayOn(date: TradingDate): Certainty | undefined {
  return HOLIDAYS.get(date);
}

/** Whether holidays of the year are known. Where they are not, every weekday counts as a trading day. */
export function isCalendarYearKnown(year: number): boolean {
  return HOLIDAY_YEARS.some((known) => known.year === year);
}

/**
 * Whether the exchanges trade on that day: a weekday that is no holiday (an uncertain holiday counts as one).
 * For years without holiday data (before 2017, after 2026) every weekday counts.
 */
export function isTradingDay(date: TradingDate): boolean {
  return isTradingEpochDay(toEpochDay(date));
}

/** The first trading day after a date. */
export function nextTradingDay(date: TradingDate): TradingDate {
  return step(toEpochDay(date), 1);
}

/** The last trading day before a date. */
export function previousTradingDay(date: TradingDate): TradingDate {
  return step(toEpochDay(date), -1);
}

/** Trading days from `from` to `to`, both included, ascending. */
export function tradingDays(from: TradingDate, to: TradingDate): TradingDate[] {
  const days: TradingDate[] = [];
  const last = toEpochDay(to);
  for (let day = toEpochDay(from); day <= last; day += 1) {
    if (isTradingEpochDay(day)) days.push(fromEpochDay(day));
  }
  return days;
}

/** The instant from which the daily bar of that date is final: 15:00 in Asia/Ho_Chi_Minh, the end of put-through trading. */
export function sessionCloseAt(date: TradingDate): Date {
  return instantAt(date, FINAL_MINUTE);
}

/** The newest `count` trading days whose session is closed at `now`, newest first. */
export function newestClosedSessions(now: Date, count: number): TradingDate[] {
  const today = tradingDateAt(now);
  const isTodayClosed = isTradingDay(today) && now.getTime() >= sessionCloseAt(today).getTime();
  const sessions: TradingDate[] = [];
  let date = isTodayClosed ? today : previousTradingDay(today);
  while (sessions.length < count) {
    sessions.push(date);
    date = previousTradingDay(date);
  }
  return sessions;
}

function step(from: number, direction: 1 | -1): TradingDate {
  let day = from + direction;
  while (!isTradingEpochDay(day)) day += direction;
  return fromEpochDay(day);
}

function isTradingEpochDay(day: number): boolean {
  // 1970-01-01 was a Thursday.
  const weekday = (((day + 4) % 7) + 7) % 7;
  return weekday !== 0 && weekday !== 6 && !HOLIDAYS.has(fromEpochDay(day));
}
