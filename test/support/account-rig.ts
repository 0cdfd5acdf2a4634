import { argon2Passwords } from '../../src/adapters/access/argon2-passwords.js';
import { createJoseTokens, type SigningKey } from '../../src/adapters/access/jose-tokens.js';
import { randomSecrets } from '../../src/adapters/access/random-secrets.js';
import { openDatabase } from '../../src/adapters/persistence/open-database.js';
import type { Database } from '../../src/adapters/persistence/database.js';
import { InProcessRateLimiter } from '../../src/adapters/rate-limiter/in-process.rate-limiter.js';
import type { AccountDeps } from '../../src/application/accounts/account-deps.js';
import { accountUseCases } from '../../src/application/accounts/account-use-cases.js';
import { authenticate, findEndedCredentials } from '../../src/application/accounts/authenticate.js';
import { createUser } from '../../src/application/accounts/users.js';
import type { Application } from '../../src/application/application.js';
import type { User } from '../../src/application/ports/accounts.js';
import type { Role } from '../../src/domain/access/role.js';
import type { ServerOptions } from '../../src/server/http.js';
import { aMarket } from './a-market.js';
import { ApiRig, applicationOver, type GraphqlAnswer } from './api-rig.js';
import { migratedPostgres } from './databases.js';
import { FakeMetrics } from './fake-telemetry.js';
import { memoryReaders } from './memory-readers.js';
import { postgresOptions } from './persistence-rig.js';

export const PASSWORD = 'correct horse battery';
const KEY: SigningKey = { kid: 'test', secret: new Uint8Array(32).fill(7) };

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** More of the API over the database of the rig. */
export type AppExtension = (database: Database) => Partial<Application>;

/** The API with real accounts on PostgreSQL, and a market in memory. */
export class AccountRig {
  readonly api: ApiRig;
  readonly database: Database;
  readonly url: string;
  readonly deps: AccountDeps & { readonly metrics: FakeMetrics };
  readonly #drop: () => Promise<void>;
  #asked = 0;

  private constructor(
    api: ApiRig,
    database: Database,
    url: string,
    deps: AccountDeps & { readonly metrics: FakeMetrics },
    drop: () => Promise<void>,
  ) {
    this.api = api;
    this.database = database;
    this.url = url;
    this.deps = deps;
    this.#drop = drop;
  }

  static async start(
    options: Partial<ServerOptions> & { isSignUpOpen?: boolean; watchSignals?: Application['watchSignals']; extend?: AppExtension } = {},
  ): Promise<AccountRig> {
    const { isSignUpOpen = false, watchSignals, extend, ...server } = options;
    const { url, drop } = await migratedPostgres();
    const database = await openDatabase(postgresOptions(url));
    const metrics = new FakeMetrics();
    const limiter = new InProcessRateLimiter({ metrics, now: () => performance.now() });
    const deps = {
      accounts: database.accounts,
      passwords: argon2Passwords,
      secrets: randomSecrets,
      tokens: createJoseTokens([KEY]),
      limiter,
      metrics,
      now: () => new Date(),
      isSignUpOpen,
    };
    const app = { ...applicationOver(memoryReaders(aMarket(2)), watchSignals), ...accountUseCases(deps), ...extend?.(database) };
    const api = await ApiRig.start(app, {
      credentials: { authenticate: authenticate(deps), findEnded: findEndedCredentials(deps) },
      trustedProxies: 1,
      ...server,
    });
    return new AccountRig(api, database, url, deps, drop);
  }

  user(email: string, role: Role = 'VIEWER'): Promise<User> {
    return createUser(this.deps)({ email, password: PASSWORD, role });
  }

  /** Runs a document as whoever the token or key stands for. */
  as(credential: string | null, query: string, variables: Record<string, unknown> = {}): Promise<GraphqlAnswer> {
    // Each nobody comes from an address of its own, so that tests are not taken for somebody who guesses passwords.
    const from = { 'x-forwarded-for': `10.${(this.#asked += 1) >> 8}.${this.#asked & 255}.1` };
    return this.api.query(query, variables, credential === null ? from : { ...from, authorization: `Bearer ${credential}` });
  }

  async signIn(email: string, password = PASSWORD): Promise<Tokens & { readonly errors: readonly { readonly code: string }[] }> {
    const { body } = await this.as(null, SIGN_IN, { email, password });
    return (body.data as { signIn: Tokens & { errors: readonly { code: string }[] } }).signIn;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.api[Symbol.asyncDispose]();
    await this.database.close();
    await this.#drop();
  }
}

export const SIGN_IN = `mutation ($email: String!, $password: String!) {
  signIn(email: $email, password: $password) { accessToken refreshToken expiresAt errors { code message field } }
}`;
