import type { Side } from './phase.js';

/** What the machine looks at on one bar: the bar, and what was measured on it. NaN is null. */
export interface PhaseBar {
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  readonly previousHigh: number;
  readonly previousLow: number;
  readonly previousClose: number;
  readonly volumeRatio: number;
  readonly closePosition: number;
  readonly atr14: number;
  readonly sma50: number;
  readonly high60: number;
  readonly low60: number;
  /** Extremes of the closes of the 60 bars before. */
  readonly highestClose60: number;
  readonly lowestClose60: number;
  readonly isDowntrend: boolean;
  readonly isUptrend: boolean;
  /** Signals of the bar, one bit for each kind. */
  readonly fired: number;
  /** Over the 30 bars that end here: 1 where rising bars had the larger mean volumeRatio, −1 where falling ones had, else 0. */
  readonly volumeBalance30: -1 | 0 | 1;
}

/** The prices of a bar as a structure sees them: for distribution turned over, so that one set of rules serves both sides. */
export interface TurnedBar {
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly previousLow: number;
}

export function turned(bar: PhaseBar, side: Side): TurnedBar {
  if (side === 'ACC') return bar;
  return { high: -bar.low, low: -bar.high, close: -bar.close, previousLow: -bar.previousHigh };
}

/** `level` moved by so many per cent of its size, upwards where positive; levels may be turned over. */
export function moved(level: number, percent: number): number {
  return level + (percent / 100) * Math.abs(level);
}
