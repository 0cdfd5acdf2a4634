import type { Decimal } from '../decimal.js';
import type { Bar } from './bar.js';
import { fromEpochDay, toEpochDay } from './trading-date.js';
import type { TradingDate } from './trading-date.js';

/** WEEK: Monday to Sunday. MONTH: of the calendar. */
export type BarPeriod = 'WEEK' | 'MONTH';

/** The daily bars of a week or month as one. Prices in VND (points for an index), volume in shares. */
export interface PeriodBar {
  /** The Monday, or the first of the month; not always a trading day. */
  readonly periodStart: TradingDate;
  /** The first and the last day that has a bar. */
  readonly from: TradingDate;
  readonly to: TradingDate;
  readonly open: Decimal;
  readonly high: Decimal;
  readonly low: Decimal;
  readonly close: Decimal;
  readonly volume: number;
  /** Days that have a bar. */
  readonly sessions: number;
}

/** The first day of the period that a date lies in. */
export function periodStart(period: BarPeriod, date: TradingDate): TradingDate {
  const day = toEpochDay(date);
  if (period === 'MONTH') return fromEpochDay(day - Number(date.slice(8)) + 1);
  // 1970-01-01 was a Thursday: three days after a Monday.
  return fromEpochDay(day - ((day + 3) % 7));
}

/**
 * Bars of weeks or months, newest first, out of daily ones in ascending order. Days without trades give neither prices nor
 * volume, unless the period has no other day.
 */
export function periodBars(period: BarPeriod, daily: readonly Bar[]): PeriodBar[] {
  const groups = new Map<TradingDate, Bar[]>();
  for (const bar of daily) {
    const start = periodStart(period, bar.tradingDate);
    const group = groups.get(start);
    if (group === undefined) groups.set(start, [bar]);
    else group.push(bar);
  }
  return [...groups].map(([start, bars]) => joined(start, bars)).reverse();
}

function joined(start: TradingDate, bars: readonly Bar[]): PeriodBar {
  const traded = bars.filter(({ volume }) => volume > 0);
  const priced = traded.length > 0 ? traded : bars;
  const [first, last] = [priced[0] as Bar, priced.at(-1) as Bar];
  return {
    periodStart: start,
    from: (bars[0] as Bar).tradingDate,
    to: (bars.at(-1) as Bar).tradingDate,
    open: first.open,
    high: priced.reduce((most, { high }) => (Number(high) > Number(most) ? high : most), first.high),
    low: priced.reduce((least, { low }) => (Number(low) < Number(least) ? low : least), first.low),
    close: last.close,
    volume: traded.reduce((sum, { volume }) => sum + volume, 0),
    sessions: bars.length,
  };
}
