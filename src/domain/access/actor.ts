import { DomainError } from '../errors.js';
import type { Permission } from './permission.js';
import { ROLE_PERMISSIONS, type Role } from './role.js';

interface ActorBase {
  readonly permissions: ReadonlySet<Permission>;
}
/** Nobody in particular, the administrator of the embedded default on loopback, or the system itself. */
interface NamelessActor extends ActorBase {
  readonly kind: 'ANONYMOUS' | 'LOCAL_ADMIN' | 'SYSTEM';
}
/** Somebody who signed in. */
export interface UserActor extends ActorBase {
  readonly kind: 'USER';
  readonly userId: string;
  readonly sessionId: string;
  readonly role: Role;
}
/** A program with a key of a user; never more than the user may do. */
export interface ApiKeyActor extends ActorBase {
  readonly kind: 'API_KEY';
  readonly userId: string;
  readonly keyId: string;
  readonly role: Role;
}

/** Who acts. */
export type Actor = NamelessActor | UserActor | ApiKeyActor;

export const ANONYMOUS: Actor = { kind: 'ANONYMOUS', permissions: ROLE_PERMISSIONS.ANONYMOUS };
export const LOCAL_ADMIN: Actor = { kind: 'LOCAL_ADMIN', permissions: ROLE_PERMISSIONS.ADMIN };
export const SYSTEM: Actor = { kind: 'SYSTEM', permissions: ROLE_PERMISSIONS.ADMIN };

/** Somebody who signed in, with what the role may do. */
export function userActor({ userId, sessionId, role }: Pick<UserActor, 'userId' | 'sessionId' | 'role'>): UserActor {
  return { kind: 'USER', userId, sessionId, role, permissions: ROLE_PERMISSIONS[role] };
}

/** A key acts with those of its scopes that its owner still has: a downgrade of the owner takes them from the key at once. */
export function apiKeyActor(key: Pick<ApiKeyActor, 'userId' | 'keyId' | 'role'> & { readonly scopes: readonly Permission[] }): ApiKeyActor {
  const { userId, keyId, role, scopes } = key;
  return { kind: 'API_KEY', userId, keyId, role, permissions: new Set(scopes.filter((scope) => ROLE_PERMISSIONS[role].has(scope))) };
}

/** The class of an actor, for limits: the role where it has one. */
export function actorClass(actor: Actor): Role | 'ANONYMOUS' {
  if (actor.kind === 'USER' || actor.kind === 'API_KEY') return actor.role;
  return actor.kind === 'ANONYMOUS' ? 'ANONYMOUS' : 'ADMIN';
}

/** One text for each actor, for what is counted or shared by actor; all anonymous callers are one. */
export function actorKey(actor: Actor): string {
  if (actor.kind === 'USER') return `user:${actor.userId}`;
  return actor.kind === 'API_KEY' ? `api-key:${actor.keyId}` : actor.kind.toLowerCase();
}

/** @throws {DomainError} FORBIDDEN where the actor lacks the permission. */
export function requirePermission(actor: Actor, permission: Permission): void {
  if (!actor.permissions.has(permission)) {
    throw new DomainError('FORBIDDEN', 'this operation is not allowed', { details: { permission } });
  }
}
