import type { BarColumns } from '../market/bar.js';
import type { Exchange } from '../market/stock.js';
import type { SeriesAnalysis } from '../vpa/analyse-series.js';
import type { SignalKind } from '../vpa/detectors/index.js';
import type { Phase } from '../vpa/wyckoff/phase.js';

/** A signal as strategies see it. Score, confidence and phase are null where signals were not scored. */
export interface TradedSignal {
  readonly kind: SignalKind;
  readonly direction: 'BULLISH' | 'BEARISH';
  /** Adjusted, 0 to 100. */
  readonly score: number | null;
  readonly confidence: number | null;
  readonly phase: Phase | null;
}

/** The signals of one closed bar. */
export interface SignalBar {
  readonly signals: readonly TradedSignal[];
  /** Lowest low of the 30 bars before, VND; NaN where there are none. */
  readonly support: number;
}

/** A stock as the engine trades it. */
export interface Instrument {
  readonly symbol: string;
  readonly exchange: Exchange;
  readonly sector: string | null;
  /** Prices in whole VND. */
  readonly bars: BarColumns;
  /** By row of the bars, ascending. */
  readonly signals: ReadonlyMap<number, SignalBar>;
}

/** The bars in whole VND, as orders can name prices. */
export function inWholeVnd(bars: BarColumns, priceUnitVnd: number): BarColumns {
  const whole = (prices: Float64Array) => prices.map((price) => Math.max(1, Math.round(price * priceUnitVnd)));
  return { ...bars, open: whole(bars.open), high: whole(bars.high), low: whole(bars.low), close: whole(bars.close) };
}

/** Signals of an analysed series without scores. */
export function plainSignals(analysis: SeriesAnalysis, priceUnitVnd: number): Map<number, SignalBar> {
  const found = new Map<number, SignalBar>();
  for (let t = 0; t < analysis.length; t++) {
    if (analysis.state.fired[t] === 0) continue;
    const signals = analysis.firedAt(t).map(({ kind, direction }) => ({
      kind,
      direction: direction === 'BULLISH' ? ('BULLISH' as const) : ('BEARISH' as const),
      score: null,
      confidence: null,
      phase: null,
    }));
    found.set(t, { signals, support: supportAt(analysis, t, priceUnitVnd) });
  }
  return found;
}

/** Support under a bar in whole VND; NaN where there is none. */
function supportAt({ state }: SeriesAnalysis, t: number, priceUnitVnd: number): number {
  return Math.round((state.support30[t] ?? NaN) * priceUnitVnd);
}
