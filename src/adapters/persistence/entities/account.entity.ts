import { defineEntity, p } from '@mikro-orm/core';

import type { Permission } from '../../../domain/access/permission.js';
import type { Role } from '../../../domain/access/role.js';

/** The table `users`. */
export const UserEntity = defineEntity({
  name: 'UserEntity',
  tableName: 'users',
  properties: {
    id: p.uuid().primary().defaultRaw('gen_random_uuid()'),
    email: p.text(),
    passwordHash: p.text(),
    role: p.text().$type<Role>(),
    isActive: p.boolean().default(true),
    createdAt: p.datetime(6).defaultRaw('now()'),
  },
});

/** The table `user_sessions`. */
export const UserSessionEntity = defineEntity({
  name: 'UserSessionEntity',
  tableName: 'user_sessions',
  properties: {
    id: p.uuid().primary().defaultRaw('gen_random_uuid()'),
    userId: p.uuid(),
    createdAt: p.datetime(6).defaultRaw('now()'),
    lastUsedAt: p.datetime(6).defaultRaw('now()'),
    expiresAt: p.datetime(6),
    revokedAt: p.datetime(6).nullable(),
    userAgent: p.text().nullable(),
    address: p.text().nullable(),
  },
});

/** The table `refresh_tokens`. */
export const RefreshTokenEntity = defineEntity({
  name: 'RefreshTokenEntity',
  tableName: 'refresh_tokens',
  properties: {
    tokenHash: p.text().primary(),
    sessionId: p.uuid(),
    issuedAt: p.datetime(6).defaultRaw('now()'),
    usedAt: p.datetime(6).nullable(),
    attemptHash: p.text().nullable(),
    successorNonce: p.text().nullable(),
    successorHash: p.text().nullable(),
  },
});

/** The table `api_keys`. */
export const ApiKeyEntity = defineEntity({
  name: 'ApiKeyEntity',
  tableName: 'api_keys',
  properties: {
    id: p.uuid().primary().defaultRaw('gen_random_uuid()'),
    userId: p.uuid(),
    name: p.text(),
    prefix: p.text(),
    keyHash: p.text(),
    scopes: p.array().$type<Permission[]>().columnType('text[]'),
    createdAt: p.datetime(6).defaultRaw('now()'),
    expiresAt: p.datetime(6).nullable(),
    lastUsedAt: p.datetime(6).nullable(),
    revokedAt: p.datetime(6).nullable(),
  },
});

/** The table `invitations`. */
export const InvitationEntity = defineEntity({
  name: 'InvitationEntity',
  tableName: 'invitations',
  properties: {
    tokenHash: p.text().primary(),
    email: p.text(),
    role: p.text().$type<Role>(),
    createdAt: p.datetime(6).defaultRaw('now()'),
    expiresAt: p.datetime(6),
    usedAt: p.datetime(6).nullable(),
  },
});
