import type { SignalKind } from '../detectors/index.js';
import type { MeasuredColumn } from '../feature-columns.js';
import type { RuleState } from '../rule-state.js';
import { clamp, fraction, ramp } from './ramp.js';
import { isTestAtResistance } from './test-form.js';

/** What a margin is measured on, beside the columns: the gap at the open in per cent, effort per result, moves without their sign. */
type Measure = MeasuredColumn | 'gap' | 'negativeGap' | 'fall' | 'move' | 'resultPerEffort';

/** A condition of a rule that can be met by a little or by much. */
export type MarginCondition =
  | { readonly measure: Measure; readonly atLeast: number }
  | { readonly measure: Measure; readonly atMost: number }
  | { readonly measure: Measure; readonly between: readonly [number, number] };

const atLeast = (measure: Measure, threshold: number): MarginCondition => ({ measure, atLeast: threshold });
const atMost = (measure: Measure, threshold: number): MarginCondition => ({ measure, atMost: threshold });
const between = (measure: Measure, low: number, high: number): MarginCondition => ({ measure, between: [low, high] });

const volumeOver = (threshold: number) => atLeast('volumeRatio', threshold);
const volumeUnder = (threshold: number) => atMost('volumeRatio', threshold);
const closeOver = (threshold: number) => atLeast('closePosition', threshold);
const closeUnder = (threshold: number) => atMost('closePosition', threshold);
const spreadOver = (threshold: number) => atLeast('spreadRatio', threshold);
const spreadUnder = (threshold: number) => atMost('spreadRatio', threshold);
const rise = (threshold: number) => atLeast('changePct', threshold);

const FIXED: Readonly<Record<Exclude<SignalKind, 'TEST_FOR_SUPPLY' | 'NO_DEMAND'>, readonly MarginCondition[]>> = {
  STOPPING_VOLUME: [volumeOver(2), closeOver(0.6), spreadOver(1.5)],
  PROFESSIONAL_VOLUME: [volumeOver(1.5), rise(1.5), closeOver(0.8), spreadOver(1.2)],
  REVERSE_VOLUME: [atLeast('negativeGap', 0.5), volumeOver(1.5), closeOver(0.7), spreadOver(1)],
  NO_SUPPLY: [volumeUnder(0.7), spreadUnder(0.8), between('changePct', -1, 0.5)],
  STRENGTH_ON_RALLY: [rise(1), volumeOver(1.2), closeOver(0.75), spreadOver(1)],
  SPRING: [closeOver(0.6), volumeUnder(1.2)],
  SHAKEOUT: [closeOver(0.6), volumeOver(1.5)],
  LPS: [volumeUnder(0.7), closeOver(0.5)],
  JUMP_OVER_CREEK: [volumeOver(1.5), rise(1.5), closeOver(0.7), spreadOver(1.2)],
  EFFORT_RESULT_HARMONY: [volumeOver(1.5), rise(2), spreadOver(1.2), closeOver(0.7), atLeast('resultPerEffort', 0.5)],
  HIDDEN_DEMAND: [atLeast('lowerWick', 0.5), closeOver(0.5), volumeOver(1), between('changePct', -1.5, 0.5)],
  ABSORPTION: [volumeOver(2), atMost('move', 0.5), spreadUnder(0.8)],
  HIGH_VOLUME_NO_PROGRESS: [volumeOver(2), between('changePct', -1.5, 1), closeUnder(0.4), spreadOver(1.2)],
  UPTHRUST: [volumeOver(1.5), closeUnder(0.5)],
  UTAD: [volumeOver(1.5), closeUnder(0.5), spreadOver(1.3)],
  SUPPLY_OVERCOMES_DEMAND: [volumeOver(1.5), atLeast('fall', 1.5), spreadOver(1.2), closeUnder(0.3)],
  FAILED_SUPPLY_TEST: [volumeOver(1.2), closeUnder(0.4)],
  WEAK_RALLY: [rise(0.8), volumeUnder(0.9), closeUnder(0.5)],
  LOW_VOLUME_ADVANCE: [rise(1), volumeUnder(0.7)],
  EFFORT_NO_RESULT: [volumeOver(1.5), atMost('move', 0.5), spreadUnder(1.2), between('closePosition', 0.35, 0.65)],
  SELLING_PRESSURE: [volumeOver(1.2), closeUnder(0.35)],
  WEAKNESS_ON_GOOD_NEWS: [atLeast('gap', 2), closeUnder(0.4), volumeOver(1.2)],
  TOP_REVERSAL: [closeUnder(0.25), spreadOver(1.3), volumeOver(1.5)],
  SELLING_CLIMAX: [volumeOver(2), spreadOver(1.8), closeOver(0.3)],
  BUYING_CLIMAX: [volumeOver(2), spreadOver(1.5), closeUnder(0.6)],
};

const TEST_AT_RESISTANCE = [volumeUnder(1), spreadUnder(1), closeOver(0.5)];
const TEST_UNDER_LOW = [volumeUnder(0.8), spreadUnder(1), closeOver(0.6)];
const NO_DEMAND_UP = [volumeUnder(0.7), spreadUnder(0.8), closeUnder(0.6)];
const NO_DEMAND_DRIFT = [volumeUnder(0.7), spreadUnder(0.8), between('changePct', -1.5, 0)];

/** The conditions whose margins count for a signal on bar t; two kinds have two forms. */
function marginConditions(kind: SignalKind, state: RuleState, t: number): readonly MarginCondition[] {
  if (kind === 'TEST_FOR_SUPPLY') return isTestAtResistance(state, t) ? TEST_AT_RESISTANCE : TEST_UNDER_LOW;
  if (kind === 'NO_DEMAND') return (state.changePct[t] ?? NaN) >= 0 ? NO_DEMAND_UP : NO_DEMAND_DRIFT;
  return FIXED[kind];
}

/** By how much a condition is met: 0 at its threshold, 1 where it is met half as far again (or in the middle of its band); a null is 0. */
function marginOf(condition: MarginCondition, state: RuleState, t: number): number {
  const x = valueOf(condition.measure, state, t);
  if ('atLeast' in condition) {
    const full = 1.5 * condition.atLeast;
    const isShare = condition.measure === 'closePosition' || condition.measure === 'lowerWick';
    return ramp(x, condition.atLeast, isShare ? Math.min(full, 1) : full);
  }
  if ('atMost' in condition) return ramp(x, condition.atMost, 0.5 * condition.atMost);
  const [low, high] = condition.between;
  const margin = Math.min(x - low, high - x) / ((high - low) / 2);
  return Number.isNaN(margin) ? 0 : clamp(margin, 0, 1);
}

/** The mean margin of a signal on bar t, 0 to 1. */
export function meanMargin(kind: SignalKind, state: RuleState, t: number): number {
  const conditions = marginConditions(kind, state, t);
  return conditions.reduce((sum, condition) => sum + marginOf(condition, state, t), 0) / conditions.length;
}

function valueOf(measure: Measure, state: RuleState, t: number): number {
  switch (measure) {
    case 'gap':
      return gapPct(state, t);
    case 'negativeGap':
      return -gapPct(state, t);
    case 'fall':
      return -(state.changePct[t] ?? NaN);
    case 'move':
      return Math.abs(state.changePct[t] ?? NaN);
    case 'resultPerEffort':
      return fraction(state.changeAtr[t] ?? NaN, state.volumeRatio[t] ?? NaN);
    default:
      return state[measure][t] ?? NaN;
  }
}

/** From the close before to the open, per cent. */
function gapPct({ open, close }: RuleState, t: number): number {
  return ((open[t] ?? NaN) / (close[t - 1] ?? NaN) - 1) * 100;
}
