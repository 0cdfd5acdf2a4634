import type { SignalKind } from '../detectors/index.js';
import { STRENGTH, type RuleState } from '../rule-state.js';
import { isAbove, isBelow, tolerantBound, type Comparison } from '../tolerance.js';
import type { Phase } from '../wyckoff/phase.js';
import { firedOn } from './fired-on.js';

/** What a bonus may look at beside the bars. */
export interface BonusContext {
  /** Of the index on the date, −7 to 7; null where it is not known. */
  readonly marketHealth: number | null;
  /** Whether the stock's sector is among the strongest that day. */
  readonly isSectorStrong: boolean;
  /** After the bar. */
  readonly phase: Phase;
}

type Test = (state: RuleState, t: number, context: BonusContext) => boolean;

interface Bonus {
  readonly name: string;
  readonly holds: Test;
}

const bonus = (name: string, holds: Test): Bonus => ({ name, holds });

type NumberColumn = { [Key in keyof RuleState]: RuleState[Key] extends Float64Array ? Key : never }[keyof RuleState];

/** A column against a fixed threshold. */
function measured(column: NumberColumn, comparison: Comparison, threshold: number): Test {
  const bound = tolerantBound(comparison, threshold);
  return (state, t) => {
    const value = state[column][t] ?? NaN;
    if (comparison === 'atLeast') return value >= bound;
    if (comparison === 'above') return value > bound;
    return comparison === 'atMost' ? value <= bound : value < bound;
  };
}

/** A column above another one of the same bar, or of an earlier one. */
const above =
  (column: NumberColumn, other: NumberColumn, lag = 0): Test =>
  (state, t) =>
    isAbove(state[column][t] ?? NaN, state[other][t - lag] ?? NaN);
const under =
  (column: NumberColumn, other: NumberColumn): Test =>
  (state, t) =>
    isBelow(state[column][t] ?? NaN, state[other][t] ?? NaN);
const all =
  (...tests: readonly Test[]): Test =>
  (state, t, context) =>
    tests.every((test) => test(state, t, context));
const firedIn =
  (kinds: readonly SignalKind[], from: number): Test =>
  (state, t) =>
    latest(kinds, from, state, t) !== undefined;

const isNearSupport: Test = ({ isNearSupport }, t) => isNearSupport[t] === 1;
const isNearResistance: Test = ({ isNearResistance }, t) => isNearResistance[t] === 1;
const hasStrongBackground: Test = ({ background }, t) => background[t] === STRENGTH;
const isSectorStrong: Test = (_state, _t, context) => context.isSectorStrong;
const isMarketUp: Test = (_state, _t, { marketHealth }) => marketHealth !== null && marketHealth >= 1;
const isInPhase =
  (...phases: readonly Phase[]): Test =>
  (_state, _t, { phase }) =>
    phases.includes(phase);

const GREEN = bonus('GREEN', above('close', 'open'));
const GAP_UP = bonus('GAP_UP', above('open', 'close', 1));
const ACCUMULATION = bonus('ACCUMULATION', isInPhase('ACC_A', 'ACC_B', 'ACC_C', 'ACC_D'));
const BACKGROUND = bonus('BACKGROUND', hasStrongBackground);
const VOLUME_60 = bonus('VOLUME_60', isLoudestOf60);
const UPTHRUST_GRADE_A = bonus('GRADE_A', all(measured('volumeRatio', 'above', 2), measured('closePosition', 'below', 0.3)));
const cluster = (kind: SignalKind) => bonus('CLUSTER', firedIn([kind], 4));

/** What makes a pattern better than its rule asks, by kind, in the order in which it is told. */
const BONUSES: Readonly<Record<SignalKind, readonly Bonus[]>> = {
  STOPPING_VOLUME: [
    bonus('SUPPORT', isNearSupport),
    bonus('LOWER_WICK', measured('lowerWick', 'atLeast', 0.5)),
    bonus('SECTOR_STRONG', isSectorStrong),
    bonus('FAILED_BREAKDOWN', all(under('low', 'support30'), above('close', 'support30'))),
    bonus('EXTREME', all(measured('volumeRatio', 'above', 3), measured('closePosition', 'above', 0.8))),
  ],
  PROFESSIONAL_VOLUME: [bonus('MARKET_AND_SECTOR', all(isMarketUp, isSectorStrong)), bonus('NEW_HIGH_20', above('close', 'high20'))],
  REVERSE_VOLUME: [bonus('GAP_RECOVERED', ({ close }, t) => !isBelow(close[t] ?? NaN, close[t - 1] ?? NaN))],
  NO_SUPPLY: [
    bonus('VERY_LOW_VOLUME', measured('volumeRatio', 'below', 0.5)),
    BACKGROUND,
    bonus('ABOVE_SUPPORT', above('low', 'support30')),
  ],
  TEST_FOR_SUPPLY: [bonus('LOWER_VOLUME_THAN_TOP', hasLessVolumeThanTop)],
  STRENGTH_ON_RALLY: [
    bonus('NEW_HIGH_10', isHighestOf10),
    bonus('GRADE_A', all(measured('changePct', 'above', 2), measured('volumeRatio', 'above', 1.5))),
  ],
  SPRING: [GREEN, bonus('VERY_LOW_VOLUME', measured('volumeRatio', 'below', 0.8)), ACCUMULATION],
  SHAKEOUT: [GREEN, ACCUMULATION],
  LPS: [bonus('ABOVE_SPRING', isAboveSpring), bonus('BACK_TO_CREEK', isBackAtCreek)],
  JUMP_OVER_CREEK: [
    bonus('GRADE_B', all(measured('volumeRatio', 'above', 1.7), measured('closePosition', 'above', 0.75))),
    bonus('GRADE_A', all(measured('volumeRatio', 'above', 2), measured('closePosition', 'above', 0.9), measured('changePct', 'above', 3))),
  ],
  EFFORT_RESULT_HARMONY: [bonus('CLOSE_ON_HIGH', measured('closePosition', 'atLeast', 0.9))],
  HIDDEN_DEMAND: [bonus('DOWNTREND', ({ isDowntrend }, t) => isDowntrend[t] === 1), BACKGROUND],
  ABSORPTION: [cluster('ABSORPTION')],
  EFFORT_NO_RESULT: [cluster('EFFORT_NO_RESULT')],
  HIGH_VOLUME_NO_PROGRESS: [
    bonus('CLOSE_ON_LOW', measured('closePosition', 'below', 0.3)),
    bonus('EXTREME', measured('volumeRatio', 'above', 3)),
    bonus('DOWN', measured('changePct', 'below', 0)),
    GAP_UP,
  ],
  UPTHRUST: [bonus('GRADE_B', all(measured('volumeRatio', 'above', 1.7), measured('closePosition', 'below', 0.4))), UPTHRUST_GRADE_A],
  SUPPLY_OVERCOMES_DEMAND: [bonus('BELOW_SMA50', under('close', 'sma50'))],
  FAILED_SUPPLY_TEST: [],
  NO_DEMAND: [bonus('FAILED_RALLY', firedIn(['UPTHRUST', 'WEAK_RALLY'], 5)), bonus('UNDER_RESISTANCE', under('close', 'resistance30'))],
  WEAK_RALLY: [
    bonus('UNDER_RESISTANCE', all(isNearResistance, under('close', 'resistance30'))),
    bonus('VERY_LOW_VOLUME', measured('volumeRatio', 'below', 0.8)),
    bonus('CLOSE_ON_LOW', measured('closePosition', 'below', 0.4)),
  ],
  LOW_VOLUME_ADVANCE: [bonus('OLD_UPTREND', ({ isUptrend }, t) => isUptrend[t] === 1 && isUptrend[t - 20] === 1)],
  SELLING_PRESSURE: [bonus('BELOW_SMA20', under('close', 'sma20'))],
  UTAD: [bonus('DISTRIBUTION', isInPhase('DIST_B', 'DIST_C', 'DIST_D')), UPTHRUST_GRADE_A],
  WEAKNESS_ON_GOOD_NEWS: [],
  TOP_REVERSAL: [GAP_UP],
  SELLING_CLIMAX: [VOLUME_60, bonus('CLOSE_OFF_LOW', measured('closePosition', 'atLeast', 0.5))],
  BUYING_CLIMAX: [GAP_UP, VOLUME_60],
};

/** Names of the bonuses that hold for a signal on bar t, SEQUENCE last. */
export function bonusesOf(
  kind: SignalKind,
  state: RuleState,
  t: number,
  context: BonusContext,
  completesSequence: boolean,
): readonly string[] {
  const names = BONUSES[kind].filter(({ holds }) => holds(state, t, context)).map(({ name }) => name);
  return completesSequence ? [...names, 'SEQUENCE'] : names;
}

/** The latest bar of t−from..t−1 on which one of the kinds fired. */
function latest(kinds: readonly SignalKind[], from: number, state: RuleState, t: number): number | undefined {
  for (let u = t - 1; u >= Math.max(0, t - from); u--) if (kinds.some((kind) => firedOn(kind, state, u))) return u;
  return undefined;
}

function hasLessVolumeThanTop({ high, volume, resistance30 }: RuleState, t: number): boolean {
  const top = resistance30[t] ?? NaN;
  for (let u = t - 3; u >= Math.max(0, t - 32); u--) {
    if (high[u] === top) return isBelow(volume[t] ?? NaN, 0.7 * (volume[u] ?? NaN));
  }
  return false;
}

function isHighestOf10({ high }: RuleState, t: number): boolean {
  return t >= 10 && isAbove(high[t] ?? NaN, Math.max(...high.subarray(t - 10, t)));
}

function isLoudestOf60({ volumeRatio }: RuleState, t: number): boolean {
  // A null among them makes the maximum null, and nothing is above null.
  return t >= 60 && isAbove(volumeRatio[t] ?? NaN, Math.max(...volumeRatio.subarray(t - 60, t)));
}

function isAboveSpring(state: RuleState, t: number): boolean {
  const spring = latest(['SPRING', 'SHAKEOUT'], 20, state, t);
  return spring !== undefined && isAbove(state.low[t] ?? NaN, state.low[spring] ?? NaN);
}

const CREEK_DISTANCE = tolerantBound('atMost', 0.03);

function isBackAtCreek(state: RuleState, t: number): boolean {
  const jump = latest(['JUMP_OVER_CREEK'], 20, state, t);
  return jump !== undefined && Math.abs((state.low[t] ?? NaN) / (state.resistance30[jump] ?? NaN) - 1) <= CREEK_DISTANCE;
}
