import { conditionHolds, type Reading } from './condition-holds.js';
import type { Detector } from './detector.js';
import { evidenceOf, type Evidence } from './evidence/evidence.js';
import { interpretRules } from './interpret-rules.js';
import { RULE_PASSES } from './rule-passes/index.js';
import { volumeThresholdOf, type RuleSet } from './rule-sets/rule-set.js';
import type { RuleState } from './rule-state.js';

/** Detection starts with the 21st bar: before it no average is full. */
const MIN_BARS_BEFORE = 20;

/** The rules of a set with the thresholds that are in force for a stock or for an index. */
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

/** The rules of a set for a stock or an index. A set that no loop was made of is interpreted, several times as slow. */
export function rulesOf(ruleSet: RuleSet, isIndex: boolean): Rules {
  const reading: Reading = { volumeThreshold: volumeThresholdOf(ruleSet, isIndex) };
  const pass = RULE_PASSES.get(ruleSet);
  return {
    evaluate(state) {
      if (pass === undefined) interpretRules(ruleSet, state, MIN_BARS_BEFORE, reading);
      else pass(state, MIN_BARS_BEFORE, reading.volumeThreshold);
    },
    holds: ({ conditions }, state, t) => conditions.every((condition) => conditionHolds(condition, state, t, reading)),
    evidence: ({ conditions }, state, t) => conditions.map((condition) => evidenceOf(condition, state, t, reading)),
    isBullish: ({ direction, bullishWhere }, state, t) =>
      direction === 'BULLISH' || (bullishWhere !== undefined && conditionHolds(bullishWhere, state, t, reading)),
  };
}
