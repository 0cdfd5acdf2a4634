import { SIGNAL_KINDS, type SignalKind } from '../detectors/index.js';
import type { RuleState } from '../rule-state.js';

const BITS: ReadonlyMap<SignalKind, number> = new Map(SIGNAL_KINDS.map((kind, place) => [kind, 1 << place]));

/** Whether a kind fired on bar t; false for bars that are not there. */
export function firedOn(kind: SignalKind, { fired }: RuleState, t: number): boolean {
  return ((fired[t] ?? 0) & (BITS.get(kind) ?? 0)) !== 0;
}
