import { apiKeyActor, userActor, type Actor } from '../../domain/access/actor.js';
import { DomainError } from '../../domain/errors.js';
import type { HeldCredentials } from '../ports/accounts.js';
import type { AccountDeps } from './account-deps.js';

/** What keys of the API begin with, so that they are told from tokens, and found where they leak. */
export const KEY_PREFIX = 'vpa_';

export interface Authenticated {
  readonly actor: Actor;
  /** When the credential ends by itself; null: never. */
  readonly expiresAt: Date | null;
}

/**
 * Who a bearer token or an API key stands for at this moment. All that is wrong with one gets the same answer.
 * @throws {DomainError} UNAUTHENTICATED
 */
export function authenticate({ accounts, tokens, secrets }: Pick<AccountDeps, 'accounts' | 'tokens' | 'secrets'>) {
  return async (credential: string): Promise<Authenticated> => {
    if (credential.startsWith(KEY_PREFIX)) {
      const holder = await accounts.findKeyHolder(secrets.hash(credential));
      if (holder === null) throw invalid();
      return { actor: apiKeyActor(holder), expiresAt: holder.expiresAt };
    }
    const claims = (await tokens?.verify(credential)) ?? null;
    const holder = claims === null ? null : await accounts.findSessionHolder(claims.sessionId);
    if (claims === null || holder === null || holder.userId !== claims.userId) throw invalid();
    return { actor: userActor({ ...holder, sessionId: claims.sessionId }), expiresAt: claims.expiresAt };
  };
}

/** Which of these sessions and keys have ended or changed their role, for the sockets that were opened with them. */
export function findEndedCredentials({ accounts }: Pick<AccountDeps, 'accounts'>) {
  return async (held: HeldCredentials): Promise<ReadonlySet<string>> => accounts.findEnded(held);
}

function invalid(): DomainError {
  return new DomainError('UNAUTHENTICATED', 'the token or key is not valid');
}
