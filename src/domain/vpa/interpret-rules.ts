import { backgroundAfter } from './background.js';
import { conditionHolds, type Reading } from './condition-holds.js';
import { bitOfKind } from './kinds.js';
import type { RuleSet } from './rule-sets/rule-set.js';
import { NEITHER, STRENGTH, WEAKNESS, type RuleState } from './rule-state.js';

/**
 * Runs the rules of any set over the bars from `firstBar` on, condition by condition: fills `fired` and `background` as a
 * generated pass does.
 */
export function interpretRules({ detectors }: RuleSet, state: RuleState, firstBar: number, reading: Reading): void {
  const { length, fired, background } = state;
  fired.fill(0, 0, Math.min(firstBar, length));
  background.fill(NEITHER, 0, Math.min(firstBar, length));
  // So long ago that nothing is left of it.
  let latest = -1_000;
  let side = NEITHER;
  for (let t = firstBar; t < length; t++) {
    background[t] = backgroundAfter(side, t - latest);
    fired[t] = 0;
    let strong: number = NEITHER;
    for (const { kind, conditions, setsBackground, direction } of detectors) {
      if (!conditions.every((condition) => conditionHolds(condition, state, t, reading))) continue;
      // At once: a rule may ask for another one on the same bar.
      fired[t] = (fired[t] ?? 0) | bitOfKind(kind);
      // Of both sides on one bar weakness wins.
      if (setsBackground && strong !== WEAKNESS) strong = direction === 'BEARISH' ? WEAKNESS : STRENGTH;
    }
    if (strong === NEITHER) continue;
    latest = t;
    side = strong;
  }
}
