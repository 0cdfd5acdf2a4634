import { isAbove, isAtLeast, isAtMost, isBelow } from '../tolerance.js';
import { turned, type TurnedBar } from './phase-bar.js';
import { emit, leaveStructure, type Step } from './step.js';
import type { Structure } from './structure.js';

/** Bars after the climax within which a close may become the reaction. */
const CANDIDATE_BARS = 15;
/** Bars after the climax by which the reaction has to be known. */
const REACTION_BARS = 30;
/** ATRs of the climax bar from the low to the reaction's close, and back from it until it is known. */
const RISE_ATRS = 2;
const RETURN_ATRS = 1;

/** Phase A until the automatic reaction (AR) is known: prices rise from the low, and come back from the highest close. */
export function awaitReaction(step: Step, structure: Structure): void {
  const { memory, bar } = step;
  const prices = turned(bar, structure.side);
  followLowest(structure, prices);
  if (structure.highSinceLowest !== null && memory.bar <= structure.climaxBar + CANDIDATE_BARS) {
    const { candidate, highSinceLowest } = structure;
    if (candidate === null || isAbove(prices.close, candidate.close))
      structure.candidate = { close: prices.close, bar: memory.bar, day: bar.day, high: highSinceLowest };
  }
  const { candidate, climaxAtr } = structure;
  if (candidate !== null && climaxAtr !== null && memory.bar > candidate.bar && hasReacted(structure.lowest, climaxAtr)) {
    structure.base = structure.lowest;
    structure.reaction = { bar: candidate.bar, high: candidate.high };
    emit(step, 'AR', candidate.day);
  } else if (memory.bar >= structure.climaxBar + REACTION_BARS) leaveStructure(memory, memory.trend);

  function hasReacted(lowest: number, atr: number): boolean {
    if (candidate === null) return false;
    return isAtLeast(candidate.close, lowest + RISE_ATRS * atr) && isAtMost(prices.close, candidate.close - RETURN_ATRS * atr);
  }
}

/** A new low drops the candidate; any other bar may raise the high since the low. */
function followLowest(structure: Structure, { low, high }: TurnedBar): void {
  if (isBelow(low, structure.lowest)) {
    structure.lowest = low;
    structure.highSinceLowest = null;
    structure.candidate = null;
  } else structure.highSinceLowest = Math.max(structure.highSinceLowest ?? -Infinity, high);
}
