import { DETECTORS, type SignalKind } from '../detectors/index.js';
import type { RuleState } from '../rule-state.js';
import type { KnownSecondaryTest } from '../wyckoff/phase-machine.js';
import { clamp, roundHalfUp } from './ramp.js';
import { scoreTerms, type ScoreTerms } from './score-terms.js';
import { completedSequence, SEQUENCE_POINTS, type Sequence } from './sequence.js';

/** How well formed a pattern is, and of what that is made. */
export interface Score {
  /** 0 to 100, whole. */
  readonly score: number;
  readonly terms: ScoreTerms;
  readonly sequence: Sequence | null;
}

const STARS: ReadonlyMap<SignalKind, number> = new Map(DETECTORS.map(({ kind, stars }) => [kind, stars]));

/** Base strength of a kind, 1 to 4. */
export function starsOf(kind: SignalKind): number {
  return STARS.get(kind) ?? 0;
}

/**
 * Scores a signal on bar t (rule set textbook-1): 35, five points a star, at most 45 for the form, ten for completing a sequence.
 * @param secondaryTest what the phase machine made known on the bar
 */
export function scoreSignal(
  kind: SignalKind,
  isBullish: boolean,
  state: RuleState,
  t: number,
  secondaryTest: KnownSecondaryTest | null,
): Score {
  const terms = scoreTerms(kind, isBullish, state, t);
  const sequence = completedSequence(kind, isBullish, state, t, secondaryTest);
  const form = terms[0] + terms[1] + terms[2] + terms[3];
  const points = roundHalfUp(35 + 5 * starsOf(kind) + form) + (sequence === null ? 0 : SEQUENCE_POINTS);
  return { score: clamp(points, 0, 100), terms, sequence };
}

/** The score under the circumstances, 0 to 100 with one decimal. */
export function adjustedScore(score: number, multiplier: number): number {
  return Math.min(100, score * multiplier);
}
