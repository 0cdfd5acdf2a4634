import { actorKey, requirePermission, type Actor } from '../../domain/access/actor.js';
import { checkKeyName } from '../../domain/access/credentials.js';
import type { Permission } from '../../domain/access/permission.js';
import { ROLE_PERMISSIONS } from '../../domain/access/role.js';
import { DomainError } from '../../domain/errors.js';
import type { ApiKey } from '../ports/accounts.js';
import { auditOf, notFound, ownSession, ownUserId, requireUuid, type AccountDeps } from './account-deps.js';
import { KEY_PREFIX } from './authenticate.js';
import { idempotentRequest } from './idempotent-request.js';

/** What keys may never do, whoever owns them: open sessions and make keys. */
const NEVER: ReadonlySet<Permission> = new Set(['session:open', 'account:write', 'api-key:write']);
const SHOWN = 8;

export interface NewApiKey {
  readonly name: string;
  readonly scopes: readonly Permission[];
  readonly expiresAt: Date | null;
  readonly idempotencyKey: string;
  readonly address: string;
}

/** A key, with its secret the one time that it is there to be shown. */
export interface CreatedApiKey {
  readonly key: ApiKey;
  /** Null on a replay: only a hash of it is kept. */
  readonly secret: string | null;
}

/** Makes a key with some of the permissions of its owner. @throws {DomainError} INVALID_INPUT, CONFLICT, FORBIDDEN */
export function createApiKey({ accounts, secrets, now }: AccountDeps) {
  return async ({ name: text, scopes, expiresAt, idempotencyKey, address }: NewApiKey, actor: Actor): Promise<CreatedApiKey> => {
    requirePermission(actor, 'api-key:write');
    const { userId } = ownSession(actor);
    const name = checkKeyName(text);
    const wanted = [...new Set(scopes)].toSorted();
    const own = actor.kind === 'USER' ? ROLE_PERMISSIONS[actor.role] : new Set<Permission>();
    if (wanted.length === 0 || wanted.some((scope) => NEVER.has(scope) || !own.has(scope)))
      throw new DomainError('INVALID_INPUT', 'scopes have to be some of what you may do yourself, without accounts and keys', {
        details: { field: 'scopes' },
      });
    if (expiresAt !== null && expiresAt <= now())
      throw new DomainError('INVALID_INPUT', 'expiresAt is over', { details: { field: 'expiresAt' } });
    const secret = `${KEY_PREFIX}${secrets.random()}`;
    const request = idempotentRequest(
      secrets,
      { owner: actorKey(actor), key: idempotencyKey, operation: 'createApiKey' },
      { name, wanted, expiresAt },
    );
    const prefix = secret.slice(0, KEY_PREFIX.length + SHOWN);
    const { key, isReplay } = await accounts.createApiKey(
      { userId, name, prefix, keyHash: secrets.hash(secret), scopes: wanted, expiresAt },
      auditOf(actor, { action: 'API_KEY_CREATED', userId, details: { scopes: wanted } }, address),
      request,
    );
    return { key, secret: isReplay ? null : secret };
  };
}

/** Keys of the actor that were not revoked, the newest first. */
export function listMyApiKeys({ accounts }: AccountDeps) {
  return async (actor: Actor): Promise<readonly ApiKey[]> => {
    requirePermission(actor, 'account:read');
    return accounts.listApiKeys(ownUserId(actor));
  };
}

/** @throws {DomainError} NOT_FOUND where the actor has no such key */
export function revokeApiKey({ accounts }: AccountDeps) {
  return async ({ keyId, address }: { readonly keyId: string; readonly address: string }, actor: Actor): Promise<void> => {
    requirePermission(actor, 'api-key:write');
    const { userId } = ownSession(actor);
    const id = requireUuid(keyId, 'key');
    const audit = auditOf(actor, { action: 'API_KEY_REVOKED', userId, subject: id }, address);
    if (!(await accounts.revokeApiKey(userId, id, audit))) throw notFound('key');
  };
}
