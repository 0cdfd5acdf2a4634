import { accountUseCases } from '../../src/application/accounts/account-use-cases.js';
import { authenticate, findEndedCredentials } from '../../src/application/accounts/authenticate.js';
import { portfolioUseCases } from '../../src/application/portfolio/portfolios.js';
import { AccountRig } from './account-rig.js';
import { applicationOver, ApiRig } from './api-rig.js';
import { aMarket } from './a-market.js';
import { memoryReaders } from './memory-readers.js';
import { store } from './persistence-rig.js';
import { withClient } from './postgres.js';

export interface Answer<Data> {
  readonly data: Data;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}
export interface MutationErrors {
  readonly errors: readonly { readonly code: string; readonly message: string; readonly field: string | null }[];
}
export interface Recorded extends MutationErrors {
  readonly transaction: { readonly id: string } | null;
}

/** Portfolios over GraphQL on PostgreSQL, with two users: `owner` and `other`. */
export class PortfolioRig {
  readonly accounts: AccountRig;
  readonly api: ApiRig;
  readonly #tokens: ReadonlyMap<string, string>;
  #keys = 0;

  private constructor(accounts: AccountRig, api: ApiRig, tokens: ReadonlyMap<string, string>) {
    this.accounts = accounts;
    this.api = api;
    this.#tokens = tokens;
  }

  static async start(now: string): Promise<PortfolioRig> {
    const accounts = await AccountRig.start();
    const { database, deps } = accounts;
    const app = {
      ...applicationOver(memoryReaders(aMarket(1))),
      ...accountUseCases(deps),
      ...portfolioUseCases({ portfolios: database.portfolios, secrets: deps.secrets, now: () => new Date(now) }),
    };
    const api = await ApiRig.start(app, { credentials: { authenticate: authenticate(deps), findEnded: findEndedCredentials(deps) } });
    const tokens = new Map<string, string>();
    for (const name of ['owner', 'other']) {
      await accounts.user(`${name}@example.com`);
      tokens.set(name, (await accounts.signIn(`${name}@example.com`)).accessToken);
    }
    return new PortfolioRig(accounts, api, tokens);
  }

  /** Stores closes of shares of HOSE, or of an index. */
  async closes(bars: readonly { readonly symbol: string; readonly date: string; readonly close: string }[]): Promise<void> {
    await store(this.accounts.database, [...bars]);
    const symbols = bars.map(({ symbol }) => symbol).filter((symbol) => symbol !== 'VNINDEX');
    await this.query("update stocks set exchange = 'HOSE' where symbol = any($1)", [symbols]);
  }

  query(text: string, values: readonly unknown[] = []) {
    return withClient(this.accounts.url, (client) => client.query(text, [...values]));
  }

  async ask<Data>(who: string, query: string, variables: Record<string, unknown> = {}): Promise<Answer<Data>> {
    const { body } = await this.api.query(query, variables, { authorization: `Bearer ${this.#tokens.get(who)!}` });
    return body as Answer<Data>;
  }

  /** A key that was not used before. */
  key(): string {
    return `portfolio-${(this.#keys += 1)}`;
  }

  /** Makes a portfolio. @returns its id */
  async portfolio(who: string): Promise<string> {
    const { data } = await this.ask<{ createPortfolio: { portfolio: { id: string } } }>(
      who,
      'mutation ($k: String!) { createPortfolio(name: "main", idempotencyKey: $k) { portfolio { id } errors { code } } }',
      { k: this.key() },
    );
    return data.createPortfolio.portfolio.id;
  }

  async record(who: string, input: Record<string, unknown>): Promise<Recorded> {
    const { data } = await this.ask<{ recordTransaction: Recorded }>(
      who,
      'mutation ($input: RecordTransactionInput!) { recordTransaction(input: $input) { transaction { id } errors { code message field } } }',
      { input: { idempotencyKey: this.key(), ...input } },
    );
    return data.recordTransaction;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.api[Symbol.asyncDispose]();
    await this.accounts[Symbol.asyncDispose]();
  }
}
