import type { SignalKind } from '../detectors/index.js';
import type { RuleState } from '../rule-state.js';
import { firedOn } from '../scoring/fired-on.js';
import { lifecycleRule } from './lifecycle-rules.js';

const CLUSTER_BARS = 5;
const SPRING_BARS = 20;

/** The price beyond which a close ends a signal of bar t, fixed on that bar, unit of the bars; null where the rule has none. */
export function invalidationLevel(kind: SignalKind, isBullish: boolean, state: RuleState, t: number): number | null {
  const { level } = lifecycleRule(kind, isBullish);
  const low = state.low[t] ?? NaN;
  const high = state.high[t] ?? NaN;
  switch (level.of) {
    case 'LOW':
      return low * level.scale;
    case 'HIGH':
      return high * level.scale;
    case 'LOWEST_LOW':
      return Math.min(...state.low.subarray(Math.max(0, t - level.bars + 1), t + 1));
    case 'HIGHEST_HIGH':
      return Math.max(...state.high.subarray(Math.max(0, t - level.bars + 1), t + 1));
    case 'MIDDLE':
      return (high + low) / 2;
    case 'RESISTANCE':
      return state.resistance30[t] ?? NaN;
    case 'CLUSTER_LOW':
      return clusterLow(kind, state, t);
    case 'SPRING_LOW':
      return springLow(state, t) ?? state.support30[t] ?? NaN;
    case 'NONE':
      return null;
    default:
      return level satisfies never;
  }
}

/** The lowest low of the bars of this kind among the last five. */
function clusterLow(kind: SignalKind, state: RuleState, t: number): number {
  let lowest = state.low[t] ?? NaN;
  for (let u = t - 1; u > t - CLUSTER_BARS; u--) if (firedOn(kind, state, u)) lowest = Math.min(lowest, state.low[u] ?? NaN);
  return lowest;
}

/** The low of the latest spring or shakeout of the 20 bars before; undefined where there was none. */
function springLow(state: RuleState, t: number): number | undefined {
  for (let u = t - 1; u >= Math.max(0, t - SPRING_BARS); u--) {
    if (firedOn('SPRING', state, u) || firedOn('SHAKEOUT', state, u)) return state.low[u];
  }
  return undefined;
}
