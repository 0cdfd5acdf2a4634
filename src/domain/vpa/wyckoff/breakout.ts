import { isAbove, isAtLeast } from '../tolerance.js';
import { moved, turned } from './phase-bar.js';
import { SIDES } from './side.js';
import { emit, type Step } from './step.js';
import type { Reaction, Structure } from './structure.js';

/** How far above the range an accumulation has to close, per cent. */
const JUMP_PERCENT = 1;
/** Closes in a row outside of a distribution that break it without volume. */
const CLOSES_OF_BREAK = 3;

/** Jump over the creek (JOC), or fall through the ice (FTI): a close outside of the range leads to phase E. True where it happened. */
export function breakOut(step: Step, structure: Structure, reaction: Reaction): boolean {
  if (!isBreakout(step, structure, reaction)) return false;
  structure.stage = 'E';
  structure.breakoutVolume = step.bar.volume;
  structure.breakoutCount = 1;
  emit(step, SIDES[structure.side].breakout);
  return true;
}

function isBreakout({ bar, thresholds }: Step, structure: Structure, { high }: Reaction): boolean {
  const { close } = turned(bar, structure.side);
  if (structure.side === 'ACC') return isAbove(close, moved(high, JUMP_PERCENT));
  return isAbove(close, high) && (isAtLeast(bar.volumeRatio, thresholds.heavy) || structure.aboveCount >= CLOSES_OF_BREAK);
}
