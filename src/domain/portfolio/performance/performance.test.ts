import { describe, expect, it } from 'vitest';

import { tradingDays } from '../../market/calendar.js';
import { instantAt, parseTradingDate, toEpochDay, type TradingDate } from '../../market/trading-date.js';
import { SeededRandom } from '../../seeded-random.js';
import { Portfolio } from '../portfolio.js';
import type { PortfolioTransaction } from '../transaction.js';
import type { Closes } from './closes.js';
import { measurePerformance, type Performance } from './measure-performance.js';
import { signalKindOf } from './signal-kind-of.js';
import { valueDays } from './value-days.js';

const day = parseTradingDate;
const at = (date: string) => toEpochDay(day(date));
const tx = (type: PortfolioTransaction['type'], date: string, parts: Partial<PortfolioTransaction> = {}): PortfolioTransaction => ({
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
const closesOf = (closes: Readonly<Record<string, number>>): Closes => ({
  days: Object.keys(closes).map(at),
  closes: Object.values(closes),
});
const measure = (
  transactions: readonly PortfolioTransaction[],
  [from, to]: readonly [string, string],
  closes: Readonly<Record<string, Closes>>,
  benchmark?: Closes,
): Performance =>
  measurePerformance({
    transactions,
    sessions: tradingDays(day(from), day(to)),
    closes: new Map(Object.entries(closes)),
    benchmark,
    riskFreePct: 0,
    sectorOf: (symbol) => (symbol === 'HPG' ? 'Materials' : null),
  });
const HPG = closesOf({ '2025-06-02': 26_200, '2025-06-03': 26_700, '2025-06-04': 26_000, '2025-06-05': 26_500 });
const SIGNAL = 'HPG:D1:2025-05-30:NO_SUPPLY:textbook-1';
const STORY = [
  tx('DEPOSIT', '2025-06-02', { amount: 100_000_000 }),
  tx('BUY', '2025-06-02', { symbol: 'HPG', shares: 1_000, price: 26_000, fee: 39_000, signalId: SIGNAL }),
  tx('DEPOSIT', '2025-06-03', { amount: 50_000_000 }),
  tx('WITHDRAWAL', '2025-06-04', { amount: 30_000_000 }),
  tx('CASH_DIVIDEND', '2025-06-04', { symbol: 'HPG', amount: 500_000 }),
  tx('SELL', '2025-06-05', { symbol: 'HPG', shares: 400, price: 26_500, fee: 15_900, tax: 10_600 }),
  tx('FEE', '2025-06-05', { amount: 10_000 }),
];

describe('performance by hand', () => {
  it('values each day and chains the days without what was paid in and out', () => {
    const { days, metrics, profit, startEquity, endEquity, flow } = measure(STORY, ['2025-06-02', '2025-06-05'], { HPG });
    expect(days.map(({ equity, cash, invested, flow: paid }) => [equity, cash, invested, paid])).toEqual([
      [100_161_000, 73_961_000, 26_200_000, 100_000_000],
      [150_661_000, 123_961_000, 26_700_000, 50_000_000],
      [120_461_000, 94_461_000, 26_000_000, -30_000_000],
      [120_924_500, 105_024_500, 15_900_000, 0],
    ]);
    expect([startEquity, endEquity, flow, profit]).toEqual([0, 120_924_500, 120_000_000, 924_500]);
    const index = (1 + 161 / 100_000) * (1 + 500 / 150_161) * (1 - 200 / 120_661) * (1 + 4_635 / 1_204_610);
    expect(metrics?.totalReturnPct).toBeCloseTo((index - 1) * 100, 10);
    expect(metrics?.maxDrawdownPct).toBeCloseTo(20_000 / 120_661, 10);
  });

  it('says which stock, sector and signal it came from, to the đồng', () => {
    const { bySymbol, bySector, byKind, charges, metrics } = measure(STORY, ['2025-06-02', '2025-06-05'], { HPG });
    // 161 000 + 500 000 - 200 000 + 473 500, and the fee of the account beside it.
    expect(bySymbol).toEqual([{ key: 'HPG', profit: 934_500, contributionPct: expect.any(Number) as number }]);
    expect([bySector[0]?.key, byKind[0]?.key, byKind[0]?.profit, charges.amount]).toEqual(['Materials', 'NO_SUPPLY', 934_500, 10_000]);
    expect((bySymbol[0]?.contributionPct ?? 0) + charges.contributionPct).toBeCloseTo(metrics?.totalReturnPct ?? 0, 10);
  });

  it('sells the oldest first, and shares dividends in shares between the signals that led to the position', () => {
    const { byKind } = measure(
      [
        tx('DEPOSIT', '2025-06-02', { amount: 100_000_000 }),
        tx('BUY', '2025-06-02', { symbol: 'HPG', shares: 100, price: 26_200, signalId: SIGNAL }),
        tx('BUY', '2025-06-02', { symbol: 'HPG', shares: 300, price: 26_200 }),
        // 25 and 75.
        tx('STOCK_DIVIDEND', '2025-06-03', { symbol: 'HPG', shares: 100 }),
        // The 125 of the signal and 75 others.
        tx('SELL', '2025-06-05', { symbol: 'HPG', shares: 200, price: 26_500, fee: 8_000 }),
      ],
      ['2025-06-02', '2025-06-05'],
      { HPG },
    );
    expect(byKind.map(({ key, profit }) => [key, profit])).toEqual([
      [null, 75 * 26_500 - 3_000 + 300 * 26_500 - 300 * 26_200],
      ['NO_SUPPLY', 125 * 26_500 - 5_000 - 100 * 26_200],
    ]);
  });

  it('is beside the index what the closes say, and has none where there is none', () => {
    const index = closesOf({ '2025-05-30': 1_300, '2025-06-02': 1_313, '2025-06-03': 1_306.435, '2025-06-04': 1_319.49935 });
    const held = closesOf({ '2025-05-30': 20_000, '2025-06-02': 20_400, '2025-06-03': 20_196, '2025-06-04': 20_599.92 });
    const history = [
      tx('DEPOSIT', '2025-05-29', { amount: 20_000_000 }),
      tx('BUY', '2025-05-29', { symbol: 'HPG', shares: 1_000, price: 20_000 }),
    ];
    // Twice the +1 %, -0.5 % and +1 % of the index.
    const { metrics } = measure(history, ['2025-06-02', '2025-06-04'], { HPG: held }, index);
    expect(metrics?.benchmark?.beta).toBeCloseTo(2, 6);
    expect(metrics?.benchmark?.alphaPct).toBeCloseTo(0, 6);
    expect(metrics?.benchmark?.totalReturnPct).toBeCloseTo((1.01 * 0.995 * 1.01 - 1) * 100, 6);
    // Daily difference 1, -0.5 and 1 %: deviation 0.8660 %, times the root of 252.
    expect(metrics?.benchmark?.trackingErrorPct).toBeCloseTo(Math.sqrt(0.75) * Math.sqrt(252), 6);
    expect(metrics?.exposurePct).toBeCloseTo(100, 10);
    expect(measure(history, ['2025-06-02', '2025-06-04'], { HPG: held }).metrics?.benchmark).toBeNull();
  });

  it('counts what is dated on a weekend in the next session, and a stock without a close at cost', () => {
    const { days, unpriced } = measure(
      [
        tx('DEPOSIT', '2025-06-07', { amount: 10_000_000 }),
        tx('BUY', '2025-06-09', { symbol: 'VCB', shares: 100, price: 60_000, fee: 9_000 }),
        tx('SPLIT', '2025-06-10', { symbol: 'VCB', ratio: { to: 2, from: 1 } }),
      ],
      ['2025-06-06', '2025-06-10'],
      {},
    );
    expect(days.map(({ equity, flow }) => [equity, flow])).toEqual([
      [0, 0],
      [10_000_000, 10_000_000],
      [10_000_000, 0],
    ]);
    expect(unpriced).toEqual(['VCB']);
  });

  it('lets what was sold and taken out on one day leave in the evening', () => {
    const { days } = measure(
      [
        tx('DEPOSIT', '2025-06-02', { amount: 26_200_000 }),
        tx('BUY', '2025-06-02', { symbol: 'HPG', shares: 1_000, price: 26_200 }),
        tx('SELL', '2025-06-05', { symbol: 'HPG', shares: 1_000, price: 26_260 }),
        tx('WITHDRAWAL', '2025-06-05', { amount: 26_260_000 }),
        tx('DEPOSIT', '2025-06-06', { amount: 1_000 }),
      ],
      ['2025-06-02', '2025-06-06'],
      { HPG },
    );
    expect(days.at(-2)).toMatchObject({ equity: 0, flow: -26_260_000 });
    expect(days.at(-2)?.index).toBeCloseTo(26_260 / 26_200, 12);
    expect(days.at(-1)?.index).toBe(days.at(-2)?.index);
  });

  it('stops measuring on the day everything is lost', () => {
    const { metrics, days } = measure(
      [
        tx('DEPOSIT', '2025-06-02', { amount: 1_000 }),
        tx('FEE', '2025-06-03', { amount: 1_000 }),
        tx('DEPOSIT', '2025-06-04', { amount: 1_000 }),
      ],
      ['2025-06-02', '2025-06-05'],
      {},
    );
    expect([metrics?.totalReturnPct, metrics?.maxDrawdownPct, metrics?.sessions, days.length]).toEqual([-100, 100, 2, 4]);
  });

  it('is nothing for no sessions', () => {
    expect(measure([], ['2025-06-07', '2025-06-08'], {})).toMatchObject({ metrics: null, moneyWeightedPct: null, days: [], profit: 0 });
  });
});

it.each([
  [SIGNAL, 'NO_SUPPLY'],
  [Buffer.from(`Signal:${SIGNAL}`).toString('base64url'), 'NO_SUPPLY'],
  ['HPG:D1:2025-05-30:NO_SUCH_KIND:textbook-1', null],
  ['as my uncle says', null],
  [null, null],
])('%s is of the kind %s', (id, kind) => expect(signalKindOf(id)).toBe(kind));

const DAYS = tradingDays(day('2024-06-03'), day('2024-09-30'));
const SYMBOLS = ['HPG', 'VCB', 'FPT'];

function drawCloses(random: SeededRandom): Map<string, Closes> {
  return new Map(
    SYMBOLS.map((symbol) => {
      let price = random.integer(10_000, 60_000);
      const kept = DAYS.filter(() => random.chance(0.9));
      const closes = kept.map(() => (price = Math.max(1_000, Math.round(price * (0.93 + random.next() * 0.14)))));
      return [symbol, { days: kept.map(toEpochDay), closes }];
    }),
  );
}

function drawHistory(random: SeededRandom): PortfolioTransaction[] {
  const portfolio = new Portfolio();
  const accepted: PortfolioTransaction[] = [];
  let place = 0;
  for (let step = 0; step < 25; step++) {
    place = Math.min(DAYS.length - 1, place + random.integer(0, 6));
    const date = DAYS[place]!;
    const symbol = SYMBOLS[random.integer(0, 2)]!;
    const drawn = [
      () => tx('DEPOSIT', date, { amount: random.integer(1, 900_000_000) }),
      () => tx('WITHDRAWAL', date, { amount: random.integer(1, 200_000_000) }),
      () =>
        tx('BUY', date, {
          symbol,
          shares: random.integer(1, 3_000),
          price: random.integer(10_000, 60_000),
          fee: random.integer(0, 50_000),
          signalId: random.chance(0.5) ? SIGNAL : null,
        }),
      () => tx('SELL', date, { symbol, shares: random.integer(1, 1_500), price: random.integer(10_000, 60_000), fee: 900, tax: 90 }),
      () => tx('CASH_DIVIDEND', date, { symbol, amount: random.integer(1, 5_000_000) }),
      () => tx('STOCK_DIVIDEND', date, { symbol, shares: random.integer(1, 500) }),
      () => tx('SPLIT', date, { symbol, ratio: { to: random.integer(1, 5), from: random.integer(1, 4) } }),
      () => tx('FEE', date, { amount: random.integer(1, 50_000) }),
    ][step === 0 ? 0 : random.integer(0, 7)]!();
    try {
      portfolio.apply(drawn);
      accepted.push(drawn);
    } catch {
      continue;
    }
  }
  return accepted;
}

describe('drawn histories', () => {
  it('add up to the đồng, are worth what the portfolio holds, and come to the same in two parts as in one', () => {
    for (let seed = 1; seed <= 1_000; seed++) {
      const random = new SeededRandom(seed);
      const closes = drawCloses(random);
      const transactions = drawHistory(random);
      const { days, gains, charges, startEquity } = valueDays({ transactions, sessions: DAYS, closes });
      const last = days.at(-1)!;
      const profit = gains.reduce((sum, gain) => sum + gain.profit, 0) - charges.amount;
      const flow = days.reduce((sum, each) => sum + each.flow, 0);
      expect([seed, last.equity - startEquity - flow]).toEqual([seed, profit]);
      const contributions = gains.reduce((sum, gain) => sum + gain.contribution, 0) + charges.contribution;
      expect(Math.abs(contributions - (last.index - 1))).toBeLessThan(1e-9 * Math.max(1, last.index));

      const portfolio = Portfolio.of(transactions);
      const positions = portfolio.positions(instantAt(last.date, 900));
      const closeOf = (symbol: string) => closes.get(symbol)!.closes.at(-1)!;
      expect([seed, last.cash, last.invested]).toEqual([
        seed,
        portfolio.cash,
        positions.reduce((sum, { symbol, shares }) => sum + shares * closeOf(symbol), 0),
      ]);

      const cut = random.integer(1, DAYS.length - 1);
      const [early, late] = [DAYS.slice(0, cut), DAYS.slice(cut)].map((sessions) => valueDays({ transactions, sessions, closes }));
      const money = (each: { date: TradingDate; equity: number; cash: number; flow: number }) => [
        each.date,
        each.equity,
        each.cash,
        each.flow,
      ];
      expect([...early!.days, ...late!.days].map(money)).toEqual(days.map(money));
      const chained = early!.days.at(-1)!.index * late!.days.at(-1)!.index;
      expect(Math.abs(chained / last.index - 1)).toBeLessThan(1e-9);
    }
  });

  it('have the same time-weighted return whatever is paid in and out, where the money is invested as before', () => {
    for (let seed = 1; seed <= 500; seed++) {
      const random = new SeededRandom(seed);
      const closes = drawCloses(random);
      const hpg = closes.get('HPG')!;
      // All money in one stock; what is paid in buys more of it at the last close before, without a fee.
      const lastBefore = (date: TradingDate) => hpg.closes[hpg.days.filter((each) => each < toEpochDay(date)).length - 1];
      const [, , second] = hpg.days;
      const start = DAYS.find((date) => toEpochDay(date) > second!)!;
      const invest = (date: TradingDate, shares: number) => [
        tx('DEPOSIT', date, { amount: shares * lastBefore(date)! }),
        tx('BUY', date, { symbol: 'HPG', shares, price: lastBefore(date)! }),
      ];
      const alone = invest(start, 1_000);
      const paid = DAYS.filter((date) => date >= start).flatMap((date) =>
        random.chance(0.2) ? invest(date, random.integer(1, 9_000)) : [],
      );
      const index = (transactions: readonly PortfolioTransaction[]) =>
        valueDays({ transactions, sessions: DAYS, closes }).days.map((each) => each.index);
      const [plain, moved] = [
        index(alone),
        index([...alone, ...paid].toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))),
      ];
      for (const [place, value] of plain.entries()) expect(Math.abs(moved[place]! / value - 1)).toBeLessThan(1e-12);
    }
  });

  it('of deposits and withdrawals alone return exactly nothing', () => {
    for (let seed = 1; seed <= 500; seed++) {
      const transactions = drawHistory(new SeededRandom(seed)).filter(({ type }) => type === 'DEPOSIT' || type === 'WITHDRAWAL');
      const { days } = valueDays({ transactions, sessions: DAYS, closes: new Map() });
      expect(new Set(days.map(({ index }) => index))).toEqual(new Set([1]));
    }
  });
});
