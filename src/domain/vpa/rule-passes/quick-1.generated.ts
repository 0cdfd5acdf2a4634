// Made by `npm run rules:emit` from the rules of quick-1; do not edit.

import { NEITHER, type RuleState } from '../rule-state.js';
import { tolerantBound } from '../tolerance.js';

/** Runs every rule over the bars from `firstBar` on: fills `fired` and `background`. */
export function runRules(state: RuleState, firstBar: number, volumeThreshold: (threshold: number) => number): void {
  const { length, fired, background } = state;
  const { volumeRatio, changePct } = state;
  const volumeAbove2_5 = tolerantBound('above', volumeThreshold(2.5));
  const volumeAbove3 = tolerantBound('above', volumeThreshold(3));
  fired.fill(0, 0, Math.min(firstBar, length));
  background.fill(NEITHER, 0, length);

  for (let t = firstBar; t < length; t++) {
    const volumeRatioAt = volumeRatio[t] as number;
    const changePctAt = changePct[t] as number;

    let bits = 0;
    if (volumeRatioAt > volumeAbove2_5) {
      bits |= 134217728 * Number(changePctAt > 1.5000000015);
      if (volumeRatioAt > volumeAbove3) {
        bits |= 1048576 * (Number(changePctAt > -0.4999999995) & Number(changePctAt < 0.4999999995));
      }
    }

    fired[t] = bits;
  }
}
