/** Portfolios over GraphQL: what users enter, what they get back, and what they may not see. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { PortfolioRig } from '../support/portfolio-rig.js';

let rig: PortfolioRig;
beforeAll(async () => {
  rig = await PortfolioRig.start('2025-06-10T08:00:00Z');
  await rig.closes([
    { symbol: 'HPG', date: '2025-05-30', close: '26000' },
    { symbol: 'HPG', date: '2025-06-09', close: '27500' },
  ]);
});
afterAll(async () => rig?.[Symbol.asyncDispose]());

interface Data {
  readonly portfolioTransactions: {
    readonly edges: readonly { readonly node: { readonly amount: string } }[];
    readonly pageInfo: { readonly endCursor: string };
  };
  readonly portfolioValue: { readonly cash: string };
}
const ask = (who: string, query: string, variables: Record<string, unknown> = {}) => rig.ask<Data>(who, query, variables);
const portfolio = (who: string) => rig.portfolio(who);
const record = (who: string, input: Record<string, unknown>) => rig.record(who, input);
const VALUE = `query ($id: ID!) { portfolioValue(id: $id) { cash settledCash paidIn equity
  positions { symbol shares sellableShares costFifo realisedFifo lastClose marketValue unrealised } } }`;

describe('a portfolio', () => {
  it('is what its transactions make it, at the newest closes', async () => {
    const portfolioId = await portfolio('owner');
    expect((await record('owner', { portfolioId, date: '2025-06-02', type: 'DEPOSIT', amount: '100000000' })).errors).toEqual([]);
    expect(
      (await record('owner', { portfolioId, date: '2025-06-02', type: 'BUY', symbol: 'hpg', shares: 1000, price: '26000', fee: '39000' }))
        .errors,
    ).toEqual([]);
    expect(
      (
        await record('owner', {
          portfolioId,
          date: '2025-06-09',
          type: 'SELL',
          symbol: 'HPG',
          shares: 400,
          price: '27500',
          fee: '16500',
          tax: '11000',
        })
      ).errors,
    ).toEqual([]);
    expect((await ask('owner', VALUE, { id: portfolioId })).data).toEqual({
      portfolioValue: {
        cash: String(100_000_000 - 26_039_000 + 10_972_500),
        settledCash: String(100_000_000 - 26_039_000),
        paidIn: '100000000',
        equity: String(100_000_000 - 26_039_000 + 10_972_500 + 600 * 27_500),
        positions: [
          {
            symbol: 'HPG',
            shares: 600,
            sellableShares: 600,
            costFifo: '15623400',
            realisedFifo: String(10_972_500 - 10_415_600),
            lastClose: '27500',
            marketValue: '16500000',
            unrealised: String(16_500_000 - 15_623_400),
          },
        ],
      },
    });
  });

  it.each([
    [{ type: 'BUY', symbol: 'HPG', shares: 150, price: '26000' }, 'INVALID_INPUT', 'shares', /100 is allowed/],
    [{ type: 'BUY', symbol: 'HPG', shares: 100, price: '26010' }, 'INVALID_INPUT', 'price', /26000 is allowed/],
    [{ type: 'BUY', symbol: 'HPG', shares: 100, price: '27850' }, 'INVALID_INPUT', 'price', /27800 is allowed/],
    [{ type: 'BUY', symbol: 'HPG', shares: 100_000, price: '26000' }, 'CONFLICT', 'shares', /costs/],
    [{ type: 'SELL', symbol: 'HPG', shares: 100, price: '26000' }, 'CONFLICT', 'symbol', /not held/],
    [{ type: 'DEPOSIT', amount: '5', date: '2030-01-01' }, 'INVALID_INPUT', 'date', /future/],
    [{ type: 'DEPOSIT', amount: '-5' }, 'INVALID_INPUT', 'amount', /whole number/],
  ])('refuses %j', async (parts, code, field, message) => {
    const portfolioId = await portfolio('owner');
    await record('owner', { portfolioId, date: '2025-06-02', type: 'DEPOSIT', amount: '10000000' });
    const { transaction, errors } = await record('owner', { portfolioId, date: '2025-06-02', ...parts });
    expect([transaction, errors[0]?.code, errors[0]?.field]).toEqual([null, code, field]);
    expect(errors[0]?.message).toMatch(message);
  });

  it('takes a transaction once for an idempotency key, and never more than there is, however many come at once', async () => {
    const portfolioId = await portfolio('owner');
    await record('owner', { portfolioId, date: '2025-06-02', type: 'DEPOSIT', amount: '1000' });
    const same = await Promise.all(
      Array.from({ length: 10 }, () =>
        record('owner', { portfolioId, date: '2025-06-02', type: 'WITHDRAWAL', amount: '100', idempotencyKey: 'the-same-one' }),
      ),
    );
    expect(new Set(same.map(({ transaction }) => transaction?.id)).size).toBe(1);
    const many = await Promise.all(
      Array.from({ length: 12 }, () => record('owner', { portfolioId, date: '2025-06-02', type: 'WITHDRAWAL', amount: '100' })),
    );
    expect(many.filter(({ errors }) => errors.length === 0)).toHaveLength(9);
    expect((await ask('owner', VALUE, { id: portfolioId })).data.portfolioValue.cash).toBe('0');
  });

  it('of somebody else is absent', async () => {
    const portfolioId = await portfolio('owner');
    const absent = '00000000-0000-4000-8000-000000000000';
    const [foreign, none] = [await ask('other', VALUE, { id: portfolioId }), await ask('other', VALUE, { id: absent })];
    expect(foreign.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    expect(JSON.stringify(foreign)).toBe(JSON.stringify(none));
    const entry = { date: '2025-06-02', type: 'DEPOSIT', amount: '5' };
    expect(await record('other', { portfolioId, ...entry })).toEqual(await record('other', { portfolioId: absent, ...entry }));
    expect((await ask('other', '{ portfolios { id } }')).data).toEqual({ portfolios: [] });
  });

  it('pages through its transactions, which nobody changes', async () => {
    const portfolioId = await portfolio('owner');
    for (const amount of ['1', '2', '3']) await record('owner', { portfolioId, date: '2025-06-02', type: 'DEPOSIT', amount });
    const PAGE =
      'query ($id: ID!, $after: String) { portfolioTransactions(portfolioId: $id, first: 2, after: $after) { edges { node { amount } } pageInfo { endCursor hasNextPage } } }';
    const first = (await ask('owner', PAGE, { id: portfolioId })).data.portfolioTransactions;
    const second = (await ask('owner', PAGE, { id: portfolioId, after: first.pageInfo.endCursor })).data.portfolioTransactions;
    expect([...first.edges, ...second.edges].map(({ node }) => node.amount)).toEqual(['3', '2', '1']);
    await expect(rig.query('update portfolio_transactions set amount = 9')).rejects.toThrow(/append-only/);
  });
});
