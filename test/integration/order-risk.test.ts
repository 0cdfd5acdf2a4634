/** What an order would do to an account, over GraphQL. */
import { afterAll, beforeAll, expect, it } from 'vitest';

import { PortfolioRig } from '../support/portfolio-rig.js';

interface Preview {
  readonly previewOrder: readonly { readonly field: string; readonly reason: string; readonly suggestion: number }[];
}
const PREVIEW = `query ($symbol: String!, $price: Vnd!, $shares: Long!, $portfolioId: ID, $stop: Vnd, $hasConflict: Boolean) {
  previewOrder(symbol: $symbol, date: "2025-06-09", price: $price, shares: $shares, portfolioId: $portfolioId, stop: $stop, hasConflict: $hasConflict) {
    field reason suggestion } }`;

let rig: PortfolioRig;
let id: string;
beforeAll(async () => {
  rig = await PortfolioRig.start('2025-06-10T08:00:00Z');
  await rig.closes(['HPG', 'HSG'].flatMap((symbol) => ['2025-05-30', '2025-06-06'].map((date) => ({ symbol, date, close: '20000' }))));
  await rig.query("update stocks set sector = 'Materials' where symbol in ('HPG', 'HSG')");
  id = await rig.portfolio('owner');
  // 100 million: 26 in HSG, 74 as cash.
  for (const entry of [
    { date: '2025-06-02', type: 'DEPOSIT', amount: '100000000' },
    { date: '2025-06-02', type: 'BUY', symbol: 'HSG', shares: 1300, price: '20000' },
  ])
    await rig.record('owner', { portfolioId: id, ...entry });
});
afterAll(async () => rig?.[Symbol.asyncDispose]());

const preview = (variables: Record<string, unknown>, who = 'owner') =>
  rig.ask<Preview>(who, PREVIEW, { symbol: 'hpg', price: '20000', hasConflict: false, ...variables });
const reasons = async (variables: Record<string, unknown>) =>
  (await preview(variables)).data.previewOrder.map(({ reason, suggestion }) => [reason, suggestion]);

it('names the limits that a purchase would break, and how many shares keep them', async () => {
  expect(await reasons({ shares: 600, portfolioId: id, stop: '15000' })).toEqual([
    ['RISK', 400],
    ['STOCK_CAP', 400],
    ['SECTOR_CAP', 100],
  ]);
  expect(await reasons({ shares: 100, portfolioId: id, stop: '15000' })).toEqual([]);
  expect(await reasons({ shares: 300, portfolioId: id, stop: '15000', hasConflict: true })).toEqual([
    ['RISK', 200],
    ['STOCK_CAP', 200],
    ['SECTOR_CAP', 100],
  ]);
  expect(await reasons({ shares: 3_200, portfolioId: id })).toContainEqual(['CASH_RESERVE', 3_100]);
});

it('tells those of the exchange too, and without an account those alone', async () => {
  expect(await reasons({ shares: 650, price: '20010', portfolioId: id })).toEqual([
    ['TICK', 20_000],
    ['LOT', 600],
    ['STOCK_CAP', 400],
    ['SECTOR_CAP', 100],
  ]);
  expect(await reasons({ shares: 600 })).toEqual([]);
});

it('refuses a stop that is not under the price, and the account of somebody else as one that is not there', async () => {
  expect((await preview({ shares: 100, portfolioId: id, stop: '20000' })).errors?.[0]?.extensions.code).toBe('INVALID_INPUT');
  const [foreign, absent] = [
    await preview({ shares: 100, portfolioId: id }, 'other'),
    await preview({ shares: 100, portfolioId: '00000000-0000-4000-8000-000000000000' }, 'other'),
  ];
  expect(foreign.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  expect(JSON.stringify(foreign)).toBe(JSON.stringify(absent));
});
