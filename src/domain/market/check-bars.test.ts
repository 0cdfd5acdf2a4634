import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseDecimal, tryDecimal } from '../decimal.js';
import { tradingDays } from './calendar.js';
import { checkBars } from './check-bars.js';
import type { BarsContext } from './check-bars.js';
import type { RawBar } from './market-bar.js';
import { instantAt, parseTradingDate } from './trading-date.js';

const date = parseTradingDate;
const CONTEXT: BarsContext = {
  symbol: 'ABC',
  interval: 'D1',
  from: date('2025-06-02'),
  to: date('2025-06-30'),
  now: new Date('2025-07-01T10:00:00+07:00'),
  provider: 'test',
  isAdjusted: false,
  exchangeOn: () => 'HOSE',
};
const DAYS = tradingDays(CONTEXT.from, CONTEXT.to);

function row(day: string, close: number, change: Partial<RawBar> = {}): RawBar {
  const price = parseDecimal(String(close));
  return {
    openTime: instantAt(date(day), 7 * 60),
    open: price,
    high: price,
    low: price,
    close: price,
    volume: 1000,
    raw: `${day} ${close}`,
    ...change,
  };
}

/** A bar each day from the first, at these closes. */
const series = (...closes: number[]): RawBar[] => closes.map((close, index) => row(DAYS[index]!, close));
const accepted = (rows: readonly RawBar[], context: Partial<BarsContext> = {}) =>
  checkBars(rows, { ...CONTEXT, ...context }).bars.map(({ close }) => Number(close));
const reasons = (rows: readonly RawBar[], context: Partial<BarsContext> = {}) =>
  checkBars(rows, { ...CONTEXT, ...context }).refused.map(({ time, reason }) => `${time} ${reason}`);

describe('the price bands', () => {
  it('refuse a price that jumps and comes back', () => {
    const rows = series(20_000, 20_500, 27_000, 20_600, 20_700);
    expect(accepted(rows)).toEqual([20_000, 20_500, 20_600, 20_700]);
    expect(reasons(rows)).toEqual([`${DAYS[2]} OUTSIDE_BAND`]);
  });

  it('keep a price level that has moved for good, as on an ex-date', () => {
    const rows = series(20_000, 20_500, 10_300, 10_400, 10_350);
    expect(accepted(rows)).toEqual([20_000, 20_500, 10_300, 10_400, 10_350]);
  });

  it('hold the newest bar back while nothing confirms its level', () => {
    expect(reasons(series(20_000, 20_500, 10_300))).toEqual([`${DAYS[2]} OUTSIDE_BAND`]);
  });

  it('allow exactly the ceiling and the floor of HOSE', () => {
    expect(accepted(series(46_050, 49_250, 45_850))).toEqual([46_050, 49_250, 45_850]);
  });

  it('refuse a first bar that a known close rules out', () => {
    const known = { tradingDate: date('2025-05-30'), close: 20_000 };
    expect(reasons(series(27_000, 20_200, 20_300), { known })).toEqual([`${DAYS[0]} OUTSIDE_BAND`]);
  });

  it('refuse a bar whose high and low one session cannot hold', () => {
    const wide = row(DAYS[1]!, 20_000, { high: parseDecimal('21800'), low: parseDecimal('18000') });
    expect(reasons([row(DAYS[0]!, 20_000), wide, row(DAYS[2]!, 20_000)])).toEqual([`${DAYS[1]} OUTSIDE_BAND`]);
  });

  it('say nothing about an index', () => {
    const rows = series(1_300, 1_700, 1_300);
    expect(accepted(rows, { symbol: 'VNINDEX' })).toEqual([1_300, 1_700, 1_300]);
  });

  it('of UPCOM start from anywhere between low and high of the day before', () => {
    const before = row(DAYS[0]!, 10_000, { high: parseDecimal('11000') });
    expect(accepted([before, row(DAYS[1]!, 12_600)], { exchangeOn: () => 'UPCOM' })).toEqual([10_000, 12_600]);
    expect(accepted([before, row(DAYS[1]!, 12_600)])).toEqual([10_000]);
  });
});

describe('the units', () => {
  const traded = (day: string, close: number, turnover: number) => row(day, close, { turnover: parseDecimal(String(turnover)) });

  it('fit where turnover by volume lies between low and high', () => {
    expect(accepted([traded(DAYS[0]!, 20_000, 20_000_000)])).toEqual([20_000]);
  });

  it.each([
    ['lots of ten taken for shares', 200_000_000],
    ['thousand dong taken for dong', 20_000],
  ])('refuse a whole answer: %s', (_what, turnover) => {
    const rows = [traded(DAYS[0]!, 20_000, turnover), traded(DAYS[1]!, 20_000, turnover), row(DAYS[2]!, 20_000)];
    expect(reasons(rows)).toEqual(DAYS.slice(0, 3).map((day) => `${day} UNIT_MISMATCH`));
  });

  it('refuse one row whose turnover fits no price', () => {
    const rows = [traded(DAYS[0]!, 20_000, 20_000_000), traded(DAYS[1]!, 20_000, 25_000_000), traded(DAYS[2]!, 20_000, 20_000_000)];
    expect(reasons(rows)).toEqual([`${DAYS[1]} TURNOVER_MISMATCH`]);
  });

  it.each([20, 20_000_000])('refuse prices of %i dong', (close) => {
    expect(reasons(series(close, close))).toHaveLength(2);
  });

  it('refuse prices that are off by a thousand from a known close', () => {
    const known = { tradingDate: date('2025-05-30'), close: 900 };
    expect(reasons(series(900_000, 900_000), { known })).toEqual(DAYS.slice(0, 2).map((day) => `${day} UNIT_MISMATCH`));
    expect(accepted(series(900, 900), { known })).toEqual([900, 900]);
  });
});

describe('the calendar', () => {
  it('refuses weekends and holidays, and lets trades decide about a disputed day', () => {
    const context = { from: date('2026-01-01'), to: date('2026-01-31'), now: new Date('2026-02-02T10:00:00+07:00') };
    expect(reasons([row('2026-01-01', 20_000), row('2026-01-03', 20_000)], context)).toEqual([
      '2026-01-01 NOT_A_TRADING_DAY',
      '2026-01-03 NOT_A_TRADING_DAY',
    ]);
    expect(accepted([row('2026-01-02', 20_000)], context)).toEqual([20_000]);
    expect(reasons([row('2026-01-02', 20_000, { volume: 0 })], context)).toEqual(['2026-01-02 NOT_A_TRADING_DAY']);
  });

  it('takes the date of 00:00 UTC and of 02:00 UTC alike, and midnight in Vietnam as the time of the bar', () => {
    for (const hour of [7, 9]) {
      const [bar] = checkBars([row(DAYS[0]!, 20_000, { openTime: instantAt(DAYS[0]!, hour * 60) })], CONTEXT).bars;
      expect([bar?.tradingDate, bar?.openTime.toISOString()]).toEqual(['2025-06-02', '2025-06-01T17:00:00.000Z']);
    }
  });

  it('leaves the bar of a session open until 15:00', () => {
    const closed = (time: string) =>
      checkBars([row('2025-06-30', 20_000)], { ...CONTEXT, now: new Date(`2025-06-30T${time}+07:00`) }).bars[0]?.isClosed;
    expect([closed('14:59:59'), closed('15:00:00')]).toEqual([false, true]);
  });
});

describe('doubles', () => {
  it('are refused where they are equal, and all where they differ', () => {
    const [a, b] = series(20_000, 20_100);
    expect(reasons([a!, a!, b!])).toEqual([`${DAYS[0]} DUPLICATE`]);
    const other = row(DAYS[0]!, 20_050);
    expect(accepted([a!, other, b!])).toEqual([20_100]);
    expect(reasons([a!, other, b!])).toEqual([`${DAYS[0]} CONFLICTING_BARS`, `${DAYS[0]} CONFLICTING_BARS`]);
  });
});

it('every row is accepted, refused with a reason, or outside the request', () => {
  const price = fc.oneof(
    fc.integer({ min: -5, max: 50_000 }).map((vnd) => tryDecimal(String(vnd)) ?? null),
    fc.constant(null),
  );
  const raw = fc.record({
    openTime: fc.oneof(fc.constant(null), fc.date({ min: new Date('2025-05-20'), max: new Date('2025-07-10'), noInvalidDate: true })),
    open: price,
    high: price,
    low: price,
    close: price,
    volume: fc.oneof(fc.constant(null), fc.integer({ min: -10, max: 1_000_000 })),
    turnover: price,
    raw: fc.string(),
  });
  fc.assert(
    fc.property(fc.array(raw, { maxLength: 60 }), fc.constantFrom('D1' as const, 'M5' as const), (rows, interval) => {
      const { bars, refused, outsideRequest } = checkBars(rows, { ...CONTEXT, interval });
      expect(bars.length + refused.length + outsideRequest).toBe(rows.length);
      for (const { open, high, low, close } of bars) {
        expect(Number(low)).toBeLessThanOrEqual(Math.min(Number(open), Number(close)));
        expect(Number(high)).toBeGreaterThanOrEqual(Math.max(Number(open), Number(close)));
      }
    }),
  );
});
