import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTradingDay, nextTradingDay } from '../../../domain/market/calendar.js';
import { rulesOn } from '../../../domain/market/exchange-rules.js';
import { isValidTick, priceLimits } from '../../../domain/market/price-limits.js';
import { isSymbol } from '../../../domain/market/stock.js';
import { parseTradingDate } from '../../../domain/market/trading-date.js';
import { SIMULATED_INSTRUMENTS } from './instruments.js';
import type { SimulatedBar } from './simulated-bar.js';
import { simulateMarket } from './simulated-market.js';
import type { SimulatedSession } from './simulated-market.js';
import { simulatedSessions, simulatedStocks } from './simulated-provider.js';

const FIRST = parseTradingDate('2022-01-04');

function simulate(seed: number, count: number): SimulatedSession[] {
  const market = simulateMarket(seed, FIRST);
  return Array.from({ length: count }, () => market.next().value);
}

/** What an exchange would refuse about a bar; empty where nothing. */
function faults(bar: SimulatedBar, previousClose: number, session: SimulatedSession): string[] {
  const instrument = SIMULATED_INSTRUMENTS.find(({ symbol }) => symbol === bar.symbol);
  if (instrument === undefined) return ['unknown symbol'];
  const rules = rulesOn(instrument.exchange, session.tradingDate);
  const limits = priceLimits(previousClose, instrument.exchange, session.tradingDate);
  if (rules === undefined || limits === undefined) return ['no rules'];
  const found: string[] = [];
  for (const price of [bar.open, bar.high, bar.low, bar.close]) {
    if (!isValidTick(rules.ticks, price)) found.push(`${price} off tick`);
    if (price > limits.ceiling || price < limits.floor) found.push(`${price} outside ${limits.floor}..${limits.ceiling}`);
  }
  if (bar.low > Math.min(bar.open, bar.close) || bar.high < Math.max(bar.open, bar.close)) found.push('impossible range');
  if (bar.volume <= 0 || bar.volume % rules.lot !== 0) found.push(`volume ${bar.volume}`);
  return found.map((fault) => `${bar.symbol} ${session.tradingDate}: ${fault}`);
}

describe('simulated market', () => {
  it('keeps ticks, bands, lots and ranges in every bar, whatever the seed', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const closes = new Map(SIMULATED_INSTRUMENTS.map(({ symbol, startPrice }) => [symbol, startPrice]));
        for (const session of simulate(seed, 400)) {
          expect(session.bars.map(({ symbol }) => symbol)).toEqual(SIMULATED_INSTRUMENTS.map(({ symbol }) => symbol));
          for (const bar of session.bars) {
            expect(faults(bar, closes.get(bar.symbol) ?? 0, session)).toEqual([]);
            closes.set(bar.symbol, bar.close);
          }
        }
      }),
      { numRuns: 8 },
    );
  });

  it('trades on every trading day and on no other', () => {
    const sessions = simulate(7, 1200);
    expect(sessions[0]?.tradingDate).toBe(FIRST);
    expect(sessions.filter(({ tradingDate }) => !isTradingDay(tradingDate))).toEqual([]);
    for (const [index, { tradingDate }] of sessions.entries()) {
      const next = sessions[index + 1]?.tradingDate;
      if (next !== undefined) expect(next).toBe(nextTradingDay(tradingDate));
    }
  });

  it('is the same for the same seed and another for another', () => {
    expect(simulate(7, 300)).toEqual(simulate(7, 300));
    expect(simulate(7, 50)).not.toEqual(simulate(8, 50));
  });

  it('moves VNINDEX with the value of the HOSE members, and its volume is theirs', () => {
    const hose = SIMULATED_INSTRUMENTS.filter(({ exchange }) => exchange === 'HOSE');
    const startValue = hose.reduce((sum, { startPrice, issuedShares }) => sum + startPrice * issuedShares, 0);
    for (const { bars, index } of simulate(11, 300)) {
      const of = (symbol: string) => bars.find((bar) => bar.symbol === symbol)!;
      const value = hose.reduce((sum, { symbol, issuedShares }) => sum + of(symbol).close * issuedShares, 0);
      expect(index.close).toBe(Math.round((value / startValue) * 100_000));
      expect(index.volume).toBe(hose.reduce((sum, { symbol }) => sum + of(symbol).volume, 0));
      expect(index.low).toBeLessThanOrEqual(Math.min(index.open, index.close));
      expect(index.high).toBeGreaterThanOrEqual(Math.max(index.open, index.close));
    }
  });

  it('lets a limit-up or limit-down day happen', () => {
    let locked = 0;
    const closes = new Map(SIMULATED_INSTRUMENTS.map(({ symbol, startPrice }) => [symbol, startPrice]));
    for (const session of simulate(7, 740)) {
      for (const bar of session.bars) {
        const { exchange } = SIMULATED_INSTRUMENTS.find(({ symbol }) => symbol === bar.symbol)!;
        const limits = priceLimits(closes.get(bar.symbol)!, exchange, session.tradingDate);
        if (bar.close === limits?.ceiling || bar.close === limits?.floor) locked += 1;
        closes.set(bar.symbol, bar.close);
      }
    }
    expect(locked).toBeGreaterThan(0);
  });
});

describe('simulated provider', () => {
  it('offers 30 shares on three exchanges and VNINDEX, all marked as simulated in data and name', () => {
    const stocks = simulatedStocks();
    expect(stocks).toHaveLength(31);
    expect(new Set(stocks.map(({ symbol }) => symbol)).size).toBe(31);
    expect(
      stocks.filter(({ symbol, isSimulated, name }) => !isSymbol(symbol) || !isSimulated || !/^Simulated .*mô phỏng/.test(name)),
    ).toEqual([]);
    expect(new Set(stocks.map(({ exchange }) => exchange))).toEqual(new Set(['HOSE', 'HNX', 'UPCOM', null]));
  });

  it('gives each session as a batch of canonical decimals, the index in points', () => {
    const { tradingDate, batch } = simulatedSessions().next().value;
    expect(tradingDate).toBe('2022-01-04');
    expect(batch).toHaveLength(31);
    const prices = [...batch.open, ...batch.high, ...batch.low, ...batch.close];
    expect(prices.filter((price) => !/^(0|[1-9]\d*)(\.\d*[1-9])?$/.test(price))).toEqual([]);
    expect(Number(batch.close[batch.symbol.indexOf('VNINDEX')])).toBeGreaterThan(900);
    expect(Number(batch.close[batch.symbol.indexOf('VNINDEX')])).toBeLessThan(1100);
  });

  it('starts the same market anew each time', () => {
    const take = (count: number) => {
      const sessions = simulatedSessions();
      return Array.from({ length: count }, () => sessions.next().value);
    };
    expect(take(20)).toEqual(take(20));
  });
});
