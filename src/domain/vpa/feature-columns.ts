import type { BarColumns } from '../market/bar.js';

/** What is measured on each bar as a number; NaN is null. */
export type MeasuredColumn =
  | 'averageVolume20'
  | 'volumeRatio'
  | 'spread'
  | 'spreadRatio'
  | 'closePosition'
  | 'changePct'
  | 'bodyRatio'
  | 'upperWick'
  | 'lowerWick'
  | 'trueRange'
  | 'atr14'
  | 'changeAtr'
  | 'sma20'
  | 'sma50'
  | 'resistance30'
  | 'support30'
  | 'high20'
  | 'low10'
  | 'high60'
  | 'low60';

export type PriceColumn = 'open' | 'high' | 'low' | 'close' | 'volume';

/** What is either so (1) or not (0); a comparison with null is not. */
export type FlagColumn = 'isDowntrend' | 'isUptrend' | 'isNearSupport' | 'isNearResistance' | 'isInRange' | 'isAtLimit';

/**
 * The bars of one instrument with what was measured on them (specification section 1). Row t uses rows ≤ t only.
 * Columns may be longer than `length`; what stands behind it means nothing.
 */
export interface Features extends BarColumns, Readonly<Record<MeasuredColumn, Float64Array>>, Readonly<Record<FlagColumn, Uint8Array>> {
  /** Columns for what is needed on the way. */
  readonly scratch: readonly [Float64Array, Float64Array, Float64Array, Float64Array];
}
