import { requirePermission, type Actor } from '../../domain/access/actor.js';
import { checkPassword, normalizePassword } from '../../domain/access/credentials.js';
import { DomainError } from '../../domain/errors.js';
import type { AccountStore, AuditEvent, User, UserSession } from '../ports/accounts.js';
import { auditOf, notFound, ownSession, ownUserId, requireUuid, type AccountDeps } from './account-deps.js';
import { limitSignIn } from './sign-in-limits.js';

const AUDIT_PAGE = 1_000;

/** The user behind the actor; null where there is no account behind it. */
export function findMe({ accounts }: AccountDeps) {
  return async (actor: Actor): Promise<User | null> => {
    requirePermission(actor, 'session:open');
    if (actor.kind !== 'USER' && actor.kind !== 'API_KEY') return null;
    return accounts.findById(actor.userId);
  };
}

/** Ends the session of the actor; its tokens are dead within seconds. */
export function signOut({ accounts }: AccountDeps) {
  return async ({ address }: { readonly address: string }, actor: Actor): Promise<void> => {
    requirePermission(actor, 'account:write');
    const { userId, sessionId } = ownSession(actor);
    await accounts.revokeSessions(userId, sessionId, auditOf(actor, { action: 'SIGNED_OUT', userId, subject: sessionId }, address));
  };
}

/** Sets another password and ends all other sessions. @throws {DomainError} UNAUTHENTICATED, INVALID_INPUT, RATE_LIMITED */
export function changePassword(deps: AccountDeps) {
  return async (
    { current, next, address }: { readonly current: string; readonly next: string; readonly address: string },
    actor: Actor,
  ): Promise<void> => {
    requirePermission(actor, 'account:write');
    const { userId, sessionId } = ownSession(actor);
    const { accounts, passwords } = deps;
    await requirePassword(deps, userId, current, address);
    const user = await accounts.findById(userId);
    const password = checkPassword(next, user?.email ?? null);
    await accounts.changePassword(
      { userId, passwordHash: await passwords.hash(password), keptSession: sessionId },
      auditOf(actor, { action: 'PASSWORD_CHANGED', userId, subject: userId }, address),
    );
  };
}

/** Sessions that have not ended, the latest first. */
export function listMySessions({ accounts }: AccountDeps) {
  return async (actor: Actor): Promise<readonly UserSession[]> => {
    requirePermission(actor, 'account:read');
    return accounts.listSessions(ownUserId(actor));
  };
}

/** Ends one session of the user, or all of them. @throws {DomainError} NOT_FOUND */
export function revokeSession({ accounts }: AccountDeps) {
  return async ({ sessionId, address }: { readonly sessionId: string | null; readonly address: string }, actor: Actor): Promise<void> => {
    requirePermission(actor, 'account:write');
    const { userId } = ownSession(actor);
    const id = sessionId === null ? null : requireUuid(sessionId, 'session');
    const count = await accounts.revokeSessions(userId, id, auditOf(actor, { action: 'SESSION_REVOKED', userId, subject: id }, address));
    if (count === 0 && id !== null) throw notFound('session');
  };
}

/** Everything that is kept of a user, as data. */
export function exportMyData({ accounts }: AccountDeps) {
  return async ({ address }: { readonly address: string }, actor: Actor): Promise<Readonly<Record<string, unknown>>> => {
    requirePermission(actor, 'account:read');
    const { userId } = ownSession(actor);
    const user = await accounts.findById(userId);
    if (user === null) throw notFound('account');
    const { passwordHash: _secret, ...shown } = user;
    const [sessions, apiKeys, audit, others] = await Promise.all([
      accounts.listSessions(userId),
      accounts.listApiKeys(userId),
      listWholeAudit(accounts, userId),
      accounts.listOwnData(userId),
    ]);
    await accounts.audit(auditOf(actor, { action: 'DATA_EXPORTED', userId, subject: userId }, address));
    return { user: shown, sessions, apiKeys, auditEvents: audit, ...others };
  };
}

/** The newest first. */
async function listWholeAudit(accounts: Pick<AccountStore, 'listAudit'>, userId: string): Promise<readonly AuditEvent[]> {
  const events: AuditEvent[] = [];
  for (let after: { readonly id: string } | null = null; ; after = events.at(-1) ?? null) {
    const { items, hasNextPage } = await accounts.listAudit({ userId, actions: null }, { first: AUDIT_PAGE, after });
    events.push(...items);
    if (!hasNextPage) return events;
  }
}

/** Removes the account and all that belongs to it; the audit trail keeps its id. @throws {DomainError} UNAUTHENTICATED, CONFLICT where it is the last administrator's */
export function deleteMyAccount(deps: AccountDeps) {
  return async ({ password, address }: { readonly password: string; readonly address: string }, actor: Actor): Promise<void> => {
    requirePermission(actor, 'account:write');
    const { userId } = ownSession(actor);
    await requirePassword(deps, userId, password, address);
    await deps.accounts.deleteUser(userId, auditOf(actor, { action: 'USER_DELETED', userId, subject: userId }, address));
  };
}

/** Who stole a token does not know the password: it is asked again, and guessed no more often than at the door. */
async function requirePassword(deps: AccountDeps, userId: string, password: string, address: string): Promise<void> {
  await limitSignIn(deps, { account: deps.secrets.hash(userId), address });
  const user = await deps.accounts.findById(userId);
  if (user === null || !(await deps.passwords.verify(user.passwordHash, normalizePassword(password))))
    throw new DomainError('UNAUTHENTICATED', 'the password is wrong', { details: { field: 'password' } });
}
