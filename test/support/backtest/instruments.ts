import { inWholeVnd, plainSignals, type Instrument } from '../../../src/domain/backtest/instrument.js';
import type { BarColumns } from '../../../src/domain/market/bar.js';
import type { Exchange } from '../../../src/domain/market/stock.js';
import { analyseSeries } from '../../../src/domain/vpa/analyse-series.js';
import { generator } from '../restless-bars.js';
import { marketBars } from '../market-bars.js';

const EXCHANGES: readonly Exchange[] = ['HOSE', 'HNX', 'UPCOM'];
/** Moves the made-up bars to where deliveries of shares change from the evening to noon, 29 August 2022. */
const TO_2022 = 1_130;
const PHASES = ['ACC_B', 'ACC_C', 'MARKUP', 'MARKDOWN', 'UNKNOWN'] as const;

/** An instrument with the signals of its bars; scores and phases are drawn where a seed is given. */
export function instrumentOf(
  symbol: string,
  bars: BarColumns,
  options: { readonly unit?: number; readonly exchange?: Exchange; readonly sector?: string | null; readonly scoreSeed?: number } = {},
): Instrument {
  const { unit = 1_000, exchange = 'HOSE', sector = null, scoreSeed = 0 } = options;
  const random = generator(scoreSeed);
  const signals = plainSignals(analyseSeries(bars, { symbol, isIndex: false }), unit);
  if (scoreSeed > 0) {
    for (const [t, bar] of signals) {
      const drawn = bar.signals.map((signal) => ({
        ...signal,
        score: Math.round(random() * 100),
        confidence: random(),
        phase: PHASES[Math.floor(random() * PHASES.length)]!,
      }));
      signals.set(t, { ...bar, signals: drawn });
    }
  }
  return { symbol, exchange, sector, bars: inWholeVnd(bars, unit), signals };
}

/** Made-up stocks of all exchanges, in two sectors and in none, with days on which they do not trade. */
export function madeUpMarket(count: number, length: number, seed: number): readonly Instrument[] {
  return Array.from({ length: count }, (_, i) => {
    const random = generator(seed * 100 + i);
    const all = marketBars(length, seed * 1_000 + i);
    const kept = Array.from(all.epochDay.keys()).filter(() => random() > 0.03);
    const pick = (values: Float64Array) => Float64Array.from(kept, (t) => values[t]!);
    const bars = {
      length: kept.length,
      epochDay: Int32Array.from(kept, (t) => all.epochDay[t]! + TO_2022),
      open: pick(all.open),
      high: pick(all.high),
      low: pick(all.low),
      close: pick(all.close),
      volume: pick(all.volume),
    };
    const sector = [null, 'Banks', 'Steel'][i % 3]!;
    return instrumentOf(`S${String(i).padStart(2, '0')}`, bars, { exchange: EXCHANGES[i % 3]!, sector, scoreSeed: seed + i });
  });
}

/** All days on which one of them trades. */
export function daysOf(instruments: readonly Instrument[]): Int32Array {
  return Int32Array.from([...new Set(instruments.flatMap(({ bars }) => [...bars.epochDay]))].sort((a, b) => a - b));
}
