import { SIGNAL_KINDS, type SignalKind } from './detectors/index.js';

/** The bits that these kinds have in the column `fired`. */
export function firedBits(...kinds: readonly SignalKind[]): number {
  return kinds.reduce((bits, kind) => bits | (1 << SIGNAL_KINDS.indexOf(kind)), 0);
}
