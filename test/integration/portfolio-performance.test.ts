/** Performance over GraphQL: from entered transactions and stored closes to figures worked by hand. */
import { afterAll, beforeAll, expect, it } from 'vitest';

import { PortfolioRig } from '../support/portfolio-rig.js';

interface Performance {
  readonly startEquity: string;
  readonly endEquity: string;
  readonly flow: string;
  readonly profit: string;
  readonly moneyWeightedPct: number | null;
  readonly charges: string;
  readonly unpriced: readonly string[];
  readonly metrics: {
    readonly totalReturnPct: number;
    readonly sharpe: number | null;
    readonly benchmark: { readonly beta: number } | null;
  } | null;
  readonly bySymbol: readonly { readonly symbol: string; readonly profit: string; readonly contributionPct: number }[];
  readonly bySector: readonly { readonly sector: string | null; readonly profit: string }[];
  readonly byKind: readonly { readonly kind: string | null; readonly profit: string }[];
  readonly days: readonly { readonly date: string; readonly equity: string; readonly flow: string; readonly index: number }[];
}
const QUERY = `query ($id: ID!, $from: TradingDate!, $to: TradingDate!, $points: Int, $riskFreePct: Float) {
  portfolioPerformance(id: $id, from: $from, to: $to, points: $points, riskFreePct: $riskFreePct) {
    startEquity endEquity flow profit moneyWeightedPct charges unpriced
    metrics { totalReturnPct sharpe benchmark { beta } }
    bySymbol { symbol profit contributionPct } bySector { sector profit } byKind { kind profit }
    days { date equity flow index } } }`;

let rig: PortfolioRig;
beforeAll(async () => {
  // Noon of the 6th: the last closed session is the 5th.
  rig = await PortfolioRig.start('2025-06-06T05:00:00Z');
  const days = ['2025-05-30', '2025-06-02', '2025-06-03', '2025-06-04', '2025-06-05'];
  const closes = (symbol: string, ...prices: readonly string[]) => prices.map((close, place) => ({ symbol, date: days[place]!, close }));
  await rig.closes([
    ...closes('HPG', '26000', '26200', '26700', '26000', '26500'),
    ...closes('VNINDEX', '1300', '1310', '1335', '1300', '1325'),
  ]);
  await rig.query("update stocks set sector = 'Materials' where symbol = 'HPG'");
});
afterAll(async () => rig?.[Symbol.asyncDispose]());

const measure = (who: string, variables: Record<string, unknown>) =>
  rig.ask<{ portfolioPerformance: Performance }>(who, QUERY, { from: '2025-06-01', to: '2025-06-30', ...variables });
async function story(): Promise<string> {
  const portfolioId = await rig.portfolio('owner');
  const signalId = Buffer.from('Signal:HPG:D1:2025-05-30:NO_SUPPLY:textbook-1').toString('base64url');
  for (const entry of [
    { date: '2025-06-02', type: 'DEPOSIT', amount: '100000000' },
    { date: '2025-06-02', type: 'BUY', symbol: 'HPG', shares: 1000, price: '26000', fee: '39000', signalId },
    { date: '2025-06-03', type: 'DEPOSIT', amount: '50000000' },
    { date: '2025-06-04', type: 'WITHDRAWAL', amount: '30000000' },
    { date: '2025-06-04', type: 'CASH_DIVIDEND', symbol: 'HPG', amount: '500000' },
    { date: '2025-06-05', type: 'SELL', symbol: 'HPG', shares: 400, price: '26500', fee: '15900', tax: '10600' },
    { date: '2025-06-05', type: 'FEE', amount: '10000' },
  ])
    expect((await rig.record('owner', { portfolioId, ...entry })).errors).toEqual([]);
  return portfolioId;
}

it('values the days to the last closed session, and tells where the return came from', async () => {
  const { data } = await measure('owner', { id: await story() });
  const { metrics, bySymbol, bySector, byKind, days, ...money } = data.portfolioPerformance;
  expect(money).toEqual({
    startEquity: '0',
    endEquity: '120924500',
    flow: '120000000',
    profit: '924500',
    charges: '10000',
    unpriced: [],
    moneyWeightedPct: expect.any(Number) as number,
  });
  expect(days.map(({ date, equity, flow }) => [date, equity, flow])).toEqual([
    ['2025-06-02', '100161000', '100000000'],
    ['2025-06-03', '150661000', '50000000'],
    ['2025-06-04', '120461000', '-30000000'],
    ['2025-06-05', '120924500', '0'],
  ]);
  const index = (1 + 161 / 100_000) * (1 + 500 / 150_161) * (1 - 200 / 120_661) * (1 + 4_635 / 1_204_610);
  expect(metrics?.totalReturnPct).toBeCloseTo((index - 1) * 100, 10);
  expect(metrics?.benchmark?.beta).toBeGreaterThan(0);
  expect([bySymbol[0]?.profit, bySector, byKind]).toEqual([
    '934500',
    [{ sector: 'Materials', profit: '934500' }],
    [{ kind: 'NO_SUPPLY', profit: '934500' }],
  ]);
});

it('of a later part begins with what was there, and the series has a bound', async () => {
  const id = await story();
  const late = (await measure('owner', { id, from: '2025-06-04', points: 1 })).data.portfolioPerformance;
  expect([late.startEquity, late.flow, late.profit]).toEqual(['150661000', '-30000000', '263500']);
  expect(late.days.map(({ date }) => date)).toEqual(['2025-06-05']);
  const [before, free] = [await measure('owner', { id }), await measure('owner', { id, riskFreePct: 5 })].map(
    ({ data }) => data.portfolioPerformance.metrics?.sharpe,
  );
  expect(free).toBeLessThan(before!);
});

it('of an empty portfolio is nothing', async () => {
  const { data } = await measure('owner', { id: await rig.portfolio('owner') });
  expect(data.portfolioPerformance).toMatchObject({ endEquity: '0', metrics: null, moneyWeightedPct: null, bySymbol: [], days: [] });
});

it.each([
  [{ from: '2025-06-05', to: '2025-06-04' }, 'INVALID_INPUT'],
  [{ from: '2010-01-01' }, 'INVALID_INPUT'],
  [{ points: 0 }, 'INVALID_INPUT'],
  [{ points: 1001 }, 'INVALID_INPUT'],
  [{ riskFreePct: 1e9 }, 'INVALID_INPUT'],
])('refuses %j', async (variables, code) => {
  const { errors } = await measure('owner', { id: await rig.portfolio('owner'), ...variables });
  expect(errors?.[0]?.extensions.code).toBe(code);
});

it('of somebody else is absent', async () => {
  const [foreign, none] = [
    await measure('other', { id: await story() }),
    await measure('other', { id: '00000000-0000-4000-8000-000000000000' }),
  ];
  expect(foreign.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  expect(JSON.stringify(foreign)).toBe(JSON.stringify(none));
});
