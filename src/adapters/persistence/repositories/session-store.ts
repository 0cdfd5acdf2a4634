import { sql } from 'kysely';

import type { AccountStore, HeldCredential, SessionHolder, UserSession } from '../../../application/ports/accounts.js';
import type { Db } from '../orm.js';
import { translating } from '../translate-error.js';
import { addAudit } from './audit-trail.js';

type SessionStore = Pick<
  AccountStore,
  'openSession' | 'refresh' | 'listAddresses' | 'listSessions' | 'revokeSessions' | 'findSessionHolder' | 'findEnded'
>;

/** More are no one's who lives with them: programs that sign in each time. */
const MAX_SESSIONS = 50;

export function createSessionStore(db: Db): SessionStore {
  return {
    openSession: ({ userId, refreshHash, expiresAt, userAgent, address }, audit) =>
      translating(() =>
        db.transaction().execute(async (tx) => {
          const { rows } = await sql<{ id: string }>`
            insert into user_sessions (user_id, expires_at, user_agent, address)
            values (${userId}::uuid, ${expiresAt}::timestamptz, ${userAgent}, ${address}) returning id
          `.execute(tx);
          const sessionId = (rows[0] as { id: string }).id;
          await sql`insert into refresh_tokens (token_hash, session_id) values (${refreshHash}, ${sessionId}::uuid)`.execute(tx);
          await sql`
            update user_sessions set revoked_at = now() where id in (
              select id from user_sessions where user_id = ${userId}::uuid and revoked_at is null and expires_at > now() and id <> ${sessionId}::uuid
              order by last_used_at desc, id offset ${MAX_SESSIONS - 1})
          `.execute(tx);
          await addAudit(tx, { ...audit, subject: sessionId });
          return { sessionId };
        }),
      ),
    refresh: (exchange) => translating(() => db.transaction().execute((tx) => refresh(tx, exchange))),
    listAddresses: (email) =>
      translating(async () => {
        const { rows } = await sql<{ address: string }>`
          select distinct address from user_sessions join users on users.id = user_id where email = ${email} and address is not null
        `.execute(db);
        return rows.map(({ address }) => address);
      }),
    listSessions: (userId) =>
      translating(async () => {
        const { rows } = await sql<UserSession>`
          select id, created_at as "createdAt", last_used_at as "lastUsedAt", expires_at as "expiresAt", user_agent as "userAgent", address
          from user_sessions where user_id = ${userId}::uuid and revoked_at is null and expires_at > now()
          order by last_used_at desc limit 100
        `.execute(db);
        return rows;
      }),
    revokeSessions: (userId, sessionId, audit) =>
      translating(() =>
        db.transaction().execute(async (tx) => {
          const { numAffectedRows } = await sql`
            update user_sessions set revoked_at = now()
            where user_id = ${userId}::uuid and (${sessionId}::uuid is null or id = ${sessionId}::uuid) and revoked_at is null
          `.execute(tx);
          const count = Number(numAffectedRows ?? 0);
          if (count > 0) await addAudit(tx, audit);
          return count;
        }),
      ),
    findSessionHolder: (sessionId) =>
      translating(async () => {
        const { rows } = await sql<SessionHolder>`
          select users.id as "userId", users.role from user_sessions join users on users.id = user_id
          where user_sessions.id = ${sessionId}::uuid and revoked_at is null and expires_at > now() and is_active
        `.execute(db);
        return rows[0] ?? null;
      }),
    findEnded: ({ sessions, keys }) =>
      translating(async () => {
        const { rows } = await sql<{ id: string }>`
          select asked.id from unnest(${idsOf(sessions)}::uuid[], ${rolesOf(sessions)}::text[]) as asked (id, role)
          where not exists (
            select from user_sessions join users on users.id = user_id
            where user_sessions.id = asked.id and users.role = asked.role and revoked_at is null and expires_at > now() and is_active)
          union all
          select asked.id from unnest(${idsOf(keys)}::uuid[], ${rolesOf(keys)}::text[]) as asked (id, role)
          where not exists (
            select from api_keys join users on users.id = user_id
            where api_keys.id = asked.id and users.role = asked.role and revoked_at is null
              and (expires_at is null or expires_at > now()) and is_active)
        `.execute(db);
        return new Set(rows.map(({ id }) => id));
      }),
  };
}

const idsOf = (held: readonly HeldCredential[]): string[] => held.map(({ id }) => id);
const rolesOf = (held: readonly HeldCredential[]): string[] => held.map(({ role }) => role);

/** Revokes all sessions of a user but one. */
export async function endAllSessions(tx: Db, userId: string, kept: string | null): Promise<void> {
  await sql`
    update user_sessions set revoked_at = now()
    where user_id = ${userId}::uuid and revoked_at is null and id is distinct from ${kept}::uuid
  `.execute(tx);
}

type Exchange = Parameters<AccountStore['refresh']>[0];

/** The lock on the row of the token decides between requests at once: one of them finds it unused. */
async function refresh(
  tx: Db,
  { tokenHash, nextHash, attempt, expiresAt, graceMs, address }: Exchange,
): ReturnType<AccountStore['refresh']> {
  const { rows: taken } = await sql<{ sessionId: string }>`
    update refresh_tokens
    set used_at = now(), attempt_hash = ${attempt?.hash ?? null}, successor_nonce = ${attempt?.nonce ?? null},
      successor_hash = ${attempt === null ? null : nextHash}
    where token_hash = ${tokenHash} and used_at is null returning session_id as "sessionId"
  `.execute(tx);
  const sessionId = taken[0]?.sessionId;
  if (sessionId !== undefined) {
    const { rows } = await sql<{ userId: string }>`
      update user_sessions set last_used_at = now(), expires_at = ${expiresAt}::timestamptz, address = coalesce(${address}, address)
      where id = ${sessionId}::uuid and revoked_at is null and expires_at > now()
        and exists (select from users where users.id = user_id and is_active)
      returning user_id as "userId"
    `.execute(tx);
    const [session] = rows;
    if (session === undefined) return { kind: 'UNKNOWN' };
    await sql`insert into refresh_tokens (token_hash, session_id) values (${nextHash}, ${sessionId}::uuid)`.execute(tx);
    return { kind: 'REFRESHED', sessionId, userId: session.userId };
  }
  const found = await findUsed(tx, { tokenHash, graceMs, attemptHash: attempt?.hash ?? null });
  if (found === undefined) return { kind: 'UNKNOWN' };
  const { sessionId: session, userId, nonce } = found;
  if (nonce !== null) return { kind: 'REPEATED', sessionId: session, userId, nonce };
  if (found.isRecent) return { kind: 'USED' };
  await sql`update user_sessions set revoked_at = now() where id = ${found.sessionId}::uuid and revoked_at is null`.execute(tx);
  await addAudit(tx, { action: 'REFRESH_REUSED', actor: 'anonymous', userId: found.userId, subject: found.sessionId, address });
  return { kind: 'REUSED' };
}

interface UsedToken {
  readonly sessionId: string;
  readonly userId: string;
  readonly isRecent: boolean;
  /** Of an attempt that may be repeated: the same one, a moment ago, its session open and its successor not used. */
  readonly nonce: string | null;
}

/** A token that has been exchanged. */
async function findUsed(
  tx: Db,
  { tokenHash, graceMs, attemptHash }: { readonly tokenHash: string; readonly graceMs: number; readonly attemptHash: string | null },
): Promise<UsedToken | undefined> {
  const { rows } = await sql<UsedToken>`
    select session_id as "sessionId", user_id as "userId", "isRecent",
      case when "isRecent" and attempt_hash = ${attemptHash}::text and revoked_at is null and expires_at > now() and is_active
        and exists (select from refresh_tokens as successor where successor.token_hash = used.successor_hash and successor.used_at is null)
      then successor_nonce end as nonce
    from refresh_tokens as used join user_sessions on user_sessions.id = session_id join users on users.id = user_id,
      lateral (select used_at > clock_timestamp() - ${graceMs}::float8 * interval '1 millisecond' as "isRecent") as age
    where token_hash = ${tokenHash}
  `.execute(tx);
  return rows[0];
}
