import { sql } from 'kysely';

import type { AccountStore, ApiKey, KeyHolder } from '../../../application/ports/accounts.js';
import { DomainError } from '../../../domain/errors.js';
import type { Db } from '../orm.js';
import { translating } from '../translate-error.js';
import { addAudit } from './audit-trail.js';
import { createOnce } from './idempotency.js';

const KEY = sql`id, name, prefix, to_json(scopes) as scopes, created_at as "createdAt", expires_at as "expiresAt", last_used_at as "lastUsedAt"`;

/** More are a leak of keys, and could not be looked over. */
const MAX_KEYS = 50;

export function createApiKeyStore(db: Db): Pick<AccountStore, 'createApiKey' | 'listApiKeys' | 'revokeApiKey' | 'findKeyHolder'> {
  return {
    createApiKey: ({ userId, name, prefix, keyHash, scopes, expiresAt }, audit, request) =>
      translating(() =>
        db.transaction().execute(async (tx) => {
          const { id, isReplay } = await createOnce(tx, request, async () => {
            await requireRoom(tx, userId);
            const { rows } = await sql<{ id: string }>`
              insert into api_keys (user_id, name, prefix, key_hash, scopes, expires_at)
              values (${userId}::uuid, ${name}, ${prefix}, ${keyHash}, ${[...scopes]}::text[], ${expiresAt}::timestamptz) returning id
            `.execute(tx);
            const created = (rows[0] as { id: string }).id;
            await addAudit(tx, { ...audit, subject: created });
            return created;
          });
          const { rows } = await sql<ApiKey>`select ${KEY} from api_keys where id = ${id}::uuid`.execute(tx);
          return { key: rows[0] as ApiKey, isReplay };
        }),
      ),
    listApiKeys: (userId) =>
      translating(async () => {
        const { rows } = await sql<ApiKey>`
          select ${KEY} from api_keys where user_id = ${userId}::uuid and revoked_at is null order by created_at desc limit 100
        `.execute(db);
        return rows;
      }),
    revokeApiKey: (userId, keyId, audit) =>
      translating(() =>
        db.transaction().execute(async (tx) => {
          const { numAffectedRows } = await sql`
            update api_keys set revoked_at = now() where id = ${keyId}::uuid and user_id = ${userId}::uuid and revoked_at is null
          `.execute(tx);
          if (Number(numAffectedRows ?? 0) === 0) return false;
          await addAudit(tx, audit);
          return true;
        }),
      ),
    findKeyHolder: (keyHash) =>
      translating(async () => {
        const { rows } = await sql<KeyHolder & { isNoted: boolean }>`
          select api_keys.id as "keyId", users.id as "userId", users.role, to_json(scopes) as scopes, expires_at as "expiresAt",
            coalesce(last_used_at > now() - interval '1 minute', false) as "isNoted"
          from api_keys join users on users.id = user_id
          where key_hash = ${keyHash} and revoked_at is null and (expires_at is null or expires_at > now()) and is_active
        `.execute(db);
        const [holder] = rows;
        if (holder === undefined) return null;
        const { isNoted, ...rest } = holder;
        if (!isNoted) await sql`update api_keys set last_used_at = now() where id = ${rest.keyId}::uuid`.execute(db);
        return rest;
      }),
  };
}

/** The lock on the user makes creations at once take turns. @throws {DomainError} CONFLICT */
async function requireRoom(tx: Db, userId: string): Promise<void> {
  await sql`select from users where id = ${userId}::uuid for update`.execute(tx);
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from api_keys where user_id = ${userId}::uuid and revoked_at is null
  `.execute(tx);
  if ((rows[0]?.count ?? 0) >= MAX_KEYS) throw new DomainError('CONFLICT', `an account has at most ${MAX_KEYS} keys: revoke one first`);
}
