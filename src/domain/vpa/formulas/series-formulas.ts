import { isAbove, isAtLeast } from '../tolerance.js';

const ABNORMAL_FROM = [1.2, 1.5, 2, 2.5, 3];

/** How unusual a volume is, 0 to 5: how many of the steps 1.2, 1.5, 2, 2.5 and 3 the volumeRatio reaches (chapter 5.1). */
export function abnormality(volumeRatio: number): number {
  return ABNORMAL_FROM.filter((step) => isAtLeast(volumeRatio, step)).length;
}

/** The series' score of Stopping Volume, 0 to 100: 60 % how unusual the volume is, 40 % where the bar closes (0 to 1). */
export function stoppingVolumeScore(volumeRatio: number, closePosition: number): number {
  return 0.6 * 20 * abnormality(volumeRatio) + 0.4 * 100 * closePosition;
}

/**
 * The series' score of No Supply (chapter 5.1), at most 100: ten points for each per cent of the body, at most 50, and 125 for
 * each volumeRatio under 0.8. Made for a rising bar; on a falling one, or on more volume, it can be negative, as it is written.
 * @param bodyPct from open to close, per cent
 */
export function noSupplyScore(bodyPct: number, volumeRatio: number): number {
  return Math.min(100, Math.min(10 * bodyPct, 50) + 125 * (0.8 - volumeRatio));
}

/** What the series says of a score: above 70 good, 50 to 70 medium, else weak. */
export function seriesVerdict(score: number): 'GOOD' | 'MEDIUM' | 'WEAK' {
  if (isAbove(score, 70)) return 'GOOD';
  return isAtLeast(score, 50) ? 'MEDIUM' : 'WEAK';
}

/** The confidence of the quick rule DEMAND_SURGE, at most 0.8. Where the rule fires it is 0.5 or more. */
export function demandSurgeConfidence(volumeRatio: number): number {
  return Math.min(0.8, volumeRatio / 5);
}

/** The confidence of the quick rule EFFORT_NO_RESULT, at most 0.9. Where the rule fires it is 0.75 or more. */
export function effortNoResultConfidence(volumeRatio: number): number {
  return Math.min(0.9, volumeRatio / 4);
}

/** The priority of an alert of the quick rules by its confidence: above 0.7 high, else medium. */
export function quickPriority(confidence: number): 'HIGH' | 'MEDIUM' {
  return isAbove(confidence, 0.7) ? 'HIGH' : 'MEDIUM';
}
