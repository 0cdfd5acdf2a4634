import { isSessionBeforeRestore } from '../../domain/alerts/before-restore.js';
import { isCooling } from '../../domain/alerts/cooldown.js';
import { hasCrossed, levelOccasionKey, levelPriority } from '../../domain/alerts/price-level.js';
import { newestClosedSessions } from '../../domain/market/calendar.js';
import type { LevelWatch, MatchTransaction, NewDelivery } from '../ports/alerts.js';
import { levelMessage } from './level-message.js';
import { makeDeliveries } from './make-deliveries.js';
import type { MatchDeps } from './match-alerts.js';
import { throttleAlerts } from './throttle-alerts.js';

/** Rules of one round. */
const BATCH = 200;

/**
 * Looks at the sessions that have closed since each rule over a level last looked, and makes deliveries of the crossings. Deliveries and the
 * session that a rule has come to are stored in one transaction, so that no crossing is lost and none told twice. What a muted rule sees, and a
 * stop of a stock that its owner does not hold then, is passed over.
 * @returns whether there may be more
 */
export function matchLevels({
  alerts,
  log,
  metrics,
  now,
}: Pick<MatchDeps, 'alerts' | 'log' | 'metrics'> & { readonly now: () => Date }): () => Promise<boolean> {
  return async () => {
    const { newest } = await log.state();
    return alerts.matching(async (tx) => {
      const position = await tx.position(newest);
      const [closedThrough] = newestClosedSessions(now(), 1);
      if (position === null || closedThrough === undefined) return false;
      const watches = await tx.levels(closedThrough, BATCH);
      if (watches.length === 0) return false;
      const deliveries = await deliveriesOf(tx, watches, position.restoredAt, now());
      const added = await tx.add(deliveries);
      await tx.looked(watches.map(({ rule, through }) => ({ ruleId: rule.id, through })));
      metrics.increment('alerts_matched_total', { result: 'made' }, added);
      metrics.increment('alerts_matched_total', { result: 'suppressed' }, deliveries.filter(({ state }) => state === 'SUPPRESSED').length);
      return watches.length === BATCH;
    });
  };
}

async function deliveriesOf(
  tx: MatchTransaction,
  watches: readonly LevelWatch[],
  restoredAt: Date | null,
  occurredAt: Date,
): Promise<readonly NewDelivery[]> {
  const crossed = watches.flatMap(({ rule, trigger, level, isActive, sessions }) =>
    isActive && !rule.isMuted
      ? sessions.filter((session) => hasCrossed(level, session)).map((session) => ({ rule, trigger, level, session }))
      : [],
  );
  if (crossed.length === 0) return [];
  const rules = [...new Set(crossed.map(({ rule }) => rule))];
  const bindings = new Map((await tx.bindings([...new Set(rules.flatMap(({ bindingIds }) => bindingIds))])).map((each) => [each.id, each]));
  const holders = crossed.filter(({ trigger }) => trigger === 'STOP').map(({ rule }) => rule.userId);
  const held = holders.length === 0 ? new Map<string, ReadonlySet<string>>() : await tx.heldSymbols([...new Set(holders)]);
  const cooling = rules.filter(({ cooldownMinutes }) => cooldownMinutes > 0).map(({ id }) => id);
  const last = new Map(await tx.lastAlerts(cooling, [...new Set(crossed.map(({ level }) => level.symbol))], occurredAt));
  const deliveries = crossed.flatMap(({ rule, trigger, level, session }) => {
    const { symbol } = level;
    if (trigger === 'STOP' && held.get(rule.userId)?.has(symbol) !== true) return [];
    const key = `${rule.id} ${symbol}`;
    const alert = { at: occurredAt, priority: rule.priority ?? levelPriority(trigger) };
    const isOld = isSessionBeforeRestore(session.tradingDate, restoredAt);
    const silence = isOld ? 'RESTORED' : isCooling(rule, last.get(key), alert) ? 'COOLDOWN' : null;
    if (silence === null) last.set(key, alert);
    return makeDeliveries(rule, bindings, {
      dedupe: levelOccasionKey(trigger, session),
      symbol,
      occurredAt,
      priority: alert.priority,
      silence,
      message: (language) => levelMessage({ trigger, level, session }, rule.name, language, occurredAt),
    });
  });
  return throttleAlerts(tx, rules, deliveries);
}
