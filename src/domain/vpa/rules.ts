import { conditionHolds, type Reading } from './condition-holds.js';
import type { Detector } from './detector.js';
import { DETECTORS } from './detectors/index.js';
import { evidenceOf, type Evidence } from './evidence/evidence.js';
import { runRules } from './rule-pass.generated.js';
import type { RuleState } from './rule-state.js';

/** Detection starts with the 21st bar: before it no average is full. */
const MIN_BARS_BEFORE = 20;

/** The rules with the thresholds that are in force for a stock or for an index. */
export interface Rules {
  /** Fills `fired` and `background`. */
  evaluate(state: RuleState): void;
  /** Whether all conditions of a rule hold on bar t of an evaluated series. */
  holds(detector: Detector, state: RuleState, t: number): boolean;
  /** Each condition of a rule as it stood on bar t. */
  evidence(detector: Detector, state: RuleState, t: number): readonly Evidence[];
  /** Whether a rule points up on bar t: by its own direction, or by what the bar makes of it. */
  isBullish(detector: Detector, state: RuleState, t: number): boolean;
}

/** @param volumeThreshold rewrites thresholds of volumeRatio */
export function rulesWith(volumeThreshold: (threshold: number) => number): Rules {
  const reading: Reading = { volumeThreshold, bitOf: (kind) => 1 << DETECTORS.findIndex((detector) => detector.kind === kind) };
  return {
    evaluate: (state) => runRules(state, MIN_BARS_BEFORE, volumeThreshold),
    holds: ({ conditions }, state, t) => conditions.every((condition) => conditionHolds(condition, state, t, reading)),
    evidence: ({ conditions }, state, t) => conditions.map((condition) => evidenceOf(condition, state, t, reading)),
    isBullish: ({ direction, bullishWhere }, state, t) =>
      direction === 'BULLISH' || (bullishWhere !== undefined && conditionHolds(bullishWhere, state, t, reading)),
  };
}
