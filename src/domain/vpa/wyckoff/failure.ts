import { isAbove, isAtLeast, isBelow } from '../tolerance.js';
import { turned, type PhaseBar } from './phase-bar.js';
import { SIDES } from './side.js';
import { emit, leaveStructure, type Step } from './step.js';
import { floorOf, type Structure } from './structure.js';

/** A fall through the floor of an accumulation counts at once only with this volumeRatio, of an index too. */
const VOLUME_OF_FAILURE = 1.2;
/** Closes in a row below the floor that fail a structure whatever their volume. */
const CLOSES_OF_FAILURE = 3;

/** Step 1: the structure takes the volume of the bar into its sums, and fails where prices leave it on the wrong side. */
export function failStructure(step: Step): void {
  const { bar, memory } = step;
  const { structure } = memory;
  if (structure === null) return;
  addVolume(structure, bar);
  const { close } = turned(bar, structure.side);
  const floor = floorOfFailure(structure);
  structure.belowCount = isBelow(close, floor) ? structure.belowCount + 1 : 0;
  const isDeep = isBelow(close, floor - bar.atr14) && (structure.side === 'DIST' || isAtLeast(bar.volumeRatio, VOLUME_OF_FAILURE));
  if (!isDeep && structure.belowCount < CLOSES_OF_FAILURE) return;
  emit(step, 'FAIL');
  leaveStructure(memory, SIDES[structure.side].failure);
}

function addVolume({ rising, falling }: Structure, { close, previousClose, volumeRatio }: PhaseBar): void {
  if (Number.isNaN(volumeRatio)) return;
  const side = isAbove(close, previousClose) ? rising : isBelow(close, previousClose) ? falling : undefined;
  if (side === undefined) return;
  side.sum += volumeRatio;
  side.count++;
}

function floorOfFailure(structure: Structure): number {
  if (structure.reaction === null) return structure.base;
  return structure.shakeoutLow ?? floorOf(structure);
}
