import type { SeriesAnalysis } from '../analyse-series.js';
import type { SignalKind } from '../detectors/index.js';
import { DomainError } from '../../errors.js';
import { bitOfKind, type RuleKind } from '../kinds.js';
import type { Evidence } from './evidence.js';

/** Why a rule fired on a bar, or why it did not. */
export interface SignalExplanation<Kind extends RuleKind = SignalKind> {
  readonly kind: Kind;
  readonly ruleVersion: string;
  /** What the rule is about. */
  readonly summary: { readonly en: string; readonly vi: string };
  readonly hasFired: boolean;
  readonly direction: 'BULLISH' | 'BEARISH';
  /** All of the rule's conditions, in its order; those that do not hold are why it did not fire. */
  readonly conditions: readonly Evidence[];
}

/**
 * Explains what a rule made of bar t, whether it fired or not. Bars before the 21st are never signals.
 * @throws {DomainError} NOT_FOUND where the rule set has no such rule
 */
export function explainSignal<Kind extends RuleKind>(
  { ruleSet, state, evidenceAt, directionAt }: SeriesAnalysis<Kind>,
  t: number,
  kind: Kind,
): SignalExplanation<Kind> {
  const detector = ruleSet.detectors.find((each) => each.kind === kind);
  if (detector === undefined) throw new DomainError('NOT_FOUND', `rule set ${ruleSet.version} has no rule ${kind}`);
  return {
    kind,
    ruleVersion: ruleSet.version,
    summary: detector.summary,
    hasFired: ((state.fired[t] ?? 0) & bitOfKind(kind)) !== 0,
    direction: directionAt(detector, t),
    conditions: evidenceAt(detector, t),
  };
}
