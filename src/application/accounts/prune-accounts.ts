import type { AccountStore } from '../ports/accounts.js';
import type { Logger } from '../ports/telemetry.js';

const KEPT_MS = 30 * 86_400_000;

/**
 * Forgets sessions, exchanged tokens, invitations and idempotency keys that ended or were used more than 30 days ago. As long as that a
 * stolen refresh token is known for one, and a creation can be asked for again.
 */
export function pruneAccounts({
  accounts,
  logger,
  now,
}: {
  readonly accounts: Pick<AccountStore, 'prune'>;
  readonly logger: Logger;
  readonly now: () => Date;
}): () => Promise<void> {
  return async () => {
    const removed = await accounts.prune(new Date(now().getTime() - KEPT_MS));
    if (removed > 0) logger.info({ removed }, 'removed sessions, tokens, invitations and idempotency keys that ended long ago');
  };
}
