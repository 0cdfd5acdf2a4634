import type { RuleState } from '../rule-state.js';
import { QUICK } from '../rule-sets/quick.js';
import type { RuleSet } from '../rule-sets/rule-set.js';
import { SERIES } from '../rule-sets/series.js';
import { TEXTBOOK } from '../rule-sets/textbook.js';
import { runRules as quick1 } from './quick-1.generated.js';
import { runRules as series1 } from './series-1.generated.js';
import { runRules as textbook1 } from './textbook-1.generated.js';

/** Runs every rule of a set over the bars from `firstBar` on: fills `fired` and `background`. */
export type RulePass = (state: RuleState, firstBar: number, volumeThreshold: (threshold: number) => number) => void;

/** The loops that `npm run rules:emit` makes of the rule sets. */
export const RULE_PASSES: ReadonlyMap<RuleSet, RulePass> = new Map<RuleSet, RulePass>([
  [TEXTBOOK, textbook1],
  [SERIES, series1],
  [QUICK, quick1],
]);
