import { sessionBarMinutes } from '../session-bars.js';
import { phasesOf } from '../sessions.js';
import type { Exchange } from '../stock.js';

/** Trades are stamped a little after the phase that they were made in: the last of a half belong to its last minute. */
const STAMPED_LATE_MINUTES = 2;
const MINUTES_OF_DAY = 1440;

/** The one-minute bars of an ordinary session, numbered from 0, and which of them a trade belongs to. */
export interface SessionGrid {
  /** When each bar begins, minutes after midnight in Asia/Ho_Chi_Minh. */
  readonly begins: readonly number[];
  /** The first minute after midnight whose trades belong to it. */
  readonly starts: readonly number[];
  /** From when on no trade belongs to the bar any more, minutes after midnight. */
  readonly ends: readonly number[];
  /**
   * The bar of a minute after midnight; −1 where nobody trades. The opening auction counts to the first minute after it, the
   * closing auction and what is traded after it to the bar at its end, a moment after a half to its last bar.
   */
  slotAt(minute: number): number;
}

const GRIDS = new Map<Exchange, SessionGrid>();

/** The grid of an exchange; the same object each time. */
export function sessionGrid(exchange: Exchange): SessionGrid {
  const made = GRIDS.get(exchange);
  if (made !== undefined) return made;
  const grid = makeGrid(exchange);
  GRIDS.set(exchange, grid);
  return grid;
}

function makeGrid(exchange: Exchange): SessionGrid {
  const begins = sessionBarMinutes(exchange, 'M1');
  const slots = new Int16Array(MINUTES_OF_DAY).fill(-1);
  for (const { phase, from, to } of phasesOf(exchange)) {
    for (let minute = from; minute < to + STAMPED_LATE_MINUTES; minute += 1) {
      // In an auction nothing is traded before its end: what is stamped then is late.
      if (slots[minute] === -1) slots[minute] = slotOf(phase === 'CONTINUOUS' ? Math.min(minute, to - 1) : to, begins);
    }
  }
  for (const [slot, minute] of begins.entries()) slots[minute] = slot;
  const starts = begins.map((_, slot) => slots.indexOf(slot));
  const ends = begins.map((_, slot) => slots.lastIndexOf(slot) + 1);
  return { begins, starts, ends, slotAt: (minute) => slots[Math.floor(minute)] ?? -1 };
}

/** The bar that begins at that minute, or the last one before it. */
function slotOf(minute: number, begins: readonly number[]): number {
  return begins.findLastIndex((begin) => begin <= minute);
}
