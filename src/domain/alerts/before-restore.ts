import { newestClosedSessions } from '../market/calendar.js';
import type { AlertOccasion } from './match-alert-rule.js';

/**
 * Whether an occasion may have been told already in a life of the database that a restore has undone: it is of a session that was closed when
 * the database was restored. What was made of it then is not in the ledger any more; a scan that finds it anew must not tell it twice.
 */
export function isFromBeforeRestore({ signal, score }: Pick<AlertOccasion, 'signal' | 'score'>, restoredAt: Date | null): boolean {
  if (restoredAt === null) return false;
  const [newest] = newestClosedSessions(restoredAt, 1);
  return newest !== undefined && (score?.statusDate ?? signal.tradingDate) <= newest;
}
