import type { AlertPriority, AlertRule } from '../../domain/alerts/alert-rule.js';
import { notBefore } from '../../domain/alerts/quiet-hours.js';
import type { AlertMessage } from '../ports/alert-channel.js';
import type { AlertBinding, NewDelivery } from '../ports/alerts.js';

const MINUTE_MS = 60_000;

/** Something that a rule tells. */
export interface Tellable {
  /** What makes two occasions the same for a rule. */
  readonly dedupe: string;
  readonly symbol: string;
  readonly occurredAt: Date;
  readonly priority: AlertPriority;
  /** Why it is held back; null: it is not. */
  readonly silence: 'COOLDOWN' | 'RESTORED' | null;
  readonly message: (language: AlertMessage['language']) => AlertMessage;
}

/** Active bindings by id, each with its owner. */
export type BindingsById = ReadonlyMap<string, AlertBinding & { readonly userId: string }>;

/** A delivery for each active binding of a rule, due at the end of its quiet hours. */
export function makeDeliveries(rule: AlertRule, bindings: BindingsById, told: Tellable): NewDelivery[] {
  const { dedupe, symbol, occurredAt, priority, silence, message } = told;
  const dueAt = notBefore(rule.quietHours, priority, occurredAt);
  return [...new Set(rule.bindingIds)].flatMap((bindingId) => {
    const binding = bindings.get(bindingId);
    if (binding === undefined || binding.userId !== rule.userId) return [];
    return {
      userId: rule.userId,
      ruleId: rule.id,
      bindingId,
      dedupe,
      symbol,
      priority,
      message: message(binding.language),
      state: silence === null ? 'PENDING' : 'SUPPRESSED',
      reason: silence,
      occurredAt,
      dueAt,
      expiresAt: new Date(dueAt.getTime() + rule.ttlMinutes * MINUTE_MS),
    };
  });
}
