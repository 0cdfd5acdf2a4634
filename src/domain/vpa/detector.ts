import type { BooleanColumn, NumberColumn } from './rule-state.js';
import type { Comparison } from './tolerance.js';

/** A named rule of the catalogue (specification section 2): it fires on a bar where all its conditions hold. */
export interface Detector<Kind extends string = string> {
  readonly kind: Kind;
  /** Which way the signal points. */
  readonly direction: 'BULLISH' | 'BEARISH';
  /** Where this holds the signal is bullish whatever `direction` says. */
  readonly bullishWhere?: Condition;
  /** Base strength, 1 to 4. */
  readonly stars: 1 | 2 | 3 | 4;
  /** Whether it sets the background of the 20 bars after it. Such a rule can't read the background itself. */
  readonly setsBackground: boolean;
  /** One line for people. */
  readonly summary: { readonly en: string; readonly vi: string };
  /** All of them have to hold on the bar. The most selective comes first: it is what most bars fail. */
  readonly conditions: readonly Condition[];
  /** What the source of the rule calls it, where it uses the name for something else. Accepted in place of the kind. */
  readonly alias?: string;
  /** What is known to be wrong with the rule as it stands, a sentence each. */
  readonly faults?: readonly string[];
}

/** A number of the bar against a fixed threshold. */
export interface ThresholdCondition {
  readonly type: 'threshold';
  readonly column: NumberColumn;
  readonly comparison: Comparison;
  readonly threshold: number;
}

/** A number of the bar against another one of the same bar, or of a bar before it, times a scale. */
export interface LevelCondition {
  readonly type: 'level';
  readonly column: NumberColumn;
  readonly comparison: Comparison;
  readonly level: Level;
}

export interface Level {
  readonly column: NumberColumn;
  /** Bars back: 1 is the bar before. */
  readonly lag: number;
  readonly scale: number;
}

export interface FlagCondition {
  readonly type: 'flag';
  readonly column: BooleanColumn;
  readonly value: 0 | 1;
}

export interface BackgroundCondition {
  readonly type: 'background';
  /** Raw: what the strong signals say. Effective: where they say nothing, what the trend says. */
  readonly background: 'raw' | 'effective';
  readonly value: number;
}

/** Another rule fired on one of the bars t-from to t-to. */
export interface FiredCondition {
  readonly type: 'fired';
  /** Of the same rule set, and before the rule that asks. */
  readonly kind: string;
  /** Bars back; 0 is the bar itself. */
  readonly from: number;
  readonly to: number;
}

/** At least `times` of the last `bars` bars, t included, satisfy all of `conditions`. */
export interface RepeatedCondition {
  readonly type: 'repeated';
  readonly conditions: readonly Condition[];
  readonly bars: number;
  readonly times: number;
}

export interface GroupCondition {
  readonly type: 'any' | 'all';
  readonly conditions: readonly Condition[];
}

/**
 * One line of a rule, as data: it can be evaluated over a whole column, shown, and asked which line of a rule failed.
 * Comparisons carry the tolerance of ground rule 10; a comparison with null is false.
 */
export type Condition =
  | ThresholdCondition
  | LevelCondition
  | FlagCondition
  | BackgroundCondition
  | FiredCondition
  | RepeatedCondition
  | GroupCondition;
