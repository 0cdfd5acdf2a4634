import { isAbove, isAtLeast, isAtMost, isBelow } from '../tolerance.js';
import { moved, turned } from './phase-bar.js';
import type { PhaseEventName } from './phase.js';
import { testSecondary } from './secondary-test.js';
import { CAUSE_CLOSES } from './stage-a.js';
import { emit, type Step } from './step.js';
import { floorOf, type Reaction, type Structure } from './structure.js';
import { isThrust } from './thrust.js';

/** A spring closes this high in its spread, goes at most so far below the floor (per cent) and stays under this volumeRatio. */
const SPRING_CLOSE = 0.6;
const SPRING_DEPTH_PERCENT = 5;
const SPRING_VOLUME = 1.2;
const MIDDLE_CLOSE = 0.5;

/** Phase B: the range is built until it is shaken out or tested for good. */
export function stepStageB(step: Step, structure: Structure, reaction: Reaction): void {
  const shakeout = structure.side === 'ACC' ? springOf(step, structure) : isThrust(step, structure) ? 'UTAD' : undefined;
  if (shakeout !== undefined) {
    structure.shakeoutLow = turned(step.bar, structure.side).low;
    structure.stage = 'C';
    emit(step, shakeout);
  } else if (isFinalTest(step, structure, reaction)) {
    structure.stage = 'C';
    emit(step, 'TEST');
  } else testSecondary(step, structure, reaction);
}

function springOf({ bar, thresholds }: Step, structure: Structure): PhaseEventName | undefined {
  const floor = floorOf(structure);
  const { low, close } = turned(bar, structure.side);
  if (!isBelow(low, floor) || !isAbove(close, floor) || !isAtLeast(bar.closePosition, SPRING_CLOSE)) return undefined;
  if (isAtLeast(low, moved(floor, -SPRING_DEPTH_PERCENT)) && isBelow(bar.volumeRatio, SPRING_VOLUME)) return 'SPRING';
  return isAtLeast(bar.volumeRatio, thresholds.heavy) ? 'SHAKEOUT' : undefined;
}

/** A quiet bar in the lower third of a range that has lasted. */
function isFinalTest({ bar, thresholds }: Step, structure: Structure, { high }: Reaction): boolean {
  const floor = floorOf(structure);
  const { low, close } = turned(bar, structure.side);
  const closesWell = structure.side === 'ACC' ? isAtLeast(bar.closePosition, MIDDLE_CLOSE) : isAtMost(bar.closePosition, MIDDLE_CLOSE);
  return (
    closesWell &&
    structure.insideCount >= CAUSE_CLOSES &&
    isAtMost(low, floor + (high - floor) / 3) &&
    isAtLeast(close, floor) &&
    isBelow(bar.volumeRatio, thresholds.quiet)
  );
}
