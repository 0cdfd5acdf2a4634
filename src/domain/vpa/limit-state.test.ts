import { describe, expect, test } from 'vitest';

import { adjustColumns } from '../market/adjustment.js';
import type { BarColumns } from '../market/bar.js';
import { tradingDays } from '../market/calendar.js';
import type { Exchange } from '../market/stock.js';
import { parseTradingDate, toEpochDay } from '../market/trading-date.js';
import { analyseSeries } from './analyse-series.js';

const DAYS = tradingDays(parseTradingDate('2025-01-02'), parseTradingDate('2025-12-31')).map(toEpochDay);
const QUIET = ['NO_SUPPLY', 'TEST_FOR_SUPPLY', 'LPS', 'NO_DEMAND', 'WEAK_RALLY', 'LOW_VOLUME_ADVANCE'];

/** Forty ordinary days at 20 000, then one bar on a fifth of the volume. */
function quietBar(last: { close: number; high?: number; low?: number }, { skip = 0, before = 20_000 } = {}): BarColumns {
  const length = 41;
  const filled = (value: number) => new Float64Array(length).fill(value);
  const bars = {
    open: filled(before),
    high: filled(before * 1.01),
    low: filled(before * 0.99),
    close: filled(before),
    volume: filled(500_000),
  };
  const epochDay = Int32Array.from({ length }, (_, t) => DAYS[t + (t === length - 1 ? skip : 0)]!);
  const t = length - 1;
  bars.close[t] = last.close;
  bars.open[t] = last.close;
  bars.high[t] = last.high ?? last.close;
  bars.low[t] = last.low ?? last.close;
  bars.volume[t] = 100_000;
  return { length, epochDay, ...bars };
}
const marksOf = (bars: BarColumns, exchange: Exchange | null) =>
  analyseSeries(bars, { symbol: 'AAA', isIndex: false, exchange }).measuredAt(bars.length - 1).marks ?? [];
const kindsOf = (bars: BarColumns, exchange: Exchange | null) =>
  analyseSeries(bars, { symbol: 'AAA', isIndex: false, exchange })
    .firedAt(bars.length - 1)
    .map(({ kind }) => kind);

describe('a bar at the limit of its day', () => {
  test.each<[Exchange, number, number, readonly string[]]>([
    ['HOSE', 20_000, 21_400, ['AT_CEILING']],
    ['HOSE', 20_000, 21_350, []],
    ['HOSE', 20_000, 18_600, ['AT_FLOOR']],
    ['HOSE', 20_000, 18_650, []],
    // 7 % of 20 350 are 21 774.5: the highest price on a tick is 21 750.
    ['HOSE', 20_350, 21_750, ['AT_CEILING']],
    ['HOSE', 20_350, 21_700, []],
    ['HNX', 20_000, 22_000, ['AT_CEILING']],
    ['HNX', 20_000, 21_400, []],
    ['HNX', 20_000, 18_000, ['AT_FLOOR']],
    ['UPCOM', 20_000, 23_000, ['AT_CEILING']],
    ['UPCOM', 20_000, 17_000, ['AT_FLOOR']],
    // Beyond the limit, as on an ex-date that nobody recorded.
    ['HOSE', 20_000, 17_000, []],
  ])('%s, from %d to %d: %j', (exchange, before, close, marks) => {
    expect(marksOf(quietBar({ close }, { before }), exchange)).toEqual(marks);
  });

  test('is never quiet supply or demand; where the exchange is not known it is read as it is', () => {
    const locked = quietBar({ close: 21_400 });
    expect(kindsOf(locked, null)).toContain('LOW_VOLUME_ADVANCE');
    expect(kindsOf(locked, 'HOSE').filter((kind) => QUIET.includes(kind))).toEqual([]);
    const below = quietBar({ close: 21_350 });
    expect(kindsOf(below, 'HOSE')).toContain('LOW_VOLUME_ADVANCE');
  });

  test('has the wider band after more than 25 sessions without trades, and a mark', () => {
    expect(marksOf(quietBar({ close: 24_000 }, { skip: 26 }), 'HOSE')).toEqual(['AT_CEILING', 'AFTER_SUSPENSION']);
    expect(marksOf(quietBar({ close: 21_400 }, { skip: 26 }), 'HOSE')).toEqual(['AFTER_SUSPENSION']);
    expect(marksOf(quietBar({ close: 21_400 }, { skip: 24 }), 'HOSE')).toEqual(['AT_CEILING']);
  });

  test('is marked on an ex-date, against the restated close before', () => {
    const exDate = parseTradingDate('2025-03-07');
    const day = toEpochDay(exDate);
    const bars = quietBar({ close: 10_700 });
    bars.epochDay[40] = day;
    const adjusted = adjustColumns(bars, [{ exDate, priceFactor: 0.5, volumeFactor: 2 }]);
    expect(marksOf(adjusted, 'HOSE')).toEqual(['AT_CEILING', 'EX_DATE']);
    expect(marksOf(bars, 'HOSE')).toEqual([]);
  });
});
