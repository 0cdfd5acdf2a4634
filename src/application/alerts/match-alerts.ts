import { isCooling } from '../../domain/alerts/cooldown.js';
import { isFromBeforeRestore } from '../../domain/alerts/before-restore.js';
import { isAbout, occasionKey, priorityOf, triggerOf, type AlertOccasion } from '../../domain/alerts/match-alert-rule.js';
import type { SequencedEvent } from '../../domain/events.js';
import type { AlertMessage } from '../ports/alert-channel.js';
import type { AlertStore, MatchTransaction, NewDelivery } from '../ports/alerts.js';
import type { EventLog } from '../ports/events.js';
import type { Logger, Metrics } from '../ports/telemetry.js';
import { signalMessage } from './alert-message.js';
import { makeDeliveries } from './make-deliveries.js';
import { throttleAlerts } from './throttle-alerts.js';

export interface MatchDeps {
  readonly alerts: AlertStore;
  readonly log: Pick<EventLog, 'state'>;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** Events of one round. */
const BATCH = 200;

type Happened = AlertOccasion & { readonly occurredAt: Date };

/**
 * Turns the events after the last matched one into deliveries: one for each rule, occasion and binding, in one transaction with the
 * position, so that none is lost and none made twice, whoever is killed when. Events that were numbered before the first start
 * are not matched.
 * @returns whether there may be more
 */
export function matchAlerts({ alerts, log, metrics, logger }: MatchDeps): () => Promise<boolean> {
  return async () => {
    const { newest, prunedThrough } = await log.state();
    return alerts.matching(async (tx) => {
      const position = await tx.position(newest);
      if (position === null) return false;
      const from = Math.max(position.seq, prunedThrough);
      if (from > position.seq)
        logger.error({ position: position.seq, prunedThrough }, 'events were removed before alerts were made of them');
      const events = await tx.readAfter(from, BATCH);
      const last = events.at(-1);
      if (last === undefined) return false;
      const deliveries = await deliveriesOf(tx, events, position.restoredAt);
      const added = await tx.add(deliveries);
      await tx.advance({ epoch: last.epoch, seq: last.seq });
      metrics.increment('alerts_matched_total', { result: 'made' }, added);
      metrics.increment('alerts_matched_total', { result: 'suppressed' }, deliveries.filter(({ state }) => state === 'SUPPRESSED').length);
      return events.length === BATCH;
    });
  };
}

async function deliveriesOf(
  tx: MatchTransaction,
  events: readonly SequencedEvent[],
  restoredAt: Date | null,
): Promise<readonly NewDelivery[]> {
  const happened = events.flatMap(occasionOf);
  const rules = happened.length === 0 ? [] : await tx.rules();
  if (rules.length === 0) return [];
  const bindings = new Map((await tx.bindings([...new Set(rules.flatMap(({ bindingIds }) => bindingIds))])).map((each) => [each.id, each]));
  const sectors = rules.some(({ filter }) => filter.sectors !== null)
    ? await tx.sectors([...new Set(happened.map(({ signal }) => signal.stockId))])
    : new Map<string, string | null>();
  const holders = rules.filter(({ filter }) => filter.isHeld !== null).map(({ userId }) => userId);
  const held = holders.length === 0 ? new Map<string, ReadonlySet<string>>() : await tx.heldSymbols([...new Set(holders)]);
  const last = new Map(
    await tx.lastAlerts(
      rules.filter(({ cooldownMinutes }) => cooldownMinutes > 0).map(({ id }) => id),
      [...new Set(happened.map(({ signal }) => signal.symbol))],
      new Date(Math.min(...happened.map(({ occurredAt }) => occurredAt.getTime()))),
    ),
  );
  const deliveries: NewDelivery[] = [];
  for (const each of happened) {
    const occasion = { ...each, sector: sectors.get(each.signal.stockId) ?? null };
    for (const rule of rules) {
      if (!isAbout(rule, occasion, held.get(rule.userId)?.has(occasion.signal.symbol))) continue;
      const key = `${rule.id} ${occasion.signal.symbol}`;
      const alert = { at: occasion.occurredAt, priority: rule.priority ?? priorityOf(occasion.score) };
      const silence = isFromBeforeRestore(occasion, restoredAt) ? 'RESTORED' : isCooling(rule, last.get(key), alert) ? 'COOLDOWN' : null;
      const { occurredAt } = occasion;
      const told = {
        dedupe: occasionKey(occasion),
        symbol: occasion.signal.symbol,
        occurredAt,
        priority: alert.priority,
        silence,
      } as const;
      const message = (language: AlertMessage['language']) => signalMessage(occasion, rule.name, language, occurredAt);
      deliveries.push(...makeDeliveries(rule, bindings, { ...told, message }));
      if (silence === null) last.set(key, alert);
    }
  }
  return throttleAlerts(tx, rules, deliveries);
}

function occasionOf({ event, occurredAt }: SequencedEvent): Omit<Happened, 'sector'>[] {
  if (event.type === 'signal.detected') return [{ trigger: 'FOUND', signal: event.signal, score: null, occurredAt }];
  if (event.type === 'signal.updated') return [{ trigger: triggerOf(event.score), signal: event.signal, score: event.score, occurredAt }];
  return [];
}
