import { testSecondary } from './secondary-test.js';
import { emit, type Step } from './step.js';
import type { Reaction, Structure } from './structure.js';
import { isThrust } from './thrust.js';

/** Closes inside the range that make a cause even where no test was seen. */
export const CAUSE_CLOSES = 20;

/** Phase A with a known range: it lasts until it was tested, or for 20 closes inside. */
export function stepStageA(step: Step, structure: Structure, reaction: Reaction): void {
  if (structure.side === 'DIST' && !structure.seen.includes('UT') && isThrust(step, structure)) emit(step, 'UT');
  testSecondary(step, structure, reaction);
  if (structure.seen.includes('ST') || structure.insideCount >= CAUSE_CLOSES) structure.stage = 'B';
}
