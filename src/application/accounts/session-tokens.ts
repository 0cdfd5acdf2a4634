import { DomainError } from '../../domain/errors.js';
import type { AccessTokens } from '../ports/secrets.js';
import type { AccountDeps } from './account-deps.js';

const MINUTE_MS = 60_000;
/** Of an access token. It is looked at anew every few seconds, so that it may live as long as is handy. */
const ACCESS_MS = 15 * MINUTE_MS;
/** Of a session that is not used. */
export const REFRESH_MS = 30 * 24 * 60 * MINUTE_MS;

/** What somebody who signed in gets. Secrets: shown once, never logged. */
export interface SessionTokens {
  /** For `Authorization: Bearer` and `connection_init`. */
  readonly accessToken: string;
  readonly expiresAt: Date;
  /** Good for one exchange. */
  readonly refreshToken: string;
  readonly userId: string;
}

/** Asked for before anything is done. @throws {DomainError} FORBIDDEN where this server has no keys to sign with */
export function requireTokens({ tokens }: Pick<AccountDeps, 'tokens'>): AccessTokens {
  if (tokens === null) throw new DomainError('FORBIDDEN', 'nobody can sign in here: the server has no signing keys');
  return tokens;
}

/** The access token of a session, beside its refresh token. */
export async function issueTokens(
  { tokens, now }: { readonly tokens: AccessTokens } & Pick<AccountDeps, 'now'>,
  { userId, sessionId, refreshToken }: { readonly userId: string; readonly sessionId: string; readonly refreshToken: string },
): Promise<SessionTokens> {
  const expiresAt = new Date(Math.floor((now().getTime() + ACCESS_MS) / 1000) * 1000);
  return { accessToken: await tokens.sign({ userId, sessionId, expiresAt }), expiresAt, refreshToken, userId };
}
