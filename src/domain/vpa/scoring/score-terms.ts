import { effectiveBackground } from '../background.js';
import type { SignalKind } from '../detectors/index.js';
import { NEITHER, STRENGTH, WEAKNESS, type RuleState } from '../rule-state.js';
import { tolerantBound } from '../tolerance.js';
import { fraction, ramp } from './ramp.js';
import { SCORE_FAMILIES, type ScoreFamily } from './score-families.js';
import { isTestAtResistance } from './test-form.js';

/** What the score of a signal is made of: weight × quality of each of the four things its family looks at. */
export type ScoreTerms = readonly [number, number, number, number];

type Of<Name extends ScoreFamily['family']> = Extract<ScoreFamily, { family: Name }>;

/** The four terms of a signal on bar t; together at most 45. A value that is null counts 0. */
export function scoreTerms(kind: SignalKind, isBullish: boolean, state: RuleState, t: number): ScoreTerms {
  const family = SCORE_FAMILIES[kind];
  switch (family.family) {
    case 'UP':
      return strengthTerms(family, state, t);
    case 'DOWN':
      return weaknessTerms(family, state, t);
    case 'QUIET':
      return quietTerms(kind, isBullish, state, t);
    case 'SPRING':
      return springTerms(family, state, t);
    case 'EFFORT':
      return effortTerms(family, isBullish, state, t);
    case 'CLIMAX':
      return climaxTerms(family, state, t);
    default:
      return family satisfies never;
  }
}

const at = (column: Float64Array, t: number) => column[t] ?? NaN;

function strengthTerms({ volume, close, spread }: Of<'UP'>, state: RuleState, t: number): ScoreTerms {
  return [
    18 * ramp(at(state.volumeRatio, t), volume, volume + 2),
    12 * ramp(at(state.closePosition, t), close, 1),
    8 * ramp(at(state.spreadRatio, t), spread, spread + 1.5),
    7 * ramp(at(state.changeAtr, t), 0.5, 2),
  ];
}

function weaknessTerms({ volume, close, spread, depth }: Of<'DOWN'>, state: RuleState, t: number): ScoreTerms {
  return [
    18 * ramp(at(state.volumeRatio, t), volume, volume + 2),
    12 * ramp(at(state.closePosition, t), close, 0),
    8 * ramp(at(state.spreadRatio, t), spread, spread + 1.5),
    7 * depthOf(depth, state, t),
  ];
}

function depthOf(depth: Of<'DOWN'>['depth'], state: RuleState, t: number): number {
  const atr = at(state.atr14, t);
  if (depth === 'ABOVE_RESISTANCE') return ramp(fraction(at(state.high, t) - at(state.resistance30, t), atr), 0, 1);
  if (depth === 'UNDER_SUPPORT') return ramp(fraction(at(state.support30, t) - at(state.close, t), atr), 0, 1);
  return ramp(-at(state.changeAtr, t), 0.5, 2);
}

function quietTerms(kind: SignalKind, isBullish: boolean, state: RuleState, t: number): ScoreTerms {
  return [
    20 * ramp(at(state.volumeRatio, t), 0.7, 0.3),
    10 * ramp(at(state.spreadRatio, t), 0.8, 0.4),
    10 * backgroundMatch(isBullish, state, t),
    5 * ramp(distanceToLevel(kind, isBullish, state, t), 0.1, 0.03),
  ];
}

/** 1: what came before says the same; 0.5: only the trend does. */
function backgroundMatch(isBullish: boolean, state: RuleState, t: number): number {
  const wanted = isBullish ? STRENGTH : WEAKNESS;
  const raw = state.background[t];
  if (raw === wanted) return 1;
  return raw === NEITHER && effectiveBackground(state, t) === wanted ? 0.5 : 0;
}

/** How far from the level that a quiet bar tests, as a share of that level. */
function distanceToLevel(kind: SignalKind, isBullish: boolean, state: RuleState, t: number): number {
  const resistance = at(state.resistance30, t);
  if (kind === 'TEST_FOR_SUPPLY' && isTestAtResistance(state, t)) return Math.abs(at(state.close, t) / resistance - 1);
  return Math.abs(isBullish ? at(state.low, t) / at(state.support30, t) - 1 : at(state.high, t) / resistance - 1);
}

const TOUCH = tolerantBound('atMost', 1.01);

function springTerms({ volumeFrom, volumeTo }: Of<'SPRING'>, state: RuleState, t: number): ScoreTerms {
  const support = at(state.support30, t);
  let touches = 0;
  for (let u = t - 32; u <= t - 3; u++) touches += Number(at(state.low, u) <= support * TOUCH);
  return [
    15 * ramp(at(state.closePosition, t), 0.6, 1),
    12 * ramp(fraction(at(state.close, t) - support, at(state.atr14, t)), 0, 1),
    10 * ramp(at(state.volumeRatio, t), volumeFrom, volumeTo),
    8 * ramp(touches, 1, 3),
  ];
}

function effortTerms({ volume, move }: Of<'EFFORT'>, isBullish: boolean, state: RuleState, t: number): ScoreTerms {
  const isNearLevel = (isBullish ? state.isNearSupport : state.isNearResistance)[t] === 1;
  const isBackedUp = effectiveBackground(state, t) === (isBullish ? STRENGTH : WEAKNESS);
  return [
    20 * ramp(at(state.volumeRatio, t), volume, volume + 2),
    10 * ramp(Math.abs(at(state.changePct, t)), move, 0),
    8 * ramp(at(state.spreadRatio, t), 1.2, 0.5),
    7 * (0.5 * Number(isNearLevel) + 0.5 * Number(isBackedUp)),
  ];
}

function climaxTerms({ side }: Of<'CLIMAX'>, state: RuleState, t: number): ScoreTerms {
  const isSelling = side === 'SELLING';
  const distance = (at(state.close, t) / at(state.sma20, t) - 1) * (isSelling ? -100 : 100);
  return [
    18 * ramp(at(state.volumeRatio, t), 2, 4),
    10 * ramp(at(state.spreadRatio, t), 1.8, 3),
    10 * (isSelling ? ramp(at(state.closePosition, t), 0.3, 0.8) : ramp(at(state.closePosition, t), 0.6, 0.1)),
    7 * ramp(distance, 5, 15),
  ];
}
