import type { SignalKind } from '../detectors/index.js';
import type { RuleState } from '../rule-state.js';
import { isAbove, isBelow, tolerantBound } from '../tolerance.js';
import { invalidationLevel } from './invalidation-level.js';
import { lifecycleRule } from './lifecycle-rules.js';

/** PENDING until one of the others, which are final. */
export type SignalStatus = 'PENDING' | 'CONFIRMED' | 'FAILED' | 'EXPIRED';

export interface Lifecycle {
  readonly status: SignalStatus;
  /** Row of the bar that decided; null while PENDING. */
  readonly decidedAt: number | null;
  /** See {@link invalidationLevel}. */
  readonly level: number | null;
}

const FOLLOW_THROUGH_BARS = 3;
const HOLDING_CLOSES = 3;
const RETURNING_VOLUME = tolerantBound('atLeast', 1.2);
const QUIET_VOLUME = tolerantBound('below', 0.8);
const UPPER_HALF = tolerantBound('atLeast', 0.5);

/**
 * What became of a signal of bar t by the last bar of the series. On every later bar failure is asked first, then
 * confirmation, then whether the window is over; the first answer is final, so later bars change nothing.
 */
export function followSignal(kind: SignalKind, isBullish: boolean, state: RuleState, t: number): Lifecycle {
  const { confirmation, windowBars } = lifecycleRule(kind, isBullish);
  const level = invalidationLevel(kind, isBullish, state, t);
  const close = (u: number) => state.close[u] ?? NaN;
  const isVolumeBack = (u: number) => (state.volumeRatio[u] ?? NaN) >= RETURNING_VOLUME;
  const hasMoved = (u: number, up: boolean) => (up ? isAbove(close(u), close(u - 1)) : isBelow(close(u), close(u - 1)));
  let held = 0;

  const last = Math.min(t + windowBars, state.length - 1);
  for (let u = t + 1; u <= last; u++) {
    if (fails(u)) return { status: 'FAILED', decidedAt: u, level };
    if (confirms(u)) return { status: 'CONFIRMED', decidedAt: u, level };
  }
  return last === t + windowBars ? { status: 'EXPIRED', decidedAt: last, level } : { status: 'PENDING', decidedAt: null, level };

  function fails(u: number): boolean {
    // Without a level, what ends it is volume coming back on an advance.
    if (level === null) return hasMoved(u, true) && isVolumeBack(u);
    return isBullish ? isBelow(close(u), level) : isAbove(close(u), level);
  }

  function confirms(u: number): boolean {
    switch (confirmation) {
      case 'FOLLOW_THROUGH':
        if (u > t + FOLLOW_THROUGH_BARS) return false;
        return isBullish ? isAbove(close(u), state.high[t] ?? NaN) : isBelow(close(u), state.low[t] ?? NaN);
      case 'HOLDS':
        held += Number(isAbove(close(u), level ?? NaN));
        return held >= HOLDING_CLOSES;
      case 'QUIET_TEST':
        return isQuietTest(state, u, level ?? NaN);
      case 'VOLUME_RETURNS':
        return hasMoved(u, isBullish) && isVolumeBack(u);
      default:
        return confirmation satisfies never;
    }
  }
}

function isQuietTest({ volumeRatio, closePosition, low }: RuleState, u: number, level: number): boolean {
  const dip = low[u] ?? NaN;
  const isQuiet = (volumeRatio[u] ?? NaN) < QUIET_VOLUME && (closePosition[u] ?? NaN) >= UPPER_HALF;
  return isQuiet && isBelow(dip, low[u - 1] ?? NaN) && dip >= tolerantBound('atLeast', level);
}
