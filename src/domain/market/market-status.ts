import { holidayOn, isCalendarYearKnown, isTradingDay, nextTradingDay } from './calendar.js';
import { phasesOf, sessionPhaseAt } from './sessions.js';
import type { SessionPhase } from './sessions.js';
import type { Exchange } from './stock.js';
import { instantAt, toEpochDay, tradingDateAt } from './trading-date.js';
import type { TradingDate } from './trading-date.js';

/** Why an exchange is closed. OUT_OF_HOURS: before the first or after the last phase of a trading day. */
export type ClosedReason = 'WEEKEND' | 'HOLIDAY' | 'LUNCH_BREAK' | 'OUT_OF_HOURS';

/** What an exchange does at an instant, and what it does next. */
export interface MarketStatus {
  readonly exchange: Exchange;
  /** The instant that is told of. */
  readonly at: Date;
  /** The day in Asia/Ho_Chi_Minh, which may be one without trading. */
  readonly date: TradingDate;
  readonly phase: SessionPhase;
  /** Null unless the phase is CLOSED. */
  readonly closedReason: ClosedReason | null;
  readonly nextPhase: SessionPhase;
  /** When the next phase begins. */
  readonly nextChangeAt: Date;
  /** False where sources disagree on the day, or where no holidays of its year are known. */
  readonly isCalendarCertain: boolean;
}

/** The status of an exchange at an instant, by its sessions and the calendar of Vietnam. Unscheduled halts are not known. */
export function marketStatusAt(exchange: Exchange, now: Date): MarketStatus {
  const date = tradingDateAt(now);
  const phase = sessionPhaseAt(exchange, now);
  const nextChangeAt = nextChangeAfter(exchange, now, date);
  return {
    exchange,
    at: now,
    date,
    phase,
    closedReason: phase === 'CLOSED' ? closedReason(exchange, now, date) : null,
    nextPhase: sessionPhaseAt(exchange, nextChangeAt),
    nextChangeAt,
    isCalendarCertain: isCalendarYearKnown(Number(date.slice(0, 4))) && holidayOn(date) !== 'UNCERTAIN',
  };
}

/** The first beginning or end of a phase after now. */
function nextChangeAfter(exchange: Exchange, now: Date, date: TradingDate): Date {
  const changes = isTradingDay(date) ? changesOf(exchange, date) : [];
  const [nextOpening] = changesOf(exchange, nextTradingDay(date));
  return changes.find((change) => change.getTime() > now.getTime()) ?? (nextOpening as Date);
}

function changesOf(exchange: Exchange, date: TradingDate): Date[] {
  const minutes = new Set(phasesOf(exchange).flatMap(({ from, to }) => [from, to]));
  return [...minutes].map((minute) => instantAt(date, minute));
}

function closedReason(exchange: Exchange, now: Date, date: TradingDate): ClosedReason {
  if (!isTradingDay(date)) return isWeekend(date) ? 'WEEKEND' : 'HOLIDAY';
  const changes = changesOf(exchange, date).map((change) => change.getTime());
  return now.getTime() < Math.min(...changes) || now.getTime() >= Math.max(...changes) ? 'OUT_OF_HOURS' : 'LUNCH_BREAK';
}

function isWeekend(date: TradingDate): boolean {
  // 1970-01-01 was a Thursday: 2 and 3 days later it was Saturday and Sunday.
  return [2, 3].includes(toEpochDay(date) % 7);
}
