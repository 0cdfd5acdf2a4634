import { INTERVAL_MINUTES } from './interval.js';
import type { BarInterval } from './interval.js';
import { phasesOf } from './sessions.js';
import type { Exchange } from './stock.js';
import { instantAt } from './trading-date.js';
import type { TradingDate } from './trading-date.js';

/** Both halves of the day, minutes after midnight; the last trades of a half are stamped with its end, put-through's with 15:00. */
const HALVES = [
  { from: 9 * 60, to: 11 * 60 + 30 },
  { from: 13 * 60, to: 15 * 60 },
];

/**
 * The minutes after midnight (Asia/Ho_Chi_Minh) at which the bars of a full session begin, for a share that trades all the
 * time: continuous trading, and one bar for the closing auction at its end. A full session of HOSE has 226 bars of one
 * minute, 46 of five, 16 of fifteen and 5 of sixty.
 */
export function sessionBarMinutes(exchange: Exchange, interval: Exclude<BarInterval, 'D1'>): readonly number[] {
  const length = INTERVAL_MINUTES[interval];
  const begins = new Set<number>();
  for (const { phase, from, to } of phasesOf(exchange)) {
    if (phase === 'CONTINUOUS') for (let minute = from; minute < to; minute += 1) begins.add(minute - (minute % length));
    if (phase === 'CLOSING_AUCTION') begins.add(to - (to % length));
  }
  return [...begins].sort((a, b) => a - b);
}

/** How many bars a full session of a liquid share has. Fewer are a gap. */
export function expectedBars(exchange: Exchange, interval: BarInterval): number {
  return interval === 'D1' ? 1 : sessionBarMinutes(exchange, interval).length;
}

/** Whether an intraday bar may begin at that instant of the date on any exchange: not at lunch, not before 9:00, not after 15:00. */
export function isSessionMinute(date: TradingDate, openTime: Date): boolean {
  const minute = (openTime.getTime() - instantAt(date, 0).getTime()) / 60_000;
  return HALVES.some(({ from, to }) => minute >= from && minute <= to);
}
