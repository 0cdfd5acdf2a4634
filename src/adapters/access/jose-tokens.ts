import { jwtVerify, SignJWT } from 'jose';

import type { AccessClaims, AccessTokens } from '../../application/ports/secrets.js';

/** A secret under its name. */
export interface SigningKey {
  readonly kid: string;
  /** At least 256 bits. */
  readonly secret: Uint8Array;
}

const ISSUER = 'vpa';
const AUDIENCE = 'vpa-api';
const ALGORITHM = 'HS256';
/** Longer is none of ours, and not worth a look. */
const MAX_LENGTH = 2_000;

/**
 * JSON Web Tokens. The first key signs, all verify, found by `kid`: a new key is put in front, the old one leaves when its tokens have
 * expired. The algorithm is ours to say, never the token's.
 */
export function createJoseTokens(keys: readonly [SigningKey, ...SigningKey[]]): AccessTokens {
  const [current] = keys;
  const byKid = new Map(keys.map(({ kid, secret }) => [kid, secret]));
  return {
    sign: ({ userId, sessionId, expiresAt }) =>
      new SignJWT({ sid: sessionId })
        .setProtectedHeader({ alg: ALGORITHM, kid: current.kid, typ: 'JWT' })
        .setSubject(userId)
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setIssuedAt()
        .setExpirationTime(Math.floor(expiresAt.getTime() / 1000))
        .sign(current.secret),
    async verify(token): Promise<AccessClaims | null> {
      if (token.length > MAX_LENGTH) return null;
      try {
        const { payload } = await jwtVerify(
          token,
          ({ kid }) => {
            const secret = byKid.get(kid ?? '');
            if (secret === undefined) throw new Error('unknown key');
            return secret;
          },
          { algorithms: [ALGORITHM], issuer: ISSUER, audience: AUDIENCE, requiredClaims: ['exp', 'sub', 'sid'] },
        );
        const { sub, sid, exp } = payload;
        if (typeof sub !== 'string' || typeof sid !== 'string' || exp === undefined) return null;
        return { userId: sub, sessionId: sid, expiresAt: new Date(exp * 1000) };
      } catch {
        return null;
      }
    },
  };
}
