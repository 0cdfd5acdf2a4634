import { effectiveBackground } from './background.js';
import type { Condition } from './detector.js';
import { bitOfKind } from './kinds.js';
import type { RuleState } from './rule-state.js';
import { tolerantBound, type Comparison } from './tolerance.js';

/** What a condition is read with: which thresholds of volumeRatio are in force. */
export interface Reading {
  readonly volumeThreshold: (threshold: number) => number;
}

/** Whether a condition holds on bar t: the meaning of conditions, one bar at a time. Whole series go through a generated pass. */
export function conditionHolds(condition: Condition, state: RuleState, t: number, reading: Reading): boolean {
  const holds = (each: Condition) => conditionHolds(each, state, t, reading);
  switch (condition.type) {
    case 'threshold': {
      const { column, comparison, threshold } = condition;
      const inForce = column === 'volumeRatio' ? reading.volumeThreshold(threshold) : threshold;
      return compare(state[column][t], comparison, tolerantBound(comparison, inForce));
    }
    case 'level': {
      const { column, comparison, level } = condition;
      // Every level is a price or a volume, so positive: the tolerance of the scaled level is that of its scale.
      return compare(state[column][t], comparison, (state[level.column][t - level.lag] ?? NaN) * tolerantBound(comparison, level.scale));
    }
    case 'flag':
      return state[condition.column][t] === condition.value;
    case 'background':
      return (condition.background === 'raw' ? state.background[t] : effectiveBackground(state, t)) === condition.value;
    case 'fired':
      return countBars(t - condition.from, t - condition.to, (u) => ((state.fired[u] ?? 0) & bitOfKind(condition.kind)) !== 0) > 0;
    case 'repeated': {
      const { conditions, bars, times } = condition;
      return countBars(t - bars + 1, t, (u) => conditions.every((each) => conditionHolds(each, state, u, reading))) >= times;
    }
    case 'all':
      return condition.conditions.every(holds);
    case 'any':
      return condition.conditions.some(holds);
  }
}

function countBars(from: number, to: number, holds: (t: number) => boolean): number {
  let count = 0;
  for (let t = Math.max(0, from); t <= to; t++) count += Number(holds(t));
  return count;
}

/** Against a bound that carries the tolerance. A null satisfies nothing. */
function compare(value: number | undefined, comparison: Comparison, bound: number): boolean {
  if (value === undefined) return false;
  switch (comparison) {
    case 'atLeast':
      return value >= bound;
    case 'above':
      return value > bound;
    case 'atMost':
      return value <= bound;
    case 'below':
      return value < bound;
  }
}
