import { DomainError } from '../errors.js';
import type { Permission } from './permission.js';

/** Who acts: nobody in particular, the administrator of the embedded default on loopback, or the system itself. */
export interface Actor {
  readonly kind: 'ANONYMOUS' | 'LOCAL_ADMIN' | 'SYSTEM';
  readonly permissions: ReadonlySet<Permission>;
}

const PUBLIC: readonly Permission[] = ['stock:read', 'bar:read', 'signal:read'];
const ALL: readonly Permission[] = [...PUBLIC, 'quarantine:read'];

export const ANONYMOUS: Actor = { kind: 'ANONYMOUS', permissions: new Set(PUBLIC) };
export const LOCAL_ADMIN: Actor = { kind: 'LOCAL_ADMIN', permissions: new Set(ALL) };
export const SYSTEM: Actor = { kind: 'SYSTEM', permissions: new Set(ALL) };

/** @throws {DomainError} FORBIDDEN where the actor lacks the permission. */
export function requirePermission(actor: Actor, permission: Permission): void {
  if (!actor.permissions.has(permission)) {
    throw new DomainError('FORBIDDEN', 'this operation is not allowed', { details: { permission } });
  }
}
