import { parseDecimal } from '../../src/domain/decimal.js';
import { tradingDays } from '../../src/domain/market/calendar.js';
import type { Stock } from '../../src/domain/market/stock.js';
import { parseTradingDate } from '../../src/domain/market/trading-date.js';
import { DETECTORS } from '../../src/domain/vpa/detectors/index.js';
import { aSignal } from './a-signal.js';
import type { MarketFacts } from './memory-readers.js';

const DAYS = tradingDays(parseTradingDate('2025-01-02'), parseTradingDate('2025-03-31'));

function aStock(number: number, overrides: Partial<Stock> = {}): Stock {
  return {
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    symbol: `S${String(number).padStart(3, '0')}`,
    name: `Company ${number}`,
    sector: number % 2 === 0 ? 'Banks' : null,
    exchange: number % 3 === 0 ? null : 'HOSE',
    isIndex: false,
    isSimulated: true,
    isActive: true,
    ...overrides,
  };
}

/** Stocks S001 … with a bar for each trading day of early 2025 and a signal on every third of them. */
export function aMarket(stockCount: number): MarketFacts {
  const stocks = Array.from({ length: stockCount }, (_, index) => aStock(index + 1));
  const bars = stocks.flatMap(({ id: stockId }) =>
    DAYS.map((tradingDate, day) => ({
      stockId,
      tradingDate,
      open: parseDecimal(String(20_000 + day * 50)),
      high: parseDecimal(String(20_400 + day * 50)),
      low: parseDecimal(String(19_900 + day * 50)),
      close: parseDecimal(String(20_350 + day * 50)),
      volume: 3_000_000_000 + day,
      turnover: null,
      source: 'SIMULATED' as const,
      receivedAt: new Date(`${tradingDate}T08:05:00Z`),
    })),
  );
  const signals = stocks.flatMap(({ id: stockId, symbol }, index) =>
    DAYS.filter((_, day) => day % 3 === index % 3).map((tradingDate, day) => {
      const { kind, direction } = DETECTORS[(index + day) % DETECTORS.length] ?? DETECTORS[0];
      return aSignal({ stockId, symbol, tradingDate, kind, direction });
    }),
  );
  const quarantined = [1, 2, 3].map((line) => ({
    id: String(line),
    source: 'bad.csv',
    sourceLine: line + 1,
    symbol: 'VCB',
    tradingDate: '2025-13-01',
    reason: 'DATE',
    raw: 'VCB,2025-13-01,1,1,1,1,1',
    receivedAt: new Date('2025-06-02T08:00:00Z'),
  }));
  return { stocks, bars, signals, quarantined };
}
