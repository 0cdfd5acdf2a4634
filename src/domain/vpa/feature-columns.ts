import type { BarColumns } from '../market/bar.js';

/** What is measured on each bar as a number; NaN is null. */
export type MeasuredColumn =
  | 'averageVolume20'
  | 'volumeRatio'
  | 'spread'
  | 'spreadRatio'
  | 'closePosition'
  | 'changePct'
  | 'gapPct'
  | 'bodyRatio'
  | 'upperWick'
  | 'lowerWick'
  | 'trueRange'
  | 'atr14'
  | 'changeAtr'
  | 'changeAtrPerVolume'
  | 'sma20'
  | 'sma50'
  | 'resistance30'
  | 'support30'
  | 'high20'
  | 'low10'
  | 'high60'
  | 'low60';

export type PriceColumn = 'open' | 'high' | 'low' | 'close' | 'volume';
/** What is either so or not; a comparison with null is false. */
export type FlagColumn = 'isDowntrend' | 'isUptrend' | 'isNearSupport' | 'isNearResistance' | 'isInRange';

/** The bars of one instrument with what was measured on them (specification section 1). Row t uses rows ≤ t only. */
export interface Features extends BarColumns, Readonly<Record<MeasuredColumn, Float64Array>>, Readonly<Record<FlagColumn, Uint8Array>> {}

/** Where to take memory from: fresh memory, or memory that is used again (see workspace.ts). Contents are whatever they were. */
export interface ColumnSource {
  floats(length: number): Float64Array;
  bytes(length: number): Uint8Array;
  integers(length: number): Int32Array;
}

/** Columns for the measurements of these bars, to be filled. */
export function allocateFeatures(bars: BarColumns, source: ColumnSource): Features {
  const n = bars.length;
  return {
    length: n,
    epochDay: bars.epochDay,
    open: bars.open,
    high: bars.high,
    low: bars.low,
    close: bars.close,
    volume: bars.volume,
    averageVolume20: source.floats(n),
    volumeRatio: source.floats(n),
    spread: source.floats(n),
    spreadRatio: source.floats(n),
    closePosition: source.floats(n),
    changePct: source.floats(n),
    gapPct: source.floats(n),
    bodyRatio: source.floats(n),
    upperWick: source.floats(n),
    lowerWick: source.floats(n),
    trueRange: source.floats(n),
    atr14: source.floats(n),
    changeAtr: source.floats(n),
    changeAtrPerVolume: source.floats(n),
    sma20: source.floats(n),
    sma50: source.floats(n),
    resistance30: source.floats(n),
    support30: source.floats(n),
    high20: source.floats(n),
    low10: source.floats(n),
    high60: source.floats(n),
    low60: source.floats(n),
    isDowntrend: source.bytes(n),
    isUptrend: source.bytes(n),
    isNearSupport: source.bytes(n),
    isNearResistance: source.bytes(n),
    isInRange: source.bytes(n),
  };
}
