import { Tape, type TapeBar } from '../adapters/fake-market/tape.js';
import { simulatedSessions } from '../adapters/providers/simulated/simulated-provider.js';
import { instantAt, type TradingDate } from '../domain/market/trading-date.js';

/** Shares on HOSE of the simulated market, and its index. */
export const FAKE_SYMBOLS: readonly string[] = ['SIMBK1', 'SIMTE1', 'VNINDEX'];

/** Dates of the simulated market with minutes and ticks; the same seed plays the same market. */
export function simulatedTape(from: TradingDate, to: TradingDate, seed: number, symbols = FAKE_SYMBOLS): Tape {
  const bars = new Map<string, TapeBar[]>(symbols.map((symbol) => [symbol, []]));
  for (const { tradingDate, batch } of simulatedSessions()) {
    if (tradingDate > to) break;
    if (tradingDate < from) continue;
    for (const [row, symbol] of batch.symbol.entries()) {
      const price = (column: readonly string[]) => Number(column[row]);
      bars.get(symbol)?.push({
        at: instantAt(tradingDate, 0),
        tradingDate,
        open: price(batch.open),
        high: price(batch.high),
        low: price(batch.low),
        close: price(batch.close),
        volume: batch.volume[row] ?? 0,
      });
    }
  }
  return new Tape(bars, seed);
}
