import { SIGNAL_KINDS, type SignalKind } from './detectors/index.js';

/** Every name that a rule of any rule set can have. DEMAND_SURGE is no pattern of the catalogue: only quick rules find it. */
export type RuleKind = SignalKind | 'DEMAND_SURGE';

/** All names. A name has the same bit in `fired` whatever the rule set, so what reads the column need not know which one ran. */
export const RULE_KINDS: readonly RuleKind[] = [...SIGNAL_KINDS, 'DEMAND_SURGE'];

const BITS: ReadonlyMap<string, number> = new Map(RULE_KINDS.map((kind, place) => [kind, 1 << place]));

/** The bit of a name in the column `fired`; 0 for what is no name. */
export function bitOfKind(kind: string): number {
  return BITS.get(kind) ?? 0;
}
