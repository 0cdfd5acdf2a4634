import { firedBits } from '../fired-bits.js';
import { isAtLeast } from '../tolerance.js';
import { turned } from './phase-bar.js';
import type { Side } from './phase.js';
import { SIDES } from './side.js';
import { emit, type Step } from './step.js';
import { floorOf, type Reaction, type Structure } from './structure.js';

/** The signals that show strength in an accumulation, weakness in a distribution. */
const SIGNS: Readonly<Record<Side, number>> = {
  ACC: firedBits('PROFESSIONAL_VOLUME', 'JUMP_OVER_CREEK', 'EFFORT_RESULT_HARMONY'),
  DIST: firedBits('SUPPLY_OVERCOMES_DEMAND'),
};

/** Whether a bar closes in the upper half of the range. */
export function isInUpperHalf({ bar }: Step, structure: Structure, { high }: Reaction): boolean {
  return isAtLeast(turned(bar, structure.side).close, (floorOf(structure) + high) / 2);
}

/** Sign of strength (SOS) or weakness (SOW). True where the bar is one; it is told the first time only. */
export function showSign(step: Step, structure: Structure, reaction: Reaction): boolean {
  const isSign = (step.bar.fired & SIGNS[structure.side]) !== 0 && isInUpperHalf(step, structure, reaction);
  const { sign } = SIDES[structure.side];
  if (isSign && !structure.seen.includes(sign)) emit(step, sign);
  return isSign;
}
