import { sql } from 'kysely';

import type { AccountStore, User, UserWithPassword } from '../../../application/ports/accounts.js';
import type { Role } from '../../../domain/access/role.js';
import { DomainError } from '../../../domain/errors.js';
import type { Db } from '../orm.js';
import { translating } from '../translate-error.js';
import { createApiKeyStore } from './api-key-store.js';
import { addAudit, createAuditTrail } from './audit-trail.js';
import { createOwnData } from './own-data.js';
import { toSlice } from './page.js';
import { createSessionStore, endAllSessions } from './session-store.js';

const USER = sql`id, email, role, is_active as "isActive", created_at as "createdAt"`;

export function createAccountStore(db: Db): AccountStore {
  const inTransaction = <T>(work: (tx: Db) => Promise<T>) => translating(() => db.transaction().execute(work));
  return {
    ...createAuditTrail(db),
    ...createSessionStore(db),
    ...createApiKeyStore(db),
    ...createOwnData(db),
    createUser: (user, audit) =>
      inTransaction(async (tx) => {
        const created = await insertUser(tx, user);
        if (created !== null) await addAudit(tx, { ...audit, userId: created.id });
        return created;
      }),
    findByEmail: (email) => findUser(db, 'email', email),
    findById: (id) => findUser(db, 'id', id),
    listUsers: ({ first, after }) =>
      translating(async () => {
        const { rows } = await sql<User>`
          select ${USER} from users where ${after?.email ?? null}::text is null or email > ${after?.email ?? null}::text
          order by email limit ${first + 1}
        `.execute(db);
        return toSlice(rows, first);
      }),
    changeUser: (id, { role, isActive }, audit) =>
      inTransaction(async (tx) => {
        if ((role ?? 'ADMIN') !== 'ADMIN' || isActive === false) await requireAnotherAdministrator(tx, id);
        const { rows } = await sql<User>`
          update users set role = coalesce(${role ?? null}, role), is_active = coalesce(${isActive ?? null}::boolean, is_active)
          where id = ${id}::uuid returning ${USER}
        `.execute(tx);
        const [changed] = rows;
        if (changed === undefined) return null;
        if (!changed.isActive) {
          await endAllSessions(tx, id, null);
          await sql`update api_keys set revoked_at = now() where user_id = ${id}::uuid and revoked_at is null`.execute(tx);
        }
        await addAudit(tx, audit);
        return changed;
      }),
    changePassword: ({ userId, passwordHash, keptSession }, audit) =>
      inTransaction(async (tx) => {
        await sql`update users set password_hash = ${passwordHash} where id = ${userId}::uuid`.execute(tx);
        await endAllSessions(tx, userId, keptSession);
        await addAudit(tx, audit);
      }),
    deleteUser: (id, audit) =>
      inTransaction(async (tx) => {
        await requireAnotherAdministrator(tx, id);
        await sql`
          delete from idempotency_keys where owner = ${`user:${id}`}
            or owner in (select 'api-key:' || api_keys.id from api_keys where user_id = ${id}::uuid)
        `.execute(tx);
        await sql`delete from users where id = ${id}::uuid`.execute(tx);
        await addAudit(tx, audit);
      }),
    invite: ({ tokenHash, email, role, expiresAt }, audit) =>
      inTransaction(async (tx) => {
        await sql`
          insert into invitations (token_hash, email, role, expires_at) values (${tokenHash}, ${email}, ${role}, ${expiresAt}::timestamptz)
        `.execute(tx);
        await addAudit(tx, audit);
      }),
    acceptInvitation: (tokenHash, passwordHash, audit) =>
      inTransaction(async (tx) => {
        const { rows } = await sql<{ email: string; role: Role }>`
          update invitations set used_at = now() where token_hash = ${tokenHash} and used_at is null and expires_at > now()
          returning email, role
        `.execute(tx);
        const [invitation] = rows;
        if (invitation === undefined) return null;
        const created = await insertUser(tx, { ...invitation, passwordHash });
        if (created !== null) await addAudit(tx, { ...audit, userId: created.id });
        return created;
      }),
    prune: (before) =>
      inTransaction(async (tx) => {
        const ended = await sql`
          delete from user_sessions where expires_at < ${before}::timestamptz or revoked_at < ${before}::timestamptz
        `.execute(tx);
        const tokens = await sql`delete from refresh_tokens where used_at < ${before}::timestamptz`.execute(tx);
        const invitations = await sql`delete from invitations where expires_at < ${before}::timestamptz`.execute(tx);
        const keys = await sql`delete from idempotency_keys where created_at < ${before}::timestamptz`.execute(tx);
        return [ended, tokens, invitations, keys].reduce((sum, { numAffectedRows }) => sum + Number(numAffectedRows ?? 0), 0);
      }),
  };
}

/**
 * Without one, nobody could make another. Administrators who go at once wait for each other here.
 * @throws {DomainError} CONFLICT where the user is the only administrator left
 */
async function requireAnotherAdministrator(tx: Db, id: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from users where role = 'ADMIN' and is_active order by id for update
  `.execute(tx);
  if (rows.length === 1 && rows[0]?.id === id) throw new DomainError('CONFLICT', 'this is the last administrator: make another one first');
}

async function insertUser(
  tx: Db,
  { email, passwordHash, role }: Pick<UserWithPassword, 'email' | 'passwordHash' | 'role'>,
): Promise<User | null> {
  const { rows } = await sql<User>`
    insert into users (email, password_hash, role) values (${email}, ${passwordHash}, ${role}) on conflict (email) do nothing
    returning ${USER}
  `.execute(tx);
  return rows[0] ?? null;
}

function findUser(db: Db, column: 'email' | 'id', value: string): Promise<UserWithPassword | null> {
  return translating(async () => {
    const where = column === 'email' ? sql`email = ${value}` : sql`id = ${value}::uuid`;
    const { rows } = await sql<UserWithPassword>`select ${USER}, password_hash as "passwordHash" from users where ${where}`.execute(db);
    return rows[0] ?? null;
  });
}
