import { describe, expect, it } from 'vitest';

import { runBacktest, type BacktestInput } from '../../src/domain/backtest/run-backtest.js';
import { daysOf, madeUpMarket } from '../support/backtest/instruments.js';
import { oracle } from '../support/backtest/oracle.js';
import { drawnStrategy } from '../support/backtest/strategies.js';

const MARKETS = Array.from({ length: 5 }, (_, i) => madeUpMarket(9, 220, i + 1));

describe('the engine and its plain counterpart', () => {
  it('trade 500 drawn strategies alike, to the đồng', () => {
    const seen = { trades: 0, reasons: new Set<string>() };
    for (let seed = 1; seed <= 500; seed++) {
      const instruments = MARKETS[seed % MARKETS.length]!;
      const input: BacktestInput = {
        instruments,
        days: daysOf(instruments),
        cash: 30_000_000 + (seed % 7) * 60_000_000,
        ...drawnStrategy(seed),
      };
      const { trades, curve } = runBacktest(input);
      const expected = oracle(input);
      expect({ seed, trades, equity: [...curve.equity] }).toEqual({ seed, ...expected });
      seen.trades += trades.length;
      for (const { reason } of trades) seen.reasons.add(reason);
    }
    expect(seen.trades).toBeGreaterThan(5_000);
    expect([...seen.reasons].sort()).toEqual(['SIGNAL', 'STOP', 'TARGET', 'TIME', 'TRAILING_STOP']);
  }, 120_000);
});
