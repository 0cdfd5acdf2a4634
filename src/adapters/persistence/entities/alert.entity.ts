import { defineEntity, p } from '@mikro-orm/core';

import type { Decimal } from '../../../domain/decimal.js';
import type { TradingDate } from '../../../domain/market/trading-date.js';

/** The table `alert_bindings`. */
export const AlertBindingEntity = defineEntity({
  name: 'AlertBindingEntity',
  tableName: 'alert_bindings',
  properties: {
    id: p.uuid().primary().defaultRaw('gen_random_uuid()'),
    userId: p.uuid(),
    channel: p.text(),
    target: p.text(),
    label: p.text(),
    language: p.text(),
    state: p.text().default('PENDING'),
    codeHash: p.text().nullable(),
    disabledReason: p.text().nullable(),
    pausedUntil: p.datetime(6).nullable(),
    failures: p.integer().default(0),
    secretNumber: p.integer().default(0),
    secretRotations: p.array().columnType('timestamp with time zone[]').default([]),
    createdAt: p.datetime(6).defaultRaw('now()'),
  },
});

/** The table `alert_rules`. */
export const AlertRuleEntity = defineEntity({
  name: 'AlertRuleEntity',
  tableName: 'alert_rules',
  properties: {
    id: p.uuid().primary().defaultRaw('gen_random_uuid()'),
    userId: p.uuid(),
    name: p.text(),
    trigger: p.text(),
    filter: p.json(),
    bindingIds: p.array().columnType('uuid[]'),
    cooldownMinutes: p.integer(),
    ttlMinutes: p.integer(),
    quietFrom: p.integer().nullable(),
    quietTo: p.integer().nullable(),
    isMuted: p.boolean().default(false),
    mutedUntil: p.datetime(6).nullable(),
    priority: p.text().nullable(),
    maxPerHour: p.integer().nullable(),
    escalateAfterMinutes: p.integer().nullable(),
    escalateTo: p.uuid().nullable(),
    levelSymbol: p.text().nullable(),
    levelPrice: p.decimal().precision(18).scale(4).$type<Decimal>().nullable(),
    levelDirection: p.text().nullable(),
    lookedThrough: p.date().$type<TradingDate>().nullable(),
    createdAt: p.datetime(6).defaultRaw('now()'),
  },
});

/** The table `alert_deliveries`. */
export const AlertDeliveryEntity = defineEntity({
  name: 'AlertDeliveryEntity',
  tableName: 'alert_deliveries',
  properties: {
    id: p.uuid().primary().defaultRaw('gen_random_uuid()'),
    seq: p.bigint('string'),
    userId: p.uuid(),
    ruleId: p.uuid().nullable(),
    bindingId: p.uuid(),
    dedupe: p.text(),
    symbol: p.text().nullable(),
    priority: p.text(),
    message: p.json(),
    state: p.text(),
    reason: p.text().nullable(),
    occurredAt: p.datetime(6),
    createdAt: p.datetime(6).defaultRaw('now()'),
    dueAt: p.datetime(6),
    expiresAt: p.datetime(6),
    leaseUntil: p.datetime(6).nullable(),
    fence: p.integer().default(0),
    attempts: p.integer().default(0),
    attemptsBefore: p.integer().default(0),
    sentAt: p.datetime(6).nullable(),
    reference: p.text().nullable(),
    acknowledgedAt: p.datetime(6).nullable(),
  },
});

/** The table `alert_attempts`. */
export const AlertAttemptEntity = defineEntity({
  name: 'AlertAttemptEntity',
  tableName: 'alert_attempts',
  properties: {
    deliveryId: p.uuid().primary(),
    attempt: p.integer().primary(),
    attemptedAt: p.datetime(6),
    outcome: p.text(),
    fault: p.text().nullable(),
    latencyMs: p.integer().nullable(),
  },
});

/** The table `alert_channels`. */
export const AlertChannelEntity = defineEntity({
  name: 'AlertChannelEntity',
  tableName: 'alert_channels',
  properties: { channel: p.text().primary(), pausedUntil: p.datetime(6) },
});

/** The table `alert_positions`. */
export const AlertPositionEntity = defineEntity({
  name: 'AlertPositionEntity',
  tableName: 'alert_positions',
  properties: {
    name: p.text().primary(),
    epoch: p.text(),
    seq: p.bigint('string'),
    adoptedAt: p.datetime(6).defaultRaw('now()'),
    restoredAt: p.datetime(6).nullable(),
  },
});

/** The table `alert_suppressions`. */
export const AlertSuppressionEntity = defineEntity({
  name: 'AlertSuppressionEntity',
  tableName: 'alert_suppressions',
  properties: {
    channel: p.text().primary(),
    targetHash: p.text().primary(),
    reason: p.text(),
    createdAt: p.datetime(6).defaultRaw('now()'),
    until: p.datetime(6).nullable(),
  },
});
