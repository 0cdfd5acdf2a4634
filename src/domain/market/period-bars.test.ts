import { describe, expect, it } from 'vitest';

import { parseDecimal } from '../decimal.js';
import type { Bar } from './bar.js';
import { periodBars, periodStart, type BarPeriod } from './period-bars.js';
import { parseTradingDate } from './trading-date.js';

function bar(date: string, [open, high, low, close]: readonly [string, string, string, string], volume: number): Bar {
  const prices = { open: parseDecimal(open), high: parseDecimal(high), low: parseDecimal(low), close: parseDecimal(close) };
  return { stockId: 'x', tradingDate: parseTradingDate(date), ...prices, volume, turnover: null, source: 'CSV', receivedAt: new Date(0) };
}

/** Friday, Monday, Tuesday without trades, Thursday; the last is of another month. */
const DAILY = [
  bar('2025-03-21', ['9900', '10000', '9800', '9950'], 10),
  bar('2025-03-24', ['10000', '10100', '9900', '10050'], 100),
  bar('2025-03-25', ['10050', '99999', '1', '10050'], 0),
  bar('2025-03-27', ['10050', '10200.5', '9950', '10150'], 50),
  bar('2025-04-01', ['10150', '10150', '10100', '10100'], 5),
];

describe('bars of periods', () => {
  it.each<[BarPeriod, string, string]>([
    ['WEEK', '2025-03-24', '2025-03-24'],
    ['WEEK', '2025-03-30', '2025-03-24'],
    ['WEEK', '2025-01-01', '2024-12-30'],
    ['MONTH', '2024-02-29', '2024-02-01'],
    ['MONTH', '2025-03-01', '2025-03-01'],
  ])('of a %s: %s lies in the one of %s', (period, date, start) => {
    expect(periodStart(period, parseTradingDate(date))).toBe(start);
  });

  it('join weeks, newest first, without the prices of days that had no trades', () => {
    const weeks = periodBars('WEEK', DAILY);
    expect(weeks.map(({ periodStart: start, sessions }) => [start, sessions])).toEqual([
      ['2025-03-31', 1],
      ['2025-03-24', 3],
      ['2025-03-17', 1],
    ]);
    expect(weeks[1]).toEqual({
      periodStart: '2025-03-24',
      from: '2025-03-24',
      to: '2025-03-27',
      open: '10000',
      high: '10200.5',
      low: '9900',
      close: '10150',
      volume: 150,
      sessions: 3,
    });
  });

  it('join months across weeks', () => {
    const [april, march] = periodBars('MONTH', DAILY);
    expect(april).toMatchObject({ periodStart: '2025-04-01', open: '10150', close: '10100', volume: 5 });
    expect(march).toMatchObject({ periodStart: '2025-03-01', open: '9900', high: '10200.5', low: '9800', close: '10150', volume: 160 });
  });

  it('tell the price of a period in which nobody traded', () => {
    expect(periodBars('WEEK', [DAILY[2]!])).toMatchObject([{ close: '10050', volume: 0, sessions: 1 }]);
    expect(periodBars('WEEK', [])).toEqual([]);
  });
});
