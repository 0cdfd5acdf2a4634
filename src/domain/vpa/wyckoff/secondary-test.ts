import { isAtLeast, isAtMost, isBelow } from '../tolerance.js';
import { moved, turned } from './phase-bar.js';
import { emit, type Step } from './step.js';
import type { Reaction, Structure } from './structure.js';

/** How far above the low of the climax a test may stay, per cent, where half the range is less. */
const NEAR_BASE_PERCENT = 3;
/** Share of the climax' volume below which a test stays. */
const QUIET_SHARE = 0.7;

/** Secondary test (ST): prices come back to the lower half of the range on much less volume than the climax had, each time lower. */
export function testSecondary(step: Step, structure: Structure, reaction: Reaction): void {
  const { bar } = step;
  const { base, secondaryTest } = structure;
  const { low, close } = turned(bar, structure.side);
  const reach = Math.max(moved(base, NEAR_BASE_PERCENT), (base + reaction.high) / 2);
  const isTest = isAtMost(low, reach) && isBelow(bar.volume, QUIET_SHARE * structure.climaxVolume) && isAtLeast(close, base);
  if (!isTest || (secondaryTest !== null && !isBelow(low, secondaryTest))) return;
  structure.secondaryTest = low;
  emit(step, 'ST');
}
