import { isAbove, isAtLeast, isBelow } from '../tolerance.js';
import { turned } from './phase-bar.js';
import { SIDES } from './side.js';
import { emit, type Step } from './step.js';
import { floorOf, type Structure } from './structure.js';

const MIDDLE_CLOSE = 0.5;

/** Last point of support (LPS) or supply (LPSY), once in a structure: a quiet dip that holds above the low of the shakeout. */
export function seeLastPoint(step: Step, structure: Structure): void {
  const { bar, thresholds, memory } = step;
  if (structure.lastPointBar !== null) return;
  const { low, previousLow } = turned(bar, structure.side);
  const isDip =
    isAbove(low, structure.shakeoutLow ?? floorOf(structure)) &&
    isBelow(low, previousLow) &&
    isBelow(bar.volumeRatio, thresholds.quiet) &&
    (structure.side === 'ACC' ? isAtLeast(bar.closePosition, MIDDLE_CLOSE) : isBelow(bar.closePosition, MIDDLE_CLOSE));
  if (!isDip) return;
  structure.lastPointBar = memory.bar;
  emit(step, SIDES[structure.side].lastPoint);
}
