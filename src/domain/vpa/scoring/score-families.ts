import type { SignalKind } from '../detectors/index.js';

/** How the quality of a pattern is judged: kinds of a family share the four terms. */
export type ScoreFamily =
  /** Strength on volume: volume, close, spread above `volume`, `close`, `spread`. */
  | { readonly family: 'UP'; readonly volume: number; readonly close: number; readonly spread: number }
  /** Weakness on volume; `depth` is what the last term measures. */
  | {
      readonly family: 'DOWN';
      readonly volume: number;
      readonly close: number;
      readonly spread: number;
      readonly depth: 'ABOVE_RESISTANCE' | 'UNDER_SUPPORT' | 'FALL';
    }
  /** Little volume, little spread, and what came before. */
  | { readonly family: 'QUIET' }
  | { readonly family: 'SPRING'; readonly volumeFrom: number; readonly volumeTo: number }
  /** Much volume, little result: `move` is the largest move (per cent) that counts as little. */
  | { readonly family: 'EFFORT'; readonly volume: number; readonly move: number }
  | { readonly family: 'CLIMAX'; readonly side: 'SELLING' | 'BUYING' };

const up = (volume: number, close: number, spread: number): ScoreFamily => ({ family: 'UP', volume, close, spread });
const down = (
  volume: number,
  close: number,
  spread: number,
  depth: 'ABOVE_RESISTANCE' | 'UNDER_SUPPORT' | 'FALL' = 'FALL',
): ScoreFamily => ({ family: 'DOWN', volume, close, spread, depth });
const effort = (volume: number, move: number): ScoreFamily => ({ family: 'EFFORT', volume, move });
const QUIET: ScoreFamily = { family: 'QUIET' };

/** Where the terms of each kind begin, in the units of the features. */
export const SCORE_FAMILIES: Readonly<Record<SignalKind, ScoreFamily>> = {
  STOPPING_VOLUME: up(2, 0.6, 1.5),
  PROFESSIONAL_VOLUME: up(1.5, 0.8, 1.2),
  REVERSE_VOLUME: up(1.5, 0.7, 1),
  STRENGTH_ON_RALLY: up(1.2, 0.75, 1),
  JUMP_OVER_CREEK: up(1.5, 0.7, 1.2),
  EFFORT_RESULT_HARMONY: up(1.5, 0.7, 1.2),
  HIGH_VOLUME_NO_PROGRESS: down(2, 0.4, 1.2),
  UPTHRUST: down(1.5, 0.5, 1, 'ABOVE_RESISTANCE'),
  SUPPLY_OVERCOMES_DEMAND: down(1.5, 0.3, 1.2, 'UNDER_SUPPORT'),
  UTAD: down(1.5, 0.5, 1.3, 'ABOVE_RESISTANCE'),
  TOP_REVERSAL: down(1.5, 0.25, 1.3),
  FAILED_SUPPLY_TEST: down(1.2, 0.4, 1),
  SELLING_PRESSURE: down(1.2, 0.35, 1),
  WEAKNESS_ON_GOOD_NEWS: down(1.2, 0.4, 1),
  NO_SUPPLY: QUIET,
  TEST_FOR_SUPPLY: QUIET,
  LPS: QUIET,
  NO_DEMAND: QUIET,
  WEAK_RALLY: QUIET,
  LOW_VOLUME_ADVANCE: QUIET,
  SPRING: { family: 'SPRING', volumeFrom: 1.2, volumeTo: 0.6 },
  SHAKEOUT: { family: 'SPRING', volumeFrom: 1.5, volumeTo: 3 },
  EFFORT_NO_RESULT: effort(1.5, 0.5),
  ABSORPTION: effort(2, 0.5),
  HIDDEN_DEMAND: effort(1, 1.5),
  SELLING_CLIMAX: { family: 'CLIMAX', side: 'SELLING' },
  BUYING_CLIMAX: { family: 'CLIMAX', side: 'BUYING' },
};
