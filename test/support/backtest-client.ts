import type { runBacktests } from '../../src/application/backtests/run-backtests.js';
import type { BacktestRig } from './backtest-rig.js';
import { withClient } from './postgres.js';
import { until } from './until.js';

const BACKTEST = `id state progress attempts failureCode failureMessage name strategy symbols from to cash fee
  result { resultHash dataHash ruleVersion engineVersion stocks finalEquity lookAhead { verdict cuts } metrics { sessions sharpe }
    total { trades profit } byKind { name statistics { trades } } more }`;
const START = `mutation ($input: StartBacktestInput!) { startBacktest(input: $input) { backtest { ${BACKTEST} } errors { code message field } } }`;
const CANCEL = 'mutation ($id: ID!) { cancelBacktest(id: $id) { backtest { id state } errors { code message field } } }';
const ONE = `query ($id: ID!) { backtest(id: $id) { ${BACKTEST} } }`;

interface Told {
  readonly id: string;
  readonly state: string;
  readonly progress: number;
  readonly attempts: number;
  readonly failureCode: string | null;
  readonly failureMessage: string | null;
  readonly result: null | { readonly resultHash: string; readonly dataHash: string; readonly more: string };
}
interface Answer {
  readonly backtest: Told | null;
  readonly errors: readonly { readonly code: string; readonly message: string; readonly field: string | null }[];
}
interface Page {
  readonly edges: readonly { readonly node: unknown }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

let keys = 0;

/** What a user does with backtests over GraphQL. */
export class BacktestClient {
  readonly #rig: BacktestRig;
  readonly credential: string;

  constructor(rig: BacktestRig, credential: string) {
    this.#rig = rig;
    this.credential = credential;
  }

  async ask<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    const { body } = await this.#rig.accounts.as(this.credential, query, variables);
    if (body.data === undefined || body.data === null) throw new Error(JSON.stringify(body.errors));
    return body.data as T;
  }

  async start(input: Record<string, unknown> = {}): Promise<Answer> {
    const whole = { strategy: 'no-supply', idempotencyKey: `start-key-${(keys += 1)}`, ...input };
    return (await this.ask<{ startBacktest: Answer }>(START, { input: whole })).startBacktest;
  }

  /** As {@link start}, where it has to succeed; the id. */
  async started(input: Record<string, unknown> = {}): Promise<string> {
    const { backtest, errors } = await this.start(input);
    if (backtest === null) throw new Error(JSON.stringify(errors));
    return backtest.id;
  }

  async read(id: string): Promise<Told | null> {
    return (await this.ask<{ backtest: Told | null }>(ONE, { id })).backtest;
  }

  async cancel(id: string): Promise<Answer> {
    return (await this.ask<{ cancelBacktest: Answer }>(CANCEL, { id })).cancelBacktest;
  }

  /** Runs what waits until this one has ended. */
  async ended(
    id: string,
    worker: (signal?: AbortSignal) => ReturnType<ReturnType<typeof runBacktests>> = this.#rig.worker(),
  ): Promise<Told> {
    const isOver = async (): Promise<boolean> => {
      await worker();
      return !['QUEUED', 'RUNNING'].includes((await this.read(id))!.state);
    };
    await until('the backtest ends', isOver, 60_000);
    return (await this.read(id))!;
  }

  /** All rows of a list of a backtest, page by page. */
  async allOf(id: string, field: string, selection: string): Promise<readonly unknown[]> {
    const query = `query ($id: ID!, $after: String) {
      backtest(id: $id) { rows: ${field} { edges { node { ${selection} } } pageInfo { hasNextPage endCursor } } } }`;
    const rows: unknown[] = [];
    for (let after: string | null = null; ;) {
      const { rows: page }: { rows: Page } = (await this.ask<{ backtest: { rows: Page } }>(query, { id, after })).backtest;
      rows.push(...page.edges.map(({ node }) => node));
      if (!page.pageInfo.hasNextPage) return rows;
      after = page.pageInfo.endCursor;
    }
  }
}

/** Removes what waits and runs, of everybody. */
export async function emptyQueue({ accounts }: BacktestRig): Promise<void> {
  await withClient(accounts.url, (client) => client.query("delete from backtests where state in ('QUEUED', 'RUNNING')"));
}
