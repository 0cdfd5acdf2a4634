import { ANONYMOUS, requirePermission, SYSTEM, type Actor } from '../../domain/access/actor.js';
import type { AuditAction } from '../../domain/access/audit-action.js';
import { checkPassword, normalizeEmail } from '../../domain/access/credentials.js';
import type { Role } from '../../domain/access/role.js';
import { DomainError } from '../../domain/errors.js';
import { checkPage, MAX_PAGE } from '../page-limits.js';
import type { AuditEvent, AuditFilter, User } from '../ports/accounts.js';
import type { PageRequest, Slice } from '../ports/page.js';
import { auditOf, notFound, requireUuid, type AccountDeps } from './account-deps.js';
import { limitSignIn } from './sign-in-limits.js';

const INVITATION_MS = 7 * 24 * 3_600_000;

interface Credentials {
  readonly email: string;
  readonly password: string;
  readonly address: string;
}

/** Makes an account of the least role, where the server lets anybody. @throws {DomainError} FORBIDDEN, INVALID_INPUT, CONFLICT, RATE_LIMITED */
export function signUp(deps: AccountDeps) {
  return async ({ email: text, password, address }: Credentials, actor: Actor): Promise<User> => {
    requirePermission(actor, 'session:open');
    if (!deps.isSignUpOpen) throw new DomainError('FORBIDDEN', 'accounts are made by invitation here');
    const email = normalizeEmail(text);
    await limitSignIn(deps, { account: deps.secrets.hash(`sign-up:${email}`), address });
    return create(deps, { email, password, role: 'VIEWER' }, ANONYMOUS, address);
  };
}

/** Makes an account whose address an administrator has vouched for. @throws {DomainError} NOT_FOUND, INVALID_INPUT, RATE_LIMITED */
export function acceptInvitation(deps: AccountDeps) {
  return async (
    { token, password, address }: { readonly token: string; readonly password: string; readonly address: string },
    actor: Actor,
  ): Promise<User> => {
    requirePermission(actor, 'session:open');
    await limitSignIn(deps, { account: deps.secrets.hash(`invitation:${token}`), address });
    const passwordHash = await deps.passwords.hash(checkPassword(password, null));
    const audit = { action: 'USER_CREATED', actor: 'anonymous', subject: null, address } as const;
    const user = await deps.accounts.acceptInvitation(deps.secrets.hash(token), passwordHash, audit);
    if (user === null) throw notFound('invitation');
    return user;
  };
}

/** Makes a token with which its bearer makes an account for that address, within a week. For administrators. */
export function inviteUser({ accounts, secrets, now }: AccountDeps) {
  return async (
    { email, role, address }: { readonly email: string; readonly role: Role; readonly address: string },
    actor: Actor,
  ): Promise<string> => {
    requirePermission(actor, 'user:manage');
    const token = secrets.random();
    await accounts.invite(
      { tokenHash: secrets.hash(token), email: normalizeEmail(email), role, expiresAt: new Date(now().getTime() + INVITATION_MS) },
      auditOf(actor, { action: 'USER_INVITED', details: { role } }, address),
    );
    return token;
  };
}

/** Makes a user, the first administrator too, from the command line. @throws {DomainError} INVALID_INPUT, CONFLICT */
export function createUser(deps: AccountDeps) {
  return async ({ email, password, role }: { readonly email: string; readonly password: string; readonly role: Role }): Promise<User> =>
    create(deps, { email: normalizeEmail(email), password, role }, SYSTEM, null);
}

/** For administrators. */
export function listUsers({ accounts }: AccountDeps) {
  return async ({ page }: { readonly page: PageRequest<{ readonly email: string }> }, actor: Actor): Promise<Slice<User>> => {
    requirePermission(actor, 'user:manage');
    checkPage(page, MAX_PAGE);
    return accounts.listUsers(page);
  };
}

/** Sets the role of a user. For administrators. @throws {DomainError} NOT_FOUND, CONFLICT where it is one's own */
export function changeRole({ accounts }: AccountDeps) {
  return async (
    { userId, role, address }: { readonly userId: string; readonly role: Role; readonly address: string },
    actor: Actor,
  ): Promise<User> =>
    changeUser({ accounts }, { userId, change: { role }, action: 'USER_ROLE_CHANGED', details: { role }, address }, actor);
}

/** Bans a user, or lets one in again. A ban ends all sessions and keys. For administrators. @throws {DomainError} NOT_FOUND, CONFLICT */
export function setBan({ accounts }: AccountDeps) {
  return async (
    { userId, isBanned, address }: { readonly userId: string; readonly isBanned: boolean; readonly address: string },
    actor: Actor,
  ): Promise<User> => {
    const action = isBanned ? 'USER_BANNED' : 'USER_RESTORED';
    return changeUser({ accounts }, { userId, change: { isActive: !isBanned }, action, details: {}, address }, actor);
  };
}

/** The audit trail, the newest first. For administrators. */
export function listAuditEvents({ accounts }: AccountDeps) {
  return async (
    { userId, actions, page }: AuditFilter & { readonly page: PageRequest<{ readonly id: string }> },
    actor: Actor,
  ): Promise<Slice<AuditEvent>> => {
    requirePermission(actor, 'audit:read');
    checkPage(page, MAX_PAGE);
    return accounts.listAudit({ userId: userId === null ? null : requireUuid(userId, 'user'), actions }, page);
  };
}

async function create(
  { accounts, passwords }: AccountDeps,
  { email, password, role }: { readonly email: string; readonly password: string; readonly role: Role },
  actor: Actor,
  address: string | null,
): Promise<User> {
  const passwordHash = await passwords.hash(checkPassword(password, email));
  const { userId: _unknown, ...audit } = auditOf(actor, { action: 'USER_CREATED', details: { role } }, address);
  const user = await accounts.createUser({ email, passwordHash, role }, audit);
  if (user === null) throw new DomainError('CONFLICT', 'this address has an account', { details: { field: 'email' } });
  return user;
}

async function changeUser(
  { accounts }: Pick<AccountDeps, 'accounts'>,
  change: {
    readonly userId: string;
    readonly change: { readonly role?: Role; readonly isActive?: boolean };
    readonly action: AuditAction;
    readonly details: Readonly<Record<string, unknown>>;
    readonly address: string;
  },
  actor: Actor,
): Promise<User> {
  requirePermission(actor, 'user:manage');
  const id = requireUuid(change.userId, 'user');
  if (actor.kind === 'USER' && actor.userId === id)
    throw new DomainError('CONFLICT', 'nobody changes the own role or bans themselves', { details: { field: 'userId' } });
  const { action, details, address } = change;
  const user = await accounts.changeUser(id, change.change, auditOf(actor, { action, userId: id, subject: id, details }, address));
  if (user === null) throw notFound('user');
  return user;
}
