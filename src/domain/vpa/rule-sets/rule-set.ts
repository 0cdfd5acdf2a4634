import type { Detector } from '../detector.js';
import type { RuleKind } from '../kinds.js';

/**
 * Rules that are run together, as data. What is published under a version never changes: a change of any rule is a new
 * version, and old signals keep the one that found them.
 */
export interface RuleSet<Kind extends RuleKind = RuleKind> {
  /** What people ask for: the newest version of the name. */
  readonly name: string;
  /** The name and a number: `textbook-1`. Signals carry it. */
  readonly version: string;
  /** Where the rules come from and what they are for, one line each. */
  readonly summary: { readonly en: string; readonly vi: string };
  /** In the order in which they are evaluated and reported. A rule can ask for one before it, not for one behind it. */
  readonly detectors: readonly Detector<Kind>[];
  /** On an index a threshold of volumeRatio (first) is another one (second); thresholds that are not listed stay. */
  readonly indexVolumeRatios: readonly (readonly [stock: number, index: number])[];
  /** What is known to be wrong with the set as a whole, a sentence each. */
  readonly faults: readonly string[];
}

/** What volumeRatio has to be held against where a rule names this threshold. */
export function volumeThresholdOf({ indexVolumeRatios }: RuleSet, isIndex: boolean): (threshold: number) => number {
  const onIndex = new Map(indexVolumeRatios);
  return isIndex ? (threshold) => onIndex.get(threshold) ?? threshold : (threshold) => threshold;
}
