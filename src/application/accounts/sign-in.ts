import { ANONYMOUS, requirePermission, type Actor } from '../../domain/access/actor.js';
import { normalizeEmail, normalizePassword } from '../../domain/access/credentials.js';
import { networkOf } from '../../domain/access/network.js';
import type { BucketLimit } from '../../domain/access/token-bucket.js';
import { DomainError } from '../../domain/errors.js';
import type { AccountDeps, Origin } from './account-deps.js';
import { auditOf, countAccess } from './account-deps.js';
import { issueTokens, REFRESH_MS, requireTokens, type SessionTokens } from './session-tokens.js';
import { limitSignIn } from './sign-in-limits.js';

const MAX_USER_AGENT = 200;
/** Failures that the audit trail is told: it never forgets, and anybody can fail. The counter tells of all. */
const TOLD: BucketLimit = { capacity: 5_000, refillPerSecond: 1 };

export interface SignInInput extends Origin {
  readonly email: string;
  readonly password: string;
}

/**
 * Opens a session. An unknown address, a wrong password and a banned user get the same answer, after the same work.
 * @throws {DomainError} RATE_LIMITED, UNAUTHENTICATED, FORBIDDEN where this server has no keys to sign with
 */
export function signIn(deps: AccountDeps) {
  let unknown: Promise<string> | undefined;
  return async ({ email: text, password, address, userAgent }: SignInInput, actor: Actor): Promise<SessionTokens> => {
    requirePermission(actor, 'session:open');
    const { accounts, passwords, secrets } = deps;
    const tokens = requireTokens(deps);
    // Who types no address gets the answer of who types a wrong one.
    const email = emailOrNothing(text);
    await limitSignIn(deps, {
      account: secrets.hash(email),
      address,
      isFamiliar: async (network) => (await accounts.listAddresses(email)).some((each) => networkOf(each) === network),
    });
    const nobody = await (unknown ??= passwords.hash(secrets.random()));
    const user = await accounts.findByEmail(email);
    const isRight = await passwords.verify(user?.passwordHash ?? nobody, normalizePassword(password));
    if (user === null || !user.isActive || !isRight) {
      // Told of nobody as well: an entry takes time, and time tells.
      const { allowed } = await deps.limiter.take({ key: 'sign-in:failures-told', ...TOLD }, 1);
      if (allowed) await accounts.audit(auditOf(ANONYMOUS, { action: 'SIGN_IN_FAILED', userId: user?.id ?? null }, address));
      countAccess(deps, 'sign_in_failed');
      throw new DomainError('UNAUTHENTICATED', 'the address or the password is wrong');
    }
    countAccess(deps, 'signed_in');
    const refreshToken = secrets.random();
    const { sessionId } = await accounts.openSession(
      {
        userId: user.id,
        refreshHash: secrets.hash(refreshToken),
        expiresAt: new Date(deps.now().getTime() + REFRESH_MS),
        userAgent: userAgent?.slice(0, MAX_USER_AGENT) ?? null,
        address,
      },
      { action: 'SIGNED_IN', actor: `user:${user.id}`, userId: user.id, subject: null, address },
    );
    return issueTokens({ ...deps, tokens }, { userId: user.id, sessionId, refreshToken });
  };
}

function emailOrNothing(text: string): string {
  try {
    return normalizeEmail(text);
  } catch {
    return '';
  }
}
