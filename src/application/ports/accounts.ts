import type { AuditAction } from '../../domain/access/audit-action.js';
import type { Permission } from '../../domain/access/permission.js';
import type { Role } from '../../domain/access/role.js';
import type { PageRequest, Slice } from './page.js';

export interface User {
  /** UUID. */
  readonly id: string;
  /** In small letters. */
  readonly email: string;
  readonly role: Role;
  /** False: banned. */
  readonly isActive: boolean;
  readonly createdAt: Date;
}

export interface UserWithPassword extends User {
  readonly passwordHash: string;
}

export interface UserSession {
  readonly id: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
  /** As the browser calls itself, cut. */
  readonly userAgent: string | null;
  readonly address: string | null;
}

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  /** The part of the key that may be shown. */
  readonly prefix: string;
  readonly scopes: readonly Permission[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  /** To the minute. */
  readonly lastUsedAt: Date | null;
}

export interface AuditEntry {
  readonly action: AuditAction;
  /** Who did it, as actorKey says. */
  readonly actor: string;
  /** Whose account it is about. */
  readonly userId: string | null;
  /** What it was done to: an id. */
  readonly subject: string | null;
  readonly address: string | null;
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface AuditEvent extends AuditEntry {
  /** Ascending. */
  readonly id: string;
  readonly occurredAt: Date;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Which entries; null: all. */
export interface AuditFilter {
  readonly userId: string | null;
  readonly actions: readonly AuditAction[] | null;
}

/** A creation that is done once however often it is asked for. */
export interface IdempotentRequest {
  /** Whose keys these are, as actorKey says. */
  readonly owner: string;
  readonly key: string;
  readonly operation: string;
  /** Of what was asked: another request under the same key is refused. */
  readonly requestHash: string;
}

export interface NewSession {
  readonly userId: string;
  readonly refreshHash: string;
  readonly expiresAt: Date;
  readonly userAgent: string | null;
  readonly address: string | null;
}

/**
 * REPEATED: it was exchanged a moment ago by this same attempt, whose answer was lost; the successor is derived from the nonce of then.
 * USED: it was exchanged a moment ago, by a request beside this one. REUSED: long ago, so somebody has stolen it; the session is revoked.
 */
export type RefreshOutcome =
  | { readonly kind: 'REFRESHED'; readonly sessionId: string; readonly userId: string }
  | { readonly kind: 'REPEATED'; readonly sessionId: string; readonly userId: string; readonly nonce: string }
  | { readonly kind: 'UNKNOWN' | 'USED' | 'REUSED' };

/** Who a session or a key stands for at this moment; null where it stands for nobody any more. */
export interface SessionHolder {
  readonly userId: string;
  readonly role: Role;
}
export interface KeyHolder extends SessionHolder {
  readonly keyId: string;
  readonly scopes: readonly Permission[];
  readonly expiresAt: Date | null;
}

/** A session or key as somebody holds it open: with the role it had when it was looked up. */
export interface HeldCredential {
  readonly id: string;
  readonly role: Role;
}
/** By kind. */
export interface HeldCredentials {
  readonly sessions: readonly HeldCredential[];
  readonly keys: readonly HeldCredential[];
}

/** Accounts. Every change is written together with its entry in the audit trail, or not at all. */
export interface AccountStore {
  /** Null where the address is taken. */
  createUser(user: Pick<UserWithPassword, 'email' | 'passwordHash' | 'role'>, audit: Omit<AuditEntry, 'userId'>): Promise<User | null>;
  findByEmail(email: string): Promise<UserWithPassword | null>;
  findById(id: string): Promise<UserWithPassword | null>;
  listUsers(page: PageRequest<{ readonly email: string }>): Promise<Slice<User>>;
  /** Null where there is no such user. Banning revokes all sessions and keys. @throws {DomainError} CONFLICT where no administrator would be left */
  changeUser(id: string, change: { readonly role?: Role; readonly isActive?: boolean }, audit: AuditEntry): Promise<User | null>;
  /** Revokes all sessions but one. */
  changePassword(
    change: { readonly userId: string; readonly passwordHash: string; readonly keptSession: string | null },
    audit: AuditEntry,
  ): Promise<void>;
  /** With all that belongs to the user. @throws {DomainError} CONFLICT where no administrator would be left */
  deleteUser(id: string, audit: AuditEntry): Promise<void>;
  /** Everything else that is kept of a user (alerts, portfolios, …), by kind, without secrets, as of one moment. */
  listOwnData(userId: string): Promise<Readonly<Record<string, readonly unknown[]>>>;

  invite(
    invitation: { readonly tokenHash: string; readonly email: string; readonly role: Role; readonly expiresAt: Date },
    audit: AuditEntry,
  ): Promise<void>;
  /** Uses an invitation up; null where there is none that still holds, or the address is taken. */
  acceptInvitation(tokenHash: string, passwordHash: string, audit: Omit<AuditEntry, 'userId'>): Promise<User | null>;

  /** The user ends up with at most 50 sessions: those used longest ago are revoked. */
  openSession(session: NewSession, audit: AuditEntry): Promise<{ readonly sessionId: string }>;
  /** Exchanges a refresh token for its successor, once. An attempt can be repeated within `graceMs`, until its successor is used. */
  refresh(exchange: {
    readonly tokenHash: string;
    readonly nextHash: string;
    /** Null: this exchange can't be repeated. */
    readonly attempt: { readonly hash: string; readonly nonce: string } | null;
    readonly expiresAt: Date;
    readonly graceMs: number;
    readonly address: string | null;
  }): Promise<RefreshOutcome>;
  /** From where the sessions of this account that are still known were used last, ended ones too. */
  listAddresses(email: string): Promise<readonly string[]>;
  listSessions(userId: string): Promise<readonly UserSession[]>;
  /** Revokes one session of the user, or all of them; how many there were. */
  revokeSessions(userId: string, sessionId: string | null, audit: AuditEntry): Promise<number>;
  findSessionHolder(sessionId: string): Promise<SessionHolder | null>;

  /**
   * A replay answers the key that was created before.
   * @throws {DomainError} CONFLICT where the idempotency key stands for another request, or the user has 50 keys
   */
  createApiKey(
    key: {
      readonly userId: string;
      readonly name: string;
      readonly prefix: string;
      readonly keyHash: string;
      readonly scopes: readonly Permission[];
      readonly expiresAt: Date | null;
    },
    audit: AuditEntry,
    request: IdempotentRequest | null,
  ): Promise<{ readonly key: ApiKey; readonly isReplay: boolean }>;
  listApiKeys(userId: string): Promise<readonly ApiKey[]>;
  /** False where the user has no such key. */
  revokeApiKey(userId: string, keyId: string, audit: AuditEntry): Promise<boolean>;
  /** Notes the use, at most once a minute. */
  findKeyHolder(keyHash: string): Promise<KeyHolder | null>;
  /** Ids of those sessions and keys that stand for nobody any more, or for another role. */
  findEnded(held: HeldCredentials): Promise<ReadonlySet<string>>;

  audit(entry: AuditEntry): Promise<void>;
  listAudit(filter: AuditFilter, page: PageRequest<{ readonly id: string }>): Promise<Slice<AuditEvent>>;
  /** Sessions and invitations that ended before, refresh tokens that were exchanged and idempotency keys that were used before, are forgotten; how many. */
  prune(before: Date): Promise<number>;
}
