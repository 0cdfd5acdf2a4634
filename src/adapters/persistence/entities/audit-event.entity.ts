import { defineEntity, p } from '@mikro-orm/core';

import type { AuditAction } from '../../../domain/access/audit-action.js';

/** The table `audit_events`. */
export const AuditEventEntity = defineEntity({
  name: 'AuditEventEntity',
  tableName: 'audit_events',
  properties: {
    id: p.bigint('string').primary(),
    occurredAt: p.datetime(6).defaultRaw('now()'),
    action: p.text().$type<AuditAction>(),
    actor: p.text(),
    userId: p.uuid().nullable(),
    subject: p.text().nullable(),
    address: p.text().nullable(),
    details: p.json().$type<Readonly<Record<string, unknown>>>().defaultRaw("'{}'"),
  },
});

/** The table `idempotency_keys`. */
export const IdempotencyKeyEntity = defineEntity({
  name: 'IdempotencyKeyEntity',
  tableName: 'idempotency_keys',
  properties: {
    owner: p.text().primary(),
    key: p.text().primary(),
    operation: p.text(),
    requestHash: p.text(),
    resultId: p.text(),
    createdAt: p.datetime(6).defaultRaw('now()'),
  },
});
