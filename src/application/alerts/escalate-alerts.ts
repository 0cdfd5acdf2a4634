import { notBefore } from '../../domain/alerts/quiet-hours.js';
import type { AlertStore } from '../ports/alerts.js';
import type { Metrics } from '../ports/telemetry.js';
import { escalatedMessage } from './digest-message.js';

const BATCH = 200;
const MINUTE_MS = 60_000;

/**
 * Sends alerts that nobody has acknowledged in time to the second binding that their rule names: each alert once, whichever of its
 * bindings it went to, and none of before a restore of the database. Acknowledged anywhere, an alert goes nowhere else.
 * @returns how many were sent on
 */
export function escalateAlerts({
  alerts,
  metrics,
  now,
}: {
  readonly alerts: Pick<AlertStore, 'listUnacknowledged' | 'add'>;
  readonly metrics: Metrics;
  readonly now: () => Date;
}): () => Promise<number> {
  return async () => {
    const late = await alerts.listUnacknowledged(BATCH);
    const added = await alerts.add(
      late.map(({ rule, bindingId, afterMinutes, ...alert }) => {
        const dueAt = notBefore(rule.quietHours, alert.priority, now());
        return {
          ...alert,
          ruleId: rule.id,
          bindingId,
          dedupe: `escalated:${alert.dedupe}`,
          message: escalatedMessage(alert.message, afterMinutes),
          state: 'PENDING' as const,
          reason: null,
          dueAt,
          expiresAt: new Date(dueAt.getTime() + rule.ttlMinutes * MINUTE_MS),
        };
      }),
    );
    metrics.increment('alerts_matched_total', { result: 'escalated' }, added);
    return added;
  };
}
