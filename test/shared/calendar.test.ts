import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { scanCsv } from '../../src/adapters/providers/csv-scan.js';
import { tradingDays } from '../../src/domain/market/calendar.js';
import { fromEpochDay, parseTradingDate } from '../../src/domain/market/trading-date.js';

const FILE = fileURLToPath(new URL('../../../shared/data/ohlcv_daily.csv.gz', import.meta.url));

/** Needs ../shared/data; the calendar's own tests say the same of single dates. */
describe('calendar and nine years of real bars', () => {
  it('has exactly the dates on which shares traded as trading days', async () => {
    const days = new Set<number>();
    const today = parseTradingDate('2026-01-01');
    const sink = { accept: ({ epochDay }: { epochDay: number }) => void days.add(epochDay), refuse: () => undefined };
    for await (const lines of scanCsv(FILE, { priceUnit: 'kvnd', today, pricePlaces: 4 }, sink)) expect(lines).toBeGreaterThan(0);
    const traded = [...days].sort((a, b) => a - b).map(fromEpochDay);
    expect(traded.length).toBeGreaterThan(2200);
    expect(tradingDays(parseTradingDate('2017-01-03'), parseTradingDate('2025-11-14'))).toEqual(traded);
  });
});
