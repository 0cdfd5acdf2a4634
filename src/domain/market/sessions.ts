import { isTradingDay } from './calendar.js';
import type { Exchange } from './stock.js';
import { instantAt, tradingDateAt } from './trading-date.js';

/** How orders meet in a part of the day. POST_CLOSE trades at the closing price (HNX). */
export type SessionPhase = 'OPENING_AUCTION' | 'CONTINUOUS' | 'CLOSING_AUCTION' | 'POST_CLOSE' | 'CLOSED';

export interface PhaseSpan {
  readonly phase: Exclude<SessionPhase, 'CLOSED'>;
  /** Minutes after midnight, Asia/Ho_Chi_Minh; `to` is not included. */
  readonly from: number;
  readonly to: number;
}

const at = (hour: number, minute: number) => hour * 60 + minute;

/** Matching of round lots; put-through trading runs beside it to 15:00. Sources disagree on UPCOM's afternoon (14:30 or 15:00); the broker's 15:00 is taken. */
const PHASES: Readonly<Record<Exchange, readonly PhaseSpan[]>> = {
  HOSE: [
    { phase: 'OPENING_AUCTION', from: at(9, 0), to: at(9, 15) },
    { phase: 'CONTINUOUS', from: at(9, 15), to: at(11, 30) },
    { phase: 'CONTINUOUS', from: at(13, 0), to: at(14, 30) },
    { phase: 'CLOSING_AUCTION', from: at(14, 30), to: at(14, 45) },
  ],
  HNX: [
    { phase: 'CONTINUOUS', from: at(9, 0), to: at(11, 30) },
    { phase: 'CONTINUOUS', from: at(13, 0), to: at(14, 30) },
    { phase: 'CLOSING_AUCTION', from: at(14, 30), to: at(14, 45) },
    { phase: 'POST_CLOSE', from: at(14, 45), to: at(15, 0) },
  ],
  UPCOM: [
    { phase: 'CONTINUOUS', from: at(9, 0), to: at(11, 30) },
    { phase: 'CONTINUOUS', from: at(13, 0), to: at(15, 0) },
  ],
};

/** The phases of an ordinary day, in order. */
export function phasesOf(exchange: Exchange): readonly PhaseSpan[] {
  return PHASES[exchange];
}

/** What an exchange does at an instant; CLOSED at lunch, on weekends and on holidays. */
export function sessionPhaseAt(exchange: Exchange, instant: Date): SessionPhase {
  const date = tradingDateAt(instant);
  if (!isTradingDay(date)) return 'CLOSED';
  const minute = (instant.getTime() - instantAt(date, 0).getTime()) / 60_000;
  return PHASES[exchange].find((span) => span.from <= minute && minute < span.to)?.phase ?? 'CLOSED';
}
