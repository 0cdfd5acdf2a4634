import { shiftDecimal, type Decimal } from '../decimal.js';
import type { TradingDate } from '../market/trading-date.js';
import type { AlertPriority, AlertTrigger, PriceLevel } from './alert-rule.js';

/** Triggers that watch a level instead of signals. */
export type LevelTrigger = Extract<AlertTrigger, 'PRICE' | 'STOP'>;

export function isLevelTrigger(trigger: AlertTrigger): trigger is LevelTrigger {
  return trigger === 'PRICE' || trigger === 'STOP';
}

/** The close of a session, and that of the bar before it. */
export interface SessionClose {
  readonly tradingDate: TradingDate;
  readonly close: Decimal;
  readonly before: Decimal;
}

/**
 * Whether a session closed at the level or beyond it, and the one before had not. It tells so once for each crossing: before the next one, a
 * session has to close on the other side again.
 */
export function hasCrossed({ price, direction }: PriceLevel, { close, before }: SessionClose): boolean {
  const [level, now, then] = [exact(price), exact(close), exact(before)];
  return direction === 'ABOVE' ? then < level && now >= level : then > level && now <= level;
}

/** Of alerts of a rule that names no priority: a stop is about money that is at stake. */
export function levelPriority(trigger: LevelTrigger): AlertPriority {
  return trigger === 'STOP' ? 'HIGH' : 'MEDIUM';
}

/** What makes two occasions the same for a rule: one alert for each session. */
export function levelOccasionKey(trigger: LevelTrigger, { tradingDate }: Pick<SessionClose, 'tradingDate'>): string {
  return `${trigger}:${tradingDate}`;
}

/** In billionths: a decimal has at most nine digits after its point. */
function exact(value: Decimal): bigint {
  return BigInt(shiftDecimal(value, 9));
}
