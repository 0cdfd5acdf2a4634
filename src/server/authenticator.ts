import type { IncomingMessage } from 'node:http';

import { GraphQLError } from 'graphql';

import type { Authenticated } from '../application/accounts/authenticate.js';
import type { HeldCredentials } from '../application/ports/accounts.js';
import type { RateLimiter } from '../application/ports/rate-limiter.js';
import { networkOf } from '../domain/access/network.js';
import { ANONYMOUS, LOCAL_ADMIN } from '../domain/access/actor.js';
import type { BucketLimit } from '../domain/access/token-bucket.js';
import { DomainError } from '../domain/errors.js';
import { isLocalRequest } from './local-request.js';
import { BoundedCache } from './bounded-cache.js';
import { sha256 } from './sha256.js';

/** Looks credentials up. */
export interface CredentialCheck {
  /** @throws {DomainError} UNAUTHENTICATED */
  readonly authenticate: (credential: string) => Promise<Authenticated>;
  /** Ids of those sessions and keys that have ended or changed their role. */
  readonly findEnded: (held: HeldCredentials) => Promise<ReadonlySet<string>>;
}

export interface AuthenticatorDeps {
  /** Null: there are no accounts here, and no credential is valid. */
  readonly check: CredentialCheck | null;
  /** Whether requests from this machine itself are the administrator's: only for the embedded default. */
  readonly hasLocalAdmin: boolean;
  readonly clientAddress: (request: IncomingMessage) => string;
  readonly rateLimiter: RateLimiter;
  /** Milliseconds on a clock that only goes forward. */
  readonly now: () => number;
}

/** What was found out holds so long: a revoked credential is dead within this time. */
const HOLDS_MS = 2_000;
const MAX_HELD = 10_000;
const MAX_CREDENTIAL = 2_000;
/** Wrong credentials of one network: looking one up is work. */
const WRONG: BucketLimit = { capacity: 60, refillPerSecond: 1 };

/**
 * Who asks, for HTTP and websocket alike: by `Authorization: Bearer` or `X-Api-Key`, or by the payload of `connection_init`.
 * Without a credential everybody is anonymous, except on the embedded default, where a request from this machine
 * is its administrator.
 */
export class Authenticator {
  readonly #deps: AuthenticatorDeps;
  readonly #held = new BoundedCache<{ readonly until: number; readonly found: Promise<Authenticated> }>(MAX_HELD);

  constructor(deps: AuthenticatorDeps) {
    this.#deps = deps;
  }

  /** @throws {GraphQLError} UNAUTHENTICATED or RATE_LIMITED, with the status of the answer */
  async ofRequest(request: IncomingMessage): Promise<Authenticated> {
    try {
      return await this.#of(credentialOf(request.headers['authorization'], request.headers['x-api-key']), request);
    } catch (error) {
      throw error instanceof DomainError ? asRequestError(error) : error;
    }
  }

  /** @throws {DomainError} UNAUTHENTICATED or RATE_LIMITED */
  async ofSocket(params: Readonly<Record<string, unknown>>, request: IncomingMessage): Promise<Authenticated> {
    return this.#of(credentialOf(params['authorization'] ?? params['Authorization'], params['apiKey']), request);
  }

  async #of(credential: string | null, request: IncomingMessage): Promise<Authenticated> {
    if (credential !== null) return this.#find(credential, request);
    return { actor: this.#deps.hasLocalAdmin && isLocalRequest(request) ? LOCAL_ADMIN : ANONYMOUS, expiresAt: null };
  }

  async #find(credential: string, request: IncomingMessage): Promise<Authenticated> {
    const { check, rateLimiter, clientAddress, now } = this.#deps;
    const key = sha256(credential);
    const held = this.#held.get(key);
    if (held !== undefined && held.until > now()) return notExpired(await held.found);
    const bucket = { key: `wrong-credential:${networkOf(clientAddress(request))}`, ...WRONG };
    const { remaining } = await rateLimiter.take(bucket, 0);
    if (remaining < 1)
      throw new DomainError('RATE_LIMITED', 'too many wrong tokens or keys', { details: { retryAfterMs: 1_000 }, retryable: true });
    try {
      if (check === null || credential.length > MAX_CREDENTIAL) throw invalid();
      const found = check.authenticate(credential);
      this.#held.set(key, { until: now() + HOLDS_MS, found });
      return await found;
    } catch (error) {
      this.#held.delete(key);
      if (error instanceof DomainError && error.code === 'UNAUTHENTICATED') await rateLimiter.take(bucket, 1);
      throw error;
    }
  }
}

/** @throws {DomainError} UNAUTHENTICATED where there is something that is no credential */
function credentialOf(authorization: unknown, apiKey: unknown): string | null {
  if (authorization === undefined && apiKey === undefined) return null;
  if (typeof apiKey === 'string' && authorization === undefined && apiKey !== '') return apiKey;
  const token = typeof authorization === 'string' && apiKey === undefined ? /^Bearer ([\w.~+/=-]+)$/i.exec(authorization)?.[1] : undefined;
  if (token === undefined) throw invalid();
  return token;
}

function notExpired(found: Authenticated): Authenticated {
  if (found.expiresAt !== null && found.expiresAt.getTime() <= Date.now()) throw invalid();
  return found;
}

function invalid(): DomainError {
  return new DomainError('UNAUTHENTICATED', 'the token or key is not valid');
}

/** As Apollo answers what fails before an operation is known. */
function asRequestError({ code, message, details }: DomainError): unknown {
  const headers = new Map(
    code === 'RATE_LIMITED'
      ? [['retry-after', String(Math.ceil(Number(details['retryAfterMs']) / 1000))]]
      : [['www-authenticate', 'Bearer']],
  );
  const status = code === 'RATE_LIMITED' ? 429 : code === 'UNAUTHENTICATED' ? 401 : 500;
  return new GraphQLError(message, { extensions: { code, http: { status, headers } } });
}
