import { newestClosedSessions } from '../market/calendar.js';
import type { TradingDate } from '../market/trading-date.js';
import type { AlertOccasion } from './match-alert-rule.js';

/**
 * Whether an occasion may have been told already in a life of the database that a restore has undone: it is of a session that was closed when
 * the database was restored. What was made of it then is not in the ledger any more; a scan that finds it anew must not tell it twice.
 */
export function isFromBeforeRestore({ signal, score }: Pick<AlertOccasion, 'signal' | 'score'>, restoredAt: Date | null): boolean {
  return isSessionBeforeRestore(score?.statusDate ?? signal.tradingDate, restoredAt);
}

/** Whether the session was closed when the database was restored; null: it never was. */
export function isSessionBeforeRestore(date: TradingDate, restoredAt: Date | null): boolean {
  if (restoredAt === null) return false;
  const [newest] = newestClosedSessions(restoredAt, 1);
  return newest !== undefined && date <= newest;
}
