import { isAbove, isAtLeast, isAtMost, isBelow } from '../tolerance.js';
import { phaseOf } from './phase-memory.js';
import { emit, type Step } from './step.js';

const MIDDLE_CLOSE = 0.5;
/** Bars in which such a bar stands alone to be the first. */
const ALONE_BARS = 20;

/** Step 5: preliminary support (PS) and supply (PSY), told on the bar after it unless that one goes on to a new extreme close. */
export function seePreliminary(step: Step): void {
  const { memory, bar, thresholds } = step;
  const { candidate } = memory;
  memory.candidate = null;
  if (candidate !== null && !isRefuted(step, candidate.name)) emit(step, candidate.name, candidate.day);

  if (!isAtLeast(bar.volumeRatio, thresholds.heavy)) return;
  if (bar.isDowntrend && isAtLeast(bar.closePosition, MIDDLE_CLOSE)) {
    if (isAlone(memory.bar, memory.supportBar) && mayPrecede(step, 'MARKDOWN')) memory.candidate = { name: 'PS', day: bar.day };
    memory.supportBar = memory.bar;
  }
  if (bar.isUptrend && isAtMost(bar.closePosition, MIDDLE_CLOSE)) {
    if (isAlone(memory.bar, memory.supplyBar) && mayPrecede(step, 'MARKUP')) memory.candidate = { name: 'PSY', day: bar.day };
    memory.supplyBar = memory.bar;
  }
}

function isRefuted({ bar }: Step, name: 'PS' | 'PSY'): boolean {
  return name === 'PS' ? isBelow(bar.close, bar.lowestClose60) : isAbove(bar.close, bar.highestClose60);
}

function isAlone(bar: number, before: number | null): boolean {
  return before === null || bar - before > ALONE_BARS;
}

function mayPrecede({ memory }: Step, trend: 'MARKUP' | 'MARKDOWN'): boolean {
  const phase = phaseOf(memory);
  return phase === 'UNKNOWN' || phase === trend;
}
