import { describe, expect, it } from 'vitest';

import { toEpochDay, parseTradingDate, fromEpochDay } from '../market/trading-date.js';
import type { Instrument } from './instrument.js';
import { USUAL_TERMS, type MarketTerms } from './market-terms.js';
import { runBacktest, type BacktestResult } from './run-backtest.js';
import type { Strategy } from './strategy.js';

type Row = readonly [date: string, open: number, high: number, low: number, close: number, volume?: number];

const STRATEGY: Strategy = {
  name: 'by-hand',
  entry: { kinds: ['SPRING'], minScore: null, minConfidence: null, phases: null },
  exit: { stop: { from: 'ENTRY', belowBasisPoints: 500 }, targetBasisPoints: 1_000, trail: null, maxBars: null, kinds: [] },
  sizing: {
    riskBasisPoints: 2_000,
    maxPositionBasisPoints: 10_000,
    maxSectorBasisPoints: null,
    cashReserveBasisPoints: 0,
    maxPositions: 5,
  },
  orderAt: 'OPEN',
};
const TERMS: MarketTerms = { ...USUAL_TERMS, slippageBasisPoints: 0, volumeShareBasisPoints: null };

/** A stock whose first row fires a SPRING. */
function stock(rows: readonly Row[]): Instrument {
  const column = (place: 1 | 2 | 3 | 4) => Float64Array.from(rows, (row) => row[place]);
  return {
    symbol: 'AAA',
    exchange: 'HOSE',
    sector: null,
    bars: {
      length: rows.length,
      epochDay: Int32Array.from(rows, ([date]) => toEpochDay(parseTradingDate(date))),
      open: column(1),
      high: column(2),
      low: column(3),
      close: column(4),
      volume: Float64Array.from(rows, (row) => row[5] ?? 10_000_000),
    },
    signals: new Map([
      [0, { signals: [{ kind: 'SPRING', direction: 'BULLISH', score: null, confidence: null, phase: null }], support: 19_000 }],
    ]),
  };
}

function run(
  rows: readonly Row[],
  { exit = {}, terms = {}, cash = 100_000_000, sizing = {} }: Partial<{ exit: object; terms: object; cash: number; sizing: object }> = {},
): BacktestResult {
  const instrument = stock(rows);
  return runBacktest({
    instruments: [instrument],
    days: instrument.bars.epochDay,
    strategy: { ...STRATEGY, exit: { ...STRATEGY.exit, ...exit }, sizing: { ...STRATEGY.sizing, ...sizing } },
    terms: { ...TERMS, ...terms },
    cash,
  });
}

const told = ({ trades }: BacktestResult) =>
  trades.map(({ entryDay, entryPrice, exitDay, exitPrice, shares, reason }) =>
    [fromEpochDay(entryDay), entryPrice, fromEpochDay(exitDay), exitPrice, shares, reason].join(' '),
  );

describe('a backtest by hand', () => {
  it('buys at the next opening and counts fees and tax to the đồng', () => {
    const result = run([
      ['2025-06-02', 20_000, 20_200, 19_800, 20_000],
      ['2025-06-03', 20_150, 20_300, 20_000, 20_200],
      ['2025-06-04', 20_200, 20_400, 20_100, 20_300],
      ['2025-06-05', 21_000, 21_000, 20_800, 20_900],
      ['2025-06-06', 22_200, 22_350, 22_100, 22_300],
    ]);
    // Sized at the close of 20 000: 4 992 would be affordable with the fee, so 4 900; at 20 150 they cost 98 735 000 and 148 103 of fee (148 102.5 rounded up).
    expect(told(result)).toEqual(['2025-06-03 20150 2025-06-06 22200 4900 TARGET']);
    const [trade] = result.trades;
    expect(trade).toMatchObject({ entryFee: 148_103, exitFee: 163_170, saleTax: 108_780, bars: 3 });
    expect(trade?.profit).toBe(108_780_000 - 163_170 - 108_780 - 98_735_000 - 148_103);
    expect(result.curve.equity.at(-1)).toBe(100_000_000 + (trade?.profit ?? 0));
  });

  it('holds shares over a holiday until noon of T+2, and sells at the close of that day what touched its stop', () => {
    // 2 and 3 September 2024 are holidays: bought on Friday 30 August, delivered on Thursday 5 September.
    const result = run([
      ['2024-08-29', 20_000, 20_200, 19_800, 20_000],
      ['2024-08-30', 20_000, 20_000, 19_900, 20_000],
      ['2024-09-04', 19_000, 19_100, 18_700, 18_800],
      ['2024-09-05', 18_700, 18_900, 18_500, 18_600],
      ['2024-09-06', 18_600, 18_700, 18_500, 18_600],
    ]);
    expect(told(result)).toEqual(['2024-08-30 20000 2024-09-05 18600 4900 STOP']);
  });

  it('before noon deliveries sold from the opening of T+3', () => {
    const result = run([
      ['2021-03-01', 20_000, 20_200, 19_800, 20_000],
      ['2021-03-02', 20_000, 20_000, 19_900, 20_000],
      ['2021-03-03', 19_000, 19_100, 18_700, 18_800],
      ['2021-03-04', 18_700, 18_900, 18_500, 18_600],
      ['2021-03-05', 18_450, 18_700, 18_400, 18_600],
    ]);
    expect(told(result)).toEqual(['2021-03-02 20000 2021-03-05 18450 4900 STOP']);
  });

  it('spends money of a sale only when it has arrived', () => {
    const instrument = stock([
      ['2025-06-02', 20_000, 20_200, 19_800, 20_000],
      ['2025-06-03', 20_000, 20_300, 20_000, 20_200],
      ['2025-06-04', 20_200, 20_400, 20_100, 20_300],
      ['2025-06-05', 20_200, 20_400, 20_100, 20_300],
      ['2025-06-06', 22_000, 22_000, 21_800, 21_900],
      ['2025-06-09', 21_900, 22_000, 21_800, 21_900],
      ['2025-06-10', 21_900, 22_000, 21_800, 21_900],
      ['2025-06-11', 21_900, 22_000, 21_800, 21_900],
    ]);
    const spring = instrument.signals.get(0)!;
    // Sold on Friday 6 June, paid on Tuesday 10 June by noon: the order made on Monday evening finds 1.8 million, that of Tuesday evening all.
    const days = instrument.bars.epochDay;
    const buying = (t: number) =>
      runBacktest({
        instruments: [{ ...instrument, signals: new Map([0, t].map((row) => [row, spring])) }],
        days,
        strategy: STRATEGY,
        terms: TERMS,
        cash: 100_000_000,
      }).open.map(({ entryDay, shares }) => [fromEpochDay(entryDay), shares]);
    expect(buying(5)).toEqual([]);
    expect(buying(6)).toEqual([['2025-06-11', 4_900]]);
  });

  it.each([21_400, 21_350])(
    'finds nobody who sells where the stock is locked at %d, a tick from the ceiling at most, and does not try again',
    (price) => {
      const result = run([
        ['2025-06-02', 20_000, 20_200, 19_800, 20_000],
        ['2025-06-03', price, price, price, price],
        ['2025-06-04', 21_400, 21_800, 21_300, 21_500],
      ]);
      expect([result.orders, result.faults.LOCKED, result.open, result.trades]).toEqual([1, 1, [], []]);
    },
  );

  it('finds nobody who buys where it is locked at the floor, and sells at the next opening', () => {
    const result = run([
      ['2025-06-02', 20_000, 20_200, 19_800, 20_000],
      ['2025-06-03', 20_000, 20_100, 19_900, 20_000],
      ['2025-06-04', 20_000, 20_100, 19_900, 20_000],
      ['2025-06-05', 20_000, 20_100, 19_900, 20_000],
      ['2025-06-06', 18_600, 18_600, 18_600, 18_600],
      ['2025-06-09', 17_300, 17_300, 17_300, 17_300],
      ['2025-06-10', 17_000, 17_400, 16_900, 17_200],
    ]);
    expect(told(result)).toEqual(['2025-06-03 20000 2025-06-10 17000 4900 STOP']);
    expect(result.trades[0]?.decisionDay).toBe(toEpochDay(parseTradingDate('2025-06-06')));
  });

  it('fills a gap through the stop at the opening, and slippage by whole ticks', () => {
    const rows: readonly Row[] = [
      ['2025-06-02', 20_000, 20_200, 19_800, 20_000],
      ['2025-06-03', 20_000, 20_100, 19_900, 20_000],
      ['2025-06-04', 20_000, 20_100, 19_900, 20_000],
      ['2025-06-05', 20_000, 20_100, 19_900, 20_000],
      ['2025-06-06', 18_800, 19_500, 18_700, 19_400],
    ];
    expect(told(run(rows))).toEqual(['2025-06-03 20000 2025-06-06 18800 4900 STOP']);
    // 0.1 % of 20 000 is 20, up to 20 050; 0.1 % of 18 800 is 19, down to 18 750. 4 900 shares of 20 050 still fit.
    expect(told(run(rows, { terms: { slippageBasisPoints: 10 } }))).toEqual(['2025-06-03 20050 2025-06-06 18750 4900 STOP']);
  });

  it('takes the stop where one bar touches stop and target', () => {
    const result = run([
      ['2025-06-02', 20_000, 20_200, 19_800, 20_000],
      ['2025-06-03', 20_000, 20_100, 19_900, 20_000],
      ['2025-06-04', 20_000, 20_100, 19_900, 20_000],
      ['2025-06-05', 20_600, 20_700, 20_500, 20_700],
      ['2025-06-06', 20_600, 22_000, 19_000, 21_900],
    ]);
    expect(told(result)).toEqual(['2025-06-03 20000 2025-06-06 19000 4900 STOP']);
  });

  it('takes no more than its part of the volume, when it buys and when it sells', () => {
    const result = run(
      [
        ['2025-06-02', 20_000, 20_200, 19_800, 20_000, 100_000],
        ['2025-06-03', 20_000, 20_100, 19_900, 20_000, 31_500],
        ['2025-06-04', 20_000, 20_100, 19_900, 20_000],
        ['2025-06-05', 20_000, 20_100, 19_900, 20_000],
        ['2025-06-06', 18_900, 19_500, 18_700, 19_400, 20_900],
        ['2025-06-09', 19_300, 19_500, 19_200, 19_400, 40_000],
      ],
      { terms: { volumeShareBasisPoints: 1_000 } },
    );
    expect(result.faults.PARTIAL).toBe(1);
    expect(told(result)).toEqual(['2025-06-03 20000 2025-06-06 18900 2000 STOP', '2025-06-03 20000 2025-06-09 19300 1100 STOP']);
    const [first, second] = result.trades;
    // The fee of the purchase, 93 000, is shared out and nothing of it is lost.
    expect([first?.entryFee, second?.entryFee]).toEqual([60_000, 33_000]);
  });

  it('does not buy under its own stop, nor a stock that does not trade', () => {
    const low = run(
      [
        ['2025-06-02', 20_000, 20_200, 19_800, 20_000],
        ['2025-06-03', 18_700, 19_100, 18_700, 19_000],
      ],
      { exit: { stop: { from: 'SUPPORT', belowBasisPoints: 100 } } },
    );
    expect(low.faults.BELOW_STOP).toBe(1);
    const absent = stock([['2025-06-02', 20_000, 20_200, 19_800, 20_000]]);
    const days = Int32Array.from([absent.bars.epochDay[0]!, absent.bars.epochDay[0]! + 1]);
    expect(runBacktest({ instruments: [absent], days, strategy: STRATEGY, terms: TERMS, cash: 100_000_000 }).faults.NO_BAR).toBe(1);
  });

  it('lets the stop follow the close once there is a gain, and sells after so many bars', () => {
    const rows: readonly Row[] = [
      ['2025-06-02', 20_000, 20_200, 19_800, 20_000],
      ['2025-06-03', 20_000, 20_100, 19_900, 20_000],
      ['2025-06-04', 20_000, 20_100, 19_900, 20_000],
      ['2025-06-05', 20_500, 21_100, 20_500, 21_000],
      ['2025-06-06', 20_900, 21_000, 20_300, 20_400],
      ['2025-06-09', 20_400, 20_500, 20_200, 20_400],
    ];
    const trail = { belowBasisPoints: 300, afterGainBasisPoints: 500 };
    // 3 % under 21 000 is 20 370, sold a tick down.
    expect(told(run(rows, { exit: { trail } }))).toEqual(['2025-06-03 20000 2025-06-06 20350 4900 TRAILING_STOP']);
    expect(told(run(rows, { exit: { maxBars: 3 } }))).toEqual(['2025-06-03 20000 2025-06-09 20400 4900 TIME']);
  });

  it('risks what it may, and keeps cash back', () => {
    const rows: readonly Row[] = [
      ['2025-06-02', 20_000, 20_200, 19_800, 20_000],
      ['2025-06-03', 20_000, 20_100, 19_900, 20_000],
    ];
    // 2 % of 100 million over 1 000 a share; 10 % of equity; 60 % kept.
    expect(run(rows, { sizing: { riskBasisPoints: 200 } }).open[0]?.shares).toBe(2_000);
    expect(run(rows, { sizing: { maxPositionBasisPoints: 1_000 } }).open[0]?.shares).toBe(500);
    expect(run(rows, { sizing: { cashReserveBasisPoints: 6_000 } }).open[0]?.shares).toBe(1_900);
  });
});
