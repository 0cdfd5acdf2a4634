import { seeLastPoint } from './last-point.js';
import { isInUpperHalf, showSign } from './sign.js';
import type { Step } from './step.js';
import type { Reaction, Structure } from './structure.js';

/** Phase C: after the shakeout or the test a sign of strength is awaited, or a last point that holds. */
export function stepStageC(step: Step, structure: Structure, reaction: Reaction): void {
  if (showSign(step, structure, reaction)) structure.stage = 'D';
  else if (structure.lastPointBar !== null && isInUpperHalf(step, structure, reaction)) structure.stage = 'D';
  else seeLastPoint(step, structure);
}
