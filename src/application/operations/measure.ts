import { newestClosedSessions, sessionCloseAt } from '../../domain/market/calendar.js';
import type { BacktestQueue } from '../ports/backtests.js';
import type { Outbox } from '../ports/events.js';
import type { Freshness } from '../ports/freshness.js';
import type { Metrics } from '../ports/telemetry.js';

export interface MeasureDeps {
  /** Never rejects. */
  readonly isDatabaseReachable: () => Promise<boolean>;
  readonly isBusHealthy: () => boolean;
  readonly outbox: Pick<Outbox, 'oldestPendingSeconds'>;
  /** Null where another process measures it. */
  readonly freshness: Freshness | null;
  /** Of backtests that wait. Not by their worker: one that is away can't say so. Null where another process measures it. */
  readonly backtests: Pick<BacktestQueue, 'backlog'> | null;
  /** The time of day. */
  readonly wallClock: () => Date;
  readonly metrics: Metrics;
}

/**
 * Measures what no call tells by itself: whether database and bus are there, how long events wait for a relay (by
 * every process, since a relay that is away can't say so), how old the bars are.
 * @throws {DomainError} where the database fails between two statements.
 */
export function measure({
  isDatabaseReachable,
  isBusHealthy,
  outbox,
  freshness,
  backtests,
  wallClock,
  metrics,
}: MeasureDeps): () => Promise<void> {
  return async () => {
    const isReachable = await isDatabaseReachable();
    metrics.set('vpa_dependency_up', isReachable ? 1 : 0, { dependency: 'database' });
    metrics.set('vpa_dependency_up', isBusHealthy() ? 1 : 0, { dependency: 'event_bus' });
    if (!isReachable) return;
    metrics.set('outbox_oldest_pending_seconds', await outbox.oldestPendingSeconds());
    if (backtests !== null) {
      const { queued, running, oldestSeconds } = await backtests.backlog();
      metrics.set('backtests_queued', queued);
      metrics.set('backtests_running', running);
      metrics.set('backtests_oldest_queued_seconds', oldestSeconds);
    }
    if (freshness === null) return;
    for (const { feed, seconds } of await freshness.feedAges()) metrics.set('market_data_age_seconds', seconds, { feed });
    metrics.set('market_session_age_seconds', sessionAgeSeconds(wallClock()));
  };
}

function sessionAgeSeconds(now: Date): number {
  const [newest] = newestClosedSessions(now, 1);
  return newest === undefined ? 0 : (now.getTime() - sessionCloseAt(newest).getTime()) / 1000;
}
