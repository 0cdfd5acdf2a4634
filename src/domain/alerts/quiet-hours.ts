import { instantAt, tradingDateAt } from '../market/trading-date.js';
import type { AlertPriority, AlertRule } from './alert-rule.js';

const DAY = 24 * 60;

/** When an alert may go out: at once, or when the quiet hours end. CRITICAL does not wait. */
export function notBefore(quietHours: AlertRule['quietHours'], priority: AlertPriority, at: Date): Date {
  if (quietHours === null || priority === 'CRITICAL') return at;
  const { from, to } = quietHours;
  const midnight = instantAt(tradingDateAt(at), 0).getTime();
  const minute = (at.getTime() - midnight) / 60_000;
  const isQuiet = from < to ? minute >= from && minute < to : minute >= from || minute < to;
  if (!isQuiet) return at;
  const end = minute < to ? to : to + DAY;
  return new Date(midnight + end * 60_000);
}
