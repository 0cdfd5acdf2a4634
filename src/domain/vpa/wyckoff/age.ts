import { phaseOf } from './phase-memory.js';
import { leaveStructure, type Step } from './step.js';

/** Bars without an event after which nothing is known any more. */
const FORGOTTEN_AFTER = 250;

/** Step 0: what was learnt too long ago is forgotten. */
export function forgetOldPhase({ memory }: Step): void {
  if (phaseOf(memory) !== 'UNKNOWN' && memory.bar - memory.lastEventBar >= FORGOTTEN_AFTER) leaveStructure(memory, 'UNKNOWN');
}
