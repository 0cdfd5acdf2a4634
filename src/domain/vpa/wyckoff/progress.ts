import { isAbove, isAtLeast, isAtMost } from '../tolerance.js';
import { breakOut } from './breakout.js';
import { seeLastPoint } from './last-point.js';
import { turned } from './phase-bar.js';
import { awaitReaction } from './reaction.js';
import { showSign } from './sign.js';
import { stepStageA } from './stage-a.js';
import { stepStageB } from './stage-b.js';
import { stepStageC } from './stage-c.js';
import { stepStageE } from './stage-e.js';
import type { Step } from './step.js';
import { floorOf, type Reaction, type Structure } from './structure.js';

/** Step 2: the structure goes on by at most one stage. */
export function progress(step: Step): void {
  const { structure } = step.memory;
  if (structure === null) return;
  const { reaction } = structure;
  if (reaction === null) {
    awaitReaction(step, structure);
    return;
  }
  countClose(step, structure, reaction);
  if (structure.stage !== 'E' && breakOut(step, structure, reaction)) return;
  switch (structure.stage) {
    case 'A':
      return stepStageA(step, structure, reaction);
    case 'B':
      return stepStageB(step, structure, reaction);
    case 'C':
      return stepStageC(step, structure, reaction);
    case 'D':
      showSign(step, structure, reaction);
      return seeLastPoint(step, structure);
    case 'E':
      return stepStageE(step, structure, reaction);
  }
}

function countClose({ bar }: Step, structure: Structure, { high }: Reaction): void {
  const { close } = turned(bar, structure.side);
  if (isAtLeast(close, floorOf(structure)) && isAtMost(close, high)) structure.insideCount++;
  structure.aboveCount = isAbove(close, high) ? structure.aboveCount + 1 : 0;
}
