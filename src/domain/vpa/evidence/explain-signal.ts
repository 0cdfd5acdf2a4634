import type { SeriesAnalysis } from '../analyse-series.js';
import { DETECTORS, type SignalKind } from '../detectors/index.js';
import { RULE_VERSION } from '../signal.js';
import type { Evidence } from './evidence.js';

/** Why a rule fired on a bar, or why it did not. */
export interface SignalExplanation {
  readonly kind: SignalKind;
  readonly ruleVersion: string;
  /** What the rule is about. */
  readonly summary: { readonly en: string; readonly vi: string };
  readonly hasFired: boolean;
  readonly direction: 'BULLISH' | 'BEARISH';
  /** All of the rule's conditions, in its order; those that do not hold are why it did not fire. */
  readonly conditions: readonly Evidence[];
}

/** Explains what a rule made of bar t, whether it fired or not. Bars before the 21st are never signals. */
export function explainSignal({ state, evidenceAt, directionAt }: SeriesAnalysis, t: number, kind: SignalKind): SignalExplanation {
  const place = DETECTORS.findIndex((detector) => detector.kind === kind);
  const detector = DETECTORS[place] ?? DETECTORS[0];
  return {
    kind,
    ruleVersion: RULE_VERSION,
    summary: detector.summary,
    hasFired: ((state.fired[t] ?? 0) & (1 << place)) !== 0,
    direction: directionAt(detector, t),
    conditions: evidenceAt(detector, t),
  };
}
