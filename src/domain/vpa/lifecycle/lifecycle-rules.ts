import type { SignalKind } from '../detectors/index.js';

/** What a level is taken from, on the bar that fired. */
export type LevelRule =
  | { readonly of: 'LOW' | 'HIGH'; readonly scale: number }
  /** The lowest low or highest high of the last so many bars, t included. */
  | { readonly of: 'LOWEST_LOW' | 'HIGHEST_HIGH'; readonly bars: number }
  | { readonly of: 'MIDDLE' | 'RESISTANCE' | 'CLUSTER_LOW' | 'SPRING_LOW' | 'NONE' };

/** What later bar confirms a signal. */
export type ConfirmationRule =
  /** One of the three bars after closes beyond the bar that fired. */
  | 'FOLLOW_THROUGH'
  /** Three closes above the level. */
  | 'HOLDS'
  /** A quiet bar that dips, holds the level and closes in its upper half. */
  | 'QUIET_TEST'
  /** A close in the signal's direction on volume. */
  | 'VOLUME_RETURNS';

export interface LifecycleRule {
  readonly level: LevelRule;
  readonly confirmation: ConfirmationRule;
  /** Bars after the one that fired; what is undecided after the last is EXPIRED. */
  readonly windowBars: number;
}

const WINDOW_BARS = 10;

const low: LevelRule = { of: 'LOW', scale: 1 };
const high = (scale = 1): LevelRule => ({ of: 'HIGH', scale });
const rule = (level: LevelRule, confirmation: ConfirmationRule = 'FOLLOW_THROUGH', windowBars = WINDOW_BARS): LifecycleRule => ({
  level,
  confirmation,
  windowBars,
});

const BULLISH = rule(low);
const BEARISH = rule(high());

const EXCEPTIONS: Partial<Record<SignalKind, LifecycleRule>> = {
  HIGH_VOLUME_NO_PROGRESS: rule(high(1.01)),
  UPTHRUST: rule(high(1.02)),
  UTAD: rule(high(1.02)),
  SELLING_PRESSURE: rule({ of: 'HIGHEST_HIGH', bars: 3 }),
  EFFORT_RESULT_HARMONY: rule({ of: 'MIDDLE' }),
  ABSORPTION: rule({ of: 'CLUSTER_LOW' }),
  JUMP_OVER_CREEK: rule({ of: 'RESISTANCE' }, 'HOLDS', 5),
  SHAKEOUT: rule(low, 'QUIET_TEST'),
  NO_SUPPLY: rule({ of: 'LOWEST_LOW', bars: 5 }, 'VOLUME_RETURNS'),
  TEST_FOR_SUPPLY: rule(low, 'VOLUME_RETURNS'),
  LPS: rule({ of: 'SPRING_LOW' }, 'VOLUME_RETURNS'),
  NO_DEMAND: rule({ of: 'HIGHEST_HIGH', bars: 5 }, 'VOLUME_RETURNS'),
  WEAK_RALLY: rule(high(), 'VOLUME_RETURNS'),
  LOW_VOLUME_ADVANCE: rule({ of: 'NONE' }, 'VOLUME_RETURNS'),
};

/** How a signal of a kind and direction ends. */
export function lifecycleRule(kind: SignalKind, isBullish: boolean): LifecycleRule {
  return EXCEPTIONS[kind] ?? (isBullish ? BULLISH : BEARISH);
}
