import { isAtLeast, isAtMost, isBelow } from '../tolerance.js';
import type { Step } from './step.js';
import { floorOf, type Structure } from './structure.js';

/** How far above the top of a distribution a thrust has to reach, and how far below it it has to close, as shares of the top. */
const REACH = 1.005;
const CLOSE = 0.998;
const WEAK_CLOSE = 0.5;

/** Whether a bar of a distribution thrusts above its top on volume and closes back below it. In real prices. */
export function isThrust({ bar, thresholds }: Step, structure: Structure): boolean {
  const top = -floorOf(structure);
  return (
    isAtLeast(bar.high, REACH * top) &&
    isAtMost(bar.close, CLOSE * top) &&
    isAtLeast(bar.volumeRatio, thresholds.heavy) &&
    isBelow(bar.closePosition, WEAK_CLOSE)
  );
}
