import { requirePermission, type Actor } from '../../domain/access/actor.js';
import { DomainError } from '../../domain/errors.js';
import { countAccess, type AccountDeps, type Origin } from './account-deps.js';
import { requireIdempotencyKey } from './idempotent-request.js';
import { issueTokens, REFRESH_MS, requireTokens, type SessionTokens } from './session-tokens.js';

/** A lost answer, or two tabs at once, are no theft. */
const GRACE_MS = 10_000;
const MAX_TOKEN = 200;

/**
 * Exchanges a refresh token for the next one and an access token, once. Of requests at once one wins, and the others are told so; a
 * token that was exchanged longer ago has been stolen, and ends its session. A client that lost the answer asks again under the same
 * idempotency key, and gets the same next token: it is derived from the old one, which only the client has, and a nonce, which only
 * the server has.
 * @throws {DomainError} UNAUTHENTICATED, CONFLICT where another request has just used the token, INVALID_INPUT, FORBIDDEN where this
 *   server has no keys to sign with
 */
export function refreshSession(deps: AccountDeps) {
  return async (
    {
      refreshToken,
      idempotencyKey,
      address,
    }: { readonly refreshToken: string; readonly idempotencyKey: string | null } & Pick<Origin, 'address'>,
    actor: Actor,
  ): Promise<SessionTokens> => {
    requirePermission(actor, 'session:open');
    const { accounts, secrets, now } = deps;
    const tokens = requireTokens(deps);
    if (refreshToken.length > MAX_TOKEN) throw ended();
    const attempt = idempotencyKey === null ? null : { hash: secrets.hash(requireIdempotencyKey(idempotencyKey)), nonce: secrets.random() };
    const successor = (nonce: string) => secrets.derive(refreshToken, `${nonce}:${idempotencyKey ?? ''}`);
    const next = attempt === null ? secrets.random() : successor(attempt.nonce);
    const outcome = await accounts.refresh({
      tokenHash: secrets.hash(refreshToken),
      nextHash: secrets.hash(next),
      attempt,
      expiresAt: new Date(now().getTime() + REFRESH_MS),
      graceMs: GRACE_MS,
      address,
    });
    switch (outcome.kind) {
      case 'REFRESHED':
        return issueTokens({ ...deps, tokens }, { userId: outcome.userId, sessionId: outcome.sessionId, refreshToken: next });
      case 'REPEATED': {
        const { userId, sessionId, nonce } = outcome;
        return issueTokens({ ...deps, tokens }, { userId, sessionId, refreshToken: successor(nonce) });
      }
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
