import type { AlertRule } from '../../domain/alerts/alert-rule.js';
import { higherPriority } from '../../domain/alerts/cooldown.js';
import { notBefore } from '../../domain/alerts/quiet-hours.js';
import type { MatchTransaction, NewDelivery, OpenDigest } from '../ports/alerts.js';
import { digestEntry, digestMessage } from './digest-message.js';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Entries that a digest keeps; it counts all of them. */
const KEPT_ENTRIES = 100;

/**
 * Lets through what the rules may tell within an hour, and gathers the rest: each such alert is held back with the reason DIGEST, and one
 * message for each rule and binding tells of all of them as soon as the hour has room again. CRITICAL alerts are always let through.
 */
export async function throttleAlerts(
  tx: MatchTransaction,
  rules: readonly AlertRule[],
  deliveries: readonly NewDelivery[],
): Promise<readonly NewDelivery[]> {
  const limits = new Map(rules.filter(({ maxPerHour }) => maxPerHour !== null).map((rule) => [rule.id, rule]));
  if (limits.size === 0 || deliveries.length === 0) return deliveries;
  const { at, recent } = await tx.recentAlerts([...limits.keys()]);
  const counts = new Map(recent);
  const gathered = new Map<string, NewDelivery[]>();
  const passed = deliveries.map((delivery): NewDelivery => {
    const { ruleId, bindingId, state, priority } = delivery;
    const limit = limits.get(ruleId ?? '')?.maxPerHour ?? Infinity;
    if (state !== 'PENDING' || priority === 'CRITICAL') return delivery;
    const key = `${ruleId} ${bindingId}`;
    const { count, roomAt } = counts.get(key) ?? { count: 0, roomAt: new Date(at.getTime() + HOUR_MS) };
    if (count < limit) {
      counts.set(key, { count: count + 1, roomAt });
      return delivery;
    }
    gathered.set(key, [...(gathered.get(key) ?? []), delivery]);
    return { ...delivery, state: 'SUPPRESSED', reason: 'DIGEST' };
  });
  const open = gathered.size === 0 ? new Map<string, OpenDigest>() : await tx.openDigests([...limits.keys()]);
  const digests: NewDelivery[] = [];
  for (const [key, alerts] of gathered) {
    const rule = limits.get(alerts[0]?.ruleId ?? '');
    const held = open.get(key);
    const digest = rule === undefined ? null : digestOf(rule, alerts, held, counts.get(key)?.roomAt ?? at);
    if (digest === null) continue;
    if (held === undefined) digests.push(digest);
    else await tx.changeDigest(held.id, digest);
  }
  return [...passed, ...digests];
}

/** The first alert that it gathers names it: the same alert can not be gathered twice. */
function digestOf(rule: AlertRule, alerts: readonly NewDelivery[], held: OpenDigest | undefined, roomAt: Date): NewDelivery | null {
  const [first] = alerts;
  if (first === undefined) return null;
  const entries = [...(held?.entries ?? []), ...alerts.map(({ message }) => digestEntry(message))];
  const priority = alerts.map((alert) => alert.priority).reduce(higherPriority, held?.priority ?? first.priority);
  const dueAt = notBefore(rule.quietHours, priority, roomAt);
  const content = { ruleName: rule.name, count: (held?.count ?? 0) + alerts.length, entries: entries.slice(0, KEPT_ENTRIES) };
  return {
    ...first,
    dedupe: `digest:${first.dedupe}`,
    symbol: null,
    priority,
    message: digestMessage(content, first.message.language, first.occurredAt),
    dueAt,
    expiresAt: new Date(dueAt.getTime() + rule.ttlMinutes * MINUTE_MS),
  };
}
