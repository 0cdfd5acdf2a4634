import type { RuleState } from '../rule-state.js';
import { tolerantBound } from '../tolerance.js';

const LEAST = tolerantBound('atLeast', 0.98);
const MOST = tolerantBound('atMost', 1.01);

/** Whether a TEST_FOR_SUPPLY tests resistance (form A); else it dips under the low before (form B). Where both hold it is the former. */
export function isTestAtResistance({ isNearResistance, close, resistance30 }: RuleState, t: number): boolean {
  const price = close[t] ?? NaN;
  const resistance = resistance30[t] ?? NaN;
  return isNearResistance[t] === 1 && price >= resistance * LEAST && price <= resistance * MOST;
}
