import type { SignalKind } from '../detectors/index.js';
import type { RuleState } from '../rule-state.js';
import { isBelow } from '../tolerance.js';
import type { KnownSecondaryTest } from '../wyckoff/phase-machine.js';
import { firedOn } from './fired-on.js';

/** Two signals, or three events, that belong together: the last of them is worth more. */
export type Sequence = 'SPRING>LPS' | 'STOPPING_VOLUME>NO_SUPPLY' | 'PROFESSIONAL_VOLUME>JUMP_OVER_CREEK' | 'SC>AR>ST';

/** What the last member of a sequence adds to its score. */
export const SEQUENCE_POINTS = 10;

const LONGEST_WAIT_BARS = 15;

const FIRST_MEMBERS: Partial<Record<SignalKind, { readonly first: SignalKind; readonly name: Sequence }>> = {
  LPS: { first: 'SPRING', name: 'SPRING>LPS' },
  NO_SUPPLY: { first: 'STOPPING_VOLUME', name: 'STOPPING_VOLUME>NO_SUPPLY' },
  JUMP_OVER_CREEK: { first: 'PROFESSIONAL_VOLUME', name: 'PROFESSIONAL_VOLUME>JUMP_OVER_CREEK' },
};

/** The sequence that a signal on bar t completes, one at most; null where it completes none. */
export function completedSequence(
  kind: SignalKind,
  isBullish: boolean,
  state: RuleState,
  t: number,
  secondaryTest: KnownSecondaryTest | null,
): Sequence | null {
  const pair = FIRST_MEMBERS[kind];
  if (pair !== undefined && hasHeldFirst(pair.first, state, t)) return pair.name;
  return isBullish && secondaryTest !== null && isSwift(secondaryTest) ? 'SC>AR>ST' : null;
}

/** The first member fired on one of the 15 bars before, and no close since was below its low. */
function hasHeldFirst(first: SignalKind, state: RuleState, t: number): boolean {
  let lowestClose = Infinity;
  for (let u = t - 1; u >= Math.max(0, t - LONGEST_WAIT_BARS); u--) {
    lowestClose = Math.min(lowestClose, state.close[u + 1] ?? NaN);
    if (firedOn(first, state, u) && !isBelow(lowestClose, state.low[u] ?? NaN)) return true;
  }
  return false;
}

function isSwift({ barsSinceClimax, barsSinceReaction }: KnownSecondaryTest): boolean {
  return barsSinceClimax - barsSinceReaction <= LONGEST_WAIT_BARS && barsSinceReaction <= LONGEST_WAIT_BARS;
}
