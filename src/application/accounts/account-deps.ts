import { actorKey, type Actor } from '../../domain/access/actor.js';
import { DomainError } from '../../domain/errors.js';
import type { AccountStore, AuditEntry } from '../ports/accounts.js';
import type { RateLimiter } from '../ports/rate-limiter.js';
import type { Metrics } from '../ports/telemetry.js';
import type { AccessTokens, PasswordHasher, Secrets } from '../ports/secrets.js';

/** What the use-cases of accounts stand on. */
export interface AccountDeps {
  readonly accounts: AccountStore;
  readonly passwords: PasswordHasher;
  readonly secrets: Secrets;
  /** Null where no keys are configured: nobody can sign in, API keys still work. */
  readonly tokens: AccessTokens | null;
  readonly limiter: RateLimiter;
  readonly metrics: Metrics;
  readonly now: () => Date;
  /** Whether anybody may make an account; otherwise an invitation is needed. */
  readonly isSignUpOpen: boolean;
}

/** What happens at the door of accounts, for `vpa_access_events_total`. */
export const ACCESS_EVENTS = ['signed_in', 'sign_in_failed', 'sign_in_limited', 'refresh_reused', 'passwords_crowded'] as const;
type AccessEvent = (typeof ACCESS_EVENTS)[number];

/** Counts an event; by none, it shows that there was none yet. */
export function countAccess({ metrics }: Pick<AccountDeps, 'metrics'>, event: AccessEvent, by = 1): void {
  metrics.increment('vpa_access_events_total', { event }, by);
}

/** Where a request comes from. */
export interface Origin {
  readonly address: string;
  readonly userAgent: string | null;
}

/** The user behind an actor. @throws {DomainError} FORBIDDEN where there is none: anonymous callers and the local administrator have no account */
export function ownUserId(actor: Actor): string {
  if (actor.kind === 'USER' || actor.kind === 'API_KEY') return actor.userId;
  throw new DomainError('FORBIDDEN', 'this needs an account: sign in first');
}

/** As {@link ownUserId}, for what only somebody who signed in may do: a key must not make keys or change passwords. */
export function ownSession(actor: Actor): { readonly userId: string; readonly sessionId: string } {
  if (actor.kind === 'USER') return { userId: actor.userId, sessionId: actor.sessionId };
  throw new DomainError('FORBIDDEN', 'this needs somebody who signed in, not a key');
}

/** An entry of the audit trail about what an actor does. */
export function auditOf(
  actor: Actor,
  entry: Pick<AuditEntry, 'action'> & Partial<Pick<AuditEntry, 'userId' | 'subject' | 'details'>>,
  address: string | null,
): AuditEntry {
  return { actor: actorKey(actor), userId: null, subject: null, address, ...entry };
}

/** @throws {DomainError} NOT_FOUND where the text is no id: what is no id is no one's */
export function requireUuid(text: string, what: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) return text;
  throw notFound(what);
}

/** The one answer to what is absent and to what belongs to somebody else. */
export function notFound(what: string): DomainError {
  return new DomainError('NOT_FOUND', `there is no such ${what}`);
}

/** @throws {DomainError} NOT_FOUND where there is nothing */
export function found<T>(value: T | null, what: string): T {
  if (value === null) throw notFound(what);
  return value;
}
