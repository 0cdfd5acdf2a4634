import { describe, expect, it } from 'vitest';

import { madeUpMarket } from '../../../../test/support/backtest/instruments.js';
import { generator } from '../../../../test/support/restless-bars.js';
import type { Instrument } from '../instrument.js';
import type { MarketTerms } from '../market-terms.js';
import { runBacktest } from '../run-backtest.js';
import type { Strategy } from '../strategy.js';
import { deliveriesBetween } from './deliveries.js';
import { tradeAlone } from './trade-alone.js';

const STOCKS = madeUpMarket(9, 260, 3);
const DELIVERIES = deliveriesBetween(19_000, 19_600);

function strategyOf(stopBasisPoints: number, targetBasisPoints: number, maxBars: number): Strategy {
  return {
    name: 'alone',
    entry: { kinds: ['SPRING'], minScore: null, minConfidence: null, phases: null },
    exit: {
      stop: { from: 'ENTRY', belowBasisPoints: stopBasisPoints },
      targetBasisPoints: targetBasisPoints === 0 ? null : targetBasisPoints,
      trail: null,
      maxBars: maxBars === 0 ? null : maxBars,
      kinds: [],
    },
    // All the money in one position, whatever it risks.
    sizing: {
      riskBasisPoints: 1e9,
      maxPositionBasisPoints: 10_000,
      maxSectorBasisPoints: null,
      cashReserveBasisPoints: 0,
      maxPositions: 1,
    },
    orderAt: 'OPEN',
  };
}

describe('a stock traded alone', () => {
  it('comes to what the engine makes of it, in 600 drawn cases with and without rules', () => {
    let seen = 0;
    for (let seed = 1; seed <= 600; seed++) {
      const random = generator(seed);
      const whole = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
      const source = STOCKS[seed % STOCKS.length]!;
      const rows = Array.from(source.bars.epochDay.keys()).filter(() => random() < 0.08);
      const signals: Instrument['signals'] = new Map(
        rows.map((t) => [
          t,
          { signals: [{ kind: 'SPRING', direction: 'BULLISH', score: null, confidence: null, phase: null }], support: NaN },
        ]),
      );
      const terms: MarketTerms = {
        hasExchangeRules: seed % 2 === 0,
        feeBasisPoints: whole(0, 40),
        saleTaxBasisPoints: whole(0, 20),
        slippageBasisPoints: whole(0, 40),
        volumeShareBasisPoints: random() < 0.5 ? null : whole(1, 400),
      };
      const [stop, target, maxBars] = [whole(50, 800), random() < 0.5 ? 0 : whole(100, 1_500), random() < 0.3 ? 0 : whole(1, 25)];
      const result = runBacktest({
        instruments: [{ ...source, signals }],
        days: source.bars.epochDay,
        strategy: strategyOf(stop, target, maxBars),
        terms,
        cash: 100_000_000,
      });
      const sales: number[][] = [];
      const { bars, exchange } = source;
      const outcome = tradeAlone(
        { bars, exchange, deliveries: DELIVERIES },
        Int32Array.from(rows),
        rows.length,
        { stopBasisPoints: stop, targetBasisPoints: target, maxBars },
        terms,
        100_000_000,
        { onSale: (entry, exit, shares, profit) => sales.push([bars.epochDay[entry]!, bars.epochDay[exit]!, shares, profit]) },
      );
      expect({ seed, sales }).toEqual({
        seed,
        sales: result.trades.map(({ entryDay, exitDay, shares, profit }) => [entryDay, exitDay, shares, profit]),
      });
      expect({ seed, ...outcome }).toEqual({
        seed,
        trades: result.trades.length,
        wins: result.trades.filter(({ profit }) => profit > 0).length,
        equity: result.curve.equity.at(-1),
      });
      seen += sales.length;
    }
    expect(seen).toBeGreaterThan(3_000);
  });
});
