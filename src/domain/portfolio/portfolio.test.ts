import { describe, expect, it } from 'vitest';

import { SeededRandom } from '../seeded-random.js';
import { tradingDays } from '../market/calendar.js';
import { instantAt, parseTradingDate } from '../market/trading-date.js';
import { findOrderFaults } from './check-order.js';
import { checkTransaction } from './check-transaction.js';
import { Portfolio } from './portfolio.js';
import type { PortfolioTransaction } from './transaction.js';

const day = parseTradingDate;
const tx = (type: PortfolioTransaction['type'], date: string, parts: Partial<PortfolioTransaction> = {}): PortfolioTransaction =>
  checkTransaction({
    type,
    date: day(date),
    symbol: null,
    shares: null,
    price: null,
    amount: null,
    fee: 0,
    tax: 0,
    ratio: null,
    signalId: null,
    ...parts,
  });
const buy = (date: string, shares: number, price: number, fee = 0) => tx('BUY', date, { symbol: 'HPG', shares, price, fee });
const sell = (date: string, shares: number, price: number, fee = 0, tax = 0) =>
  tx('SELL', date, { symbol: 'HPG', shares, price, fee, tax });
const deposit = (date: string, amount: number) => tx('DEPOSIT', date, { amount });
const noonOf = (date: string) => instantAt(day(date), 13 * 60);

describe('a portfolio by hand', () => {
  it('sells the oldest shares first, keeps the average beside, and settles at noon of T+2', () => {
    const portfolio = Portfolio.of([
      deposit('2025-06-02', 100_000_000),
      buy('2025-06-02', 1_000, 20_000, 30_000),
      buy('2025-06-03', 1_000, 22_000, 33_000),
      sell('2025-06-05', 1_500, 24_000, 54_000, 36_000),
    ]);
    // Sold for 35 910 000. The oldest 1 000 cost 20 030 000, half of the others 11 016 500; by the average 1 500 of 42 063 000 / 2 000.
    const [position] = portfolio.positions(noonOf('2025-06-05'));
    expect(position).toMatchObject({ shares: 500, sellableShares: 500, costFifo: 11_016_500, realisedFifo: 4_863_500 });
    expect(position).toMatchObject({ costAverage: 10_515_750, realisedAverage: 4_362_750 });
    expect(portfolio.cash).toBe(100_000_000 - 20_030_000 - 22_033_000 + 35_910_000);
    expect(portfolio.settledCash(noonOf('2025-06-06'))).toBe(portfolio.cash - 35_910_000);
    expect(portfolio.settledCash(noonOf('2025-06-09'))).toBe(portfolio.cash);
  });

  it('does not sell what is not delivered, over a holiday too', () => {
    const bought = [deposit('2024-08-29', 50_000_000), buy('2024-08-30', 1_000, 25_000)];
    expect(() => Portfolio.of([...bought, sell('2024-09-04', 100, 25_000)])).toThrow(/more than the 0 that can be sold/);
    expect(Portfolio.of([...bought, sell('2024-09-05', 100, 25_000)]).positions(noonOf('2024-09-05'))[0]?.shares).toBe(900);
    expect(Portfolio.of(bought).positions(noonOf('2024-09-04'))[0]?.sellableShares).toBe(0);
    expect(Portfolio.of(bought).positions(new Date(noonOf('2024-09-05').getTime() - 1))[0]?.sellableShares).toBe(0);
    expect(Portfolio.of(bought).positions(noonOf('2024-09-05'))[0]?.sellableShares).toBe(1_000);
  });

  it('takes dividends in cash and stock, and splits, without losing cost', () => {
    const portfolio = Portfolio.of([
      deposit('2025-01-02', 30_000_000),
      buy('2025-01-02', 1_001, 20_000),
      tx('CASH_DIVIDEND', '2025-03-03', { symbol: 'HPG', amount: 950_950 }),
      tx('STOCK_DIVIDEND', '2025-03-03', { symbol: 'HPG', shares: 100 }),
      tx('SPLIT', '2025-04-01', { symbol: 'HPG', ratio: { to: 3, from: 2 } }),
    ]);
    // 1 101 · 3 / 2 = 1 651.5.
    expect(portfolio.positions(noonOf('2025-04-01'))[0]).toMatchObject({
      shares: 1_651,
      costFifo: 20_020_000,
      costAverage: 20_020_000,
      dividends: 950_950,
    });
    expect(portfolio.cash).toBe(30_000_000 - 20_020_000 + 950_950);
  });

  it('refuses what is not there, and changes nothing then', () => {
    const portfolio = Portfolio.of([deposit('2025-06-02', 1_000_000)]);
    for (const wrong of [
      buy('2025-06-02', 100, 20_000),
      sell('2025-06-02', 100, 20_000),
      tx('WITHDRAWAL', '2025-06-02', { amount: 1_000_001 }),
      tx('SPLIT', '2025-06-02', { symbol: 'HPG', ratio: { to: 2, from: 1 } }),
      deposit('2025-05-30', 5),
    ])
      expect(() => portfolio.apply(wrong)).toThrow(expect.objectContaining({ code: 'CONFLICT' }));
    expect([portfolio.cash, portfolio.positions(new Date())]).toEqual([1_000_000, []]);
  });

  it.each([
    [{ type: 'BUY', symbol: 'HPG', shares: 100 }, 'price'],
    [{ type: 'DEPOSIT', amount: 5, symbol: 'HPG' }, 'symbol'],
    [{ type: 'DEPOSIT', amount: 0 }, 'amount'],
    [{ type: 'DEPOSIT', amount: 1.5 }, 'amount'],
    [{ type: 'BUY', symbol: 'hpg', shares: 100, price: 1 }, 'symbol'],
    [{ type: 'BUY', symbol: 'HPG', shares: 100, price: 1, tax: 1 }, 'tax'],
    [{ type: 'BUY', symbol: 'HPG', shares: 10_000_000_000, price: 1_000_000_000 }, 'shares'],
  ])('%j is refused by field', (parts, field) => {
    expect(() => tx(parts.type as 'BUY', '2025-06-02', parts as Partial<PortfolioTransaction>)).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', details: { field } }),
    );
  });
});

describe('money', () => {
  it('balances to the đồng in 10 000 drawn histories, step by step as from the start', () => {
    const days = tradingDays(day('2024-06-03'), day('2024-12-31'));
    let refused = 0;
    let done = 0;
    for (let seed = 1; seed <= 10_000; seed++) {
      const random = new SeededRandom(seed);
      const incremental = new Portfolio();
      const accepted: PortfolioTransaction[] = [];
      // Kept beside it by other arithmetic: money that went in and out.
      let [money, paidIn, charges] = [0n, 0n, 0n];
      let at = 0;
      for (let step = 0; step < 14; step++) {
        at += random.integer(0, 3);
        const drawn = draw(random, days[at % days.length]!);
        try {
          incremental.apply(drawn);
        } catch {
          refused += 1;
          continue;
        }
        done += 1;
        accepted.push(drawn);
        const flow = flowOf(drawn);
        money += flow;
        if (drawn.type === 'DEPOSIT' || drawn.type === 'WITHDRAWAL') paidIn += flow;
        if (drawn.type === 'FEE' || drawn.type === 'TAX') charges -= flow;
      }
      const end = instantAt(days.at(-1)!, 900);
      const again = Portfolio.of(accepted);
      const positions = incremental.positions(end);
      expect({ seed, positions, cash: incremental.cash, settled: incremental.settledCash(end) }).toEqual({
        seed,
        positions: again.positions(end),
        cash: again.cash,
        settled: again.settledCash(end),
      });
      const sum = (pick: (position: (typeof positions)[number]) => number) =>
        positions.reduce((total, position) => total + BigInt(pick(position)), 0n);
      expect([seed, BigInt(incremental.cash), BigInt(incremental.paidIn), BigInt(incremental.charges)]).toEqual([
        seed,
        money,
        paidIn,
        charges,
      ]);
      // What was paid in, and gained, is there as cash or as cost of what is held.
      for (const [gained, held] of [
        [sum(({ realisedFifo }) => realisedFifo), sum(({ costFifo }) => costFifo)],
        [sum(({ realisedAverage }) => realisedAverage), sum(({ costAverage }) => costAverage)],
      ] as const)
        expect([seed, paidIn + gained + sum(({ dividends }) => dividends) - charges]).toEqual([seed, money + held]);
    }
    expect(done).toBeGreaterThan(50_000);
    expect(refused).toBeGreaterThan(10_000);
  }, 120_000);
});

function draw(random: SeededRandom, date: PortfolioTransaction['date']): PortfolioTransaction {
  const symbol = ['HPG', 'VCB', 'FPT'][random.integer(0, 2)]!;
  const [shares, price] = [random.integer(1, 3_000), random.integer(1_000, 120_000)];
  const fee = random.integer(0, 200_000);
  switch (random.integer(0, 9)) {
    case 0:
    case 1:
      return tx('DEPOSIT', date, { amount: random.integer(1, 900_000_000) });
    case 2:
      return tx('WITHDRAWAL', date, { amount: random.integer(1, 90_000_000) });
    case 3:
    case 4:
      return tx('BUY', date, { symbol, shares, price, fee });
    case 5:
    case 6:
      return tx('SELL', date, { symbol, shares: random.integer(1, 1_500), price, fee: random.integer(0, 900), tax: random.integer(0, 90) });
    case 7:
      return tx('CASH_DIVIDEND', date, { symbol, amount: random.integer(1, 5_000_000) });
    case 8:
      return random.chance(0.5)
        ? tx('STOCK_DIVIDEND', date, { symbol, shares: random.integer(1, 500) })
        : tx('SPLIT', date, { symbol, ratio: { to: random.integer(1, 5), from: random.integer(1, 4) } });
    default:
      return tx(random.chance(0.5) ? 'FEE' : 'TAX', date, { amount: random.integer(1, 50_000) });
  }
}

function flowOf({ type, shares, price, amount, fee, tax }: PortfolioTransaction): bigint {
  const value = BigInt(shares ?? 0) * BigInt(price ?? 0);
  switch (type) {
    case 'BUY':
      return -value - BigInt(fee);
    case 'SELL':
      return value - BigInt(fee) - BigInt(tax);
    case 'DEPOSIT':
    case 'CASH_DIVIDEND':
      return BigInt(amount ?? 0);
    case 'WITHDRAWAL':
    case 'FEE':
    case 'TAX':
      return -BigInt(amount ?? 0);
    default:
      return 0n;
  }
}

describe('an order', () => {
  it.each([
    [46_050, 49_250, 100, []],
    [46_050, 49_300, 100, [['ABOVE_CEILING', 49_250]]],
    [46_050, 42_800, 100, [['BELOW_FLOOR', 42_850]]],
    [46_050, 46_060, 100, [['TICK', 46_050]]],
    [46_050, 46_000, 150, [['LOT', 100]]],
    [
      null,
      46_010,
      99,
      [
        ['TICK', 46_000],
        ['LOT', 0],
      ],
    ],
  ] as const)('with reference %s at %d for %d shares has the faults %j', (reference, price, shares, faults) => {
    const found = findOrderFaults({ exchange: 'HOSE', date: day('2026-01-12'), price, shares, reference });
    expect(found.map(({ reason, suggestion }) => [reason, suggestion])).toEqual(faults);
  });
});
