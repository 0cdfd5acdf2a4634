import { requirePermission, type Actor } from '../../domain/access/actor.js';
import { DomainError } from '../../domain/errors.js';
import { countAccess, type AccountDeps, type Origin } from './account-deps.js';
import { issueTokens, REFRESH_MS, requireTokens, type SessionTokens } from './session-tokens.js';

/** A lost answer, or two tabs at once, are no theft. */
const GRACE_MS = 10_000;
const MAX_TOKEN = 200;

/**
 * Exchanges a refresh token for the next one and an access token, once. Of requests at once one wins, and the others are told so; a
 * token that was exchanged longer ago has been stolen, and ends its session.
 * @throws {DomainError} UNAUTHENTICATED, CONFLICT where another request has just used the token, FORBIDDEN where this server has no keys to sign with
 */
export function refreshSession(deps: AccountDeps) {
  return async (
    { refreshToken, address }: { readonly refreshToken: string } & Pick<Origin, 'address'>,
    actor: Actor,
  ): Promise<SessionTokens> => {
    requirePermission(actor, 'session:open');
    const { accounts, secrets, now } = deps;
    const tokens = requireTokens(deps);
    if (refreshToken.length > MAX_TOKEN) throw ended();
    const next = secrets.random();
    const outcome = await accounts.refresh({
      tokenHash: secrets.hash(refreshToken),
      nextHash: secrets.hash(next),
      expiresAt: new Date(now().getTime() + REFRESH_MS),
      graceMs: GRACE_MS,
      address,
    });
    switch (outcome.kind) {
      case 'REFRESHED':
        return issueTokens({ ...deps, tokens }, { userId: outcome.userId, sessionId: outcome.sessionId, refreshToken: next });
      case 'USED':
        throw new DomainError('CONFLICT', 'another request has just used this token');
      case 'REUSED':
        countAccess(deps, 'refresh_reused');
        throw ended();
      case 'UNKNOWN':
        throw ended();
    }
  };
}

function ended(): DomainError {
  return new DomainError('UNAUTHENTICATED', 'the session has ended: sign in again');
}
