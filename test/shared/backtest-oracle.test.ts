/** Real bars that only some machines have beside the project; test/unit/backtest-oracle.test.ts shows the same on made-up ones. */
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { readCsvColumns } from '../../src/adapters/providers/csv-columns.js';
import { runBacktest, type BacktestInput } from '../../src/domain/backtest/run-backtest.js';
import { isIndexSymbol } from '../../src/domain/market/stock.js';
import { tradingDateAt } from '../../src/domain/market/trading-date.js';
import { daysOf, instrumentOf } from '../support/backtest/instruments.js';
import { oracle } from '../support/backtest/oracle.js';
import { drawnStrategy } from '../support/backtest/strategies.js';
import { generator } from '../support/restless-bars.js';
import { sliceBars } from '../support/bars.js';

const FILE = fileURLToPath(new URL('../../../shared/data/ohlcv_daily.csv.gz', import.meta.url));
const SECTORS = ['Banks', 'Steel', 'Property', null];

describe('the engine and its plain counterpart on real stocks', () => {
  it('trade 500 drawn strategies alike, to the đồng', async () => {
    const series = await readCsvColumns(FILE, { priceUnit: 'kvnd', today: tradingDateAt(new Date('2026-01-01T00:00:00Z')) }, () => {});
    const long = series.filter(({ symbol, bars }) => !isIndexSymbol(symbol) && bars.length > 1_500);
    let trades = 0;
    for (let seed = 1; seed <= 500; seed++) {
      const random = generator(seed);
      const drawn = new Set(Array.from({ length: 4 }, () => long[Math.floor(random() * long.length)]!));
      const from = Math.floor(random() * 1_100);
      const instruments = [...drawn]
        .map(({ symbol, bars }, i) =>
          instrumentOf(symbol, sliceBars(bars, from, from + 400), { sector: SECTORS[i % SECTORS.length]!, scoreSeed: seed + i }),
        )
        .sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
      const input: BacktestInput = { instruments, days: daysOf(instruments), cash: 100_000_000, ...drawnStrategy(seed) };
      const { trades: made, curve } = runBacktest(input);
      expect({ seed, trades: made, equity: [...curve.equity] }).toEqual({ seed, ...oracle(input) });
      trades += made.length;
    }
    expect(trades).toBeGreaterThan(5_000);
  }, 180_000);
});
