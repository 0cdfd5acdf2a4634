import { isAtLeast, isAtMost, isBelow } from '../tolerance.js';
import { moved, turned } from './phase-bar.js';
import { SIDES } from './side.js';
import { emit, leaveStructure, type Step } from './step.js';
import type { Reaction, Structure } from './structure.js';

/** Bars from the breakout on, or per cent beyond the range, that make a trend. */
const TREND_BARS = 5;
const TREND_PERCENT = 10;
/** How near the broken range a back-up has to come, per cent. */
const BACK_UP_PERCENT = 3;

/** Phase E: the breakout holds and becomes a trend, or prices fall back into the range. */
export function stepStageE(step: Step, structure: Structure, { high }: Reaction): void {
  const { close } = turned(step.bar, structure.side);
  if (isBelow(close, high)) {
    structure.stage = 'D';
    structure.breakoutCount = 0;
    return;
  }
  structure.breakoutCount++;
  if (isBackUp(step, structure, high)) emit(step, 'BU');
  if (structure.breakoutCount < TREND_BARS && !isAtLeast(close, moved(high, TREND_PERCENT))) return;
  const { success } = SIDES[structure.side];
  emit(step, success);
  leaveStructure(step.memory, success);
}

/** Back-up (BU), once in an accumulation: prices come back near the range on less volume than the breakout had. */
function isBackUp({ bar }: Step, { side, seen, breakoutVolume }: Structure, high: number): boolean {
  if (side === 'DIST' || seen.includes('BU') || breakoutVolume === null) return false;
  return isAtMost(turned(bar, side).low, moved(high, BACK_UP_PERCENT)) && isBelow(bar.volume, breakoutVolume);
}
