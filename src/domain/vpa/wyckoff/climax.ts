import { firedBits } from '../fired-bits.js';
import { isBelow } from '../tolerance.js';
import { turned, type PhaseBar } from './phase-bar.js';
import type { Side } from './phase.js';
import { SIDES } from './side.js';
import { emit, type Step } from './step.js';
import { structureFrom, type Structure } from './structure.js';

const SELLING_CLIMAX = firedBits('SELLING_CLIMAX');
const STOPPING_VOLUME = firedBits('STOPPING_VOLUME');
const BUYING_CLIMAX = firedBits('BUYING_CLIMAX');

/**
 * Step 4: a climax starts a structure where there is none and the trend is the one that it ends, or anew where it goes
 * beyond a climax whose reaction is not known yet.
 * @param lowestBefore the lowest low of the structure (turned) before this bar
 */
export function startStructure(step: Step, lowestBefore: number | undefined): void {
  if (isSellingClimax(step.bar) && mayStart(step, 'ACC', lowestBefore)) start(step, 'ACC');
  else if ((step.bar.fired & BUYING_CLIMAX) !== 0 && mayStart(step, 'DIST', lowestBefore)) start(step, 'DIST');
}

function isSellingClimax({ fired, isDowntrend }: PhaseBar): boolean {
  return (fired & SELLING_CLIMAX) !== 0 || ((fired & STOPPING_VOLUME) !== 0 && isDowntrend);
}

function mayStart({ memory, bar }: Step, side: Side, lowestBefore: number | undefined): boolean {
  const { structure, trend } = memory;
  if (structure === null) return trend === 'UNKNOWN' || trend === SIDES[side].ended;
  return isAwaitingReaction(structure, side) && lowestBefore !== undefined && isBelow(turned(bar, side).low, lowestBefore);
}

function isAwaitingReaction(structure: Structure, side: Side): boolean {
  return structure.side === side && structure.stage === 'A' && structure.reaction === null;
}

function start(step: Step, side: Side): void {
  step.memory.structure = structureFrom(step.bar, step.memory.bar, side);
  step.memory.againstTrend = 0;
  emit(step, SIDES[side].climax);
}
