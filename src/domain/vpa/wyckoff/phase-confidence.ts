import { isAbove, isBelow } from '../tolerance.js';
import type { PhaseBar } from './phase-bar.js';
import type { PhaseMemory } from './phase-memory.js';
import { SIDES } from './side.js';
import type { Structure, VolumeSum } from './structure.js';

/** Shares of the confidence that prices and that volumes give. */
const PRICE_SHARE = 0.7;
const VOLUME_SHARE = 0.3;

/** How much of what a phase should show was seen, 0 to 1: its events, or the side of SMA50, and on which bars the volume was. */
export function phaseConfidence({ structure, trend }: PhaseMemory, bar: PhaseBar): number {
  if (structure !== null) return PRICE_SHARE * shareOfEvents(structure) + VOLUME_SHARE * Number(isCarriedByVolume(structure));
  switch (trend) {
    case 'UNKNOWN':
      return 0;
    case 'MARKUP':
      return PRICE_SHARE * Number(isAbove(bar.close, bar.sma50)) + VOLUME_SHARE * Number(bar.volumeBalance30 > 0);
    case 'MARKDOWN':
      return PRICE_SHARE * Number(isBelow(bar.close, bar.sma50)) + VOLUME_SHARE * Number(bar.volumeBalance30 < 0);
  }
}

function shareOfEvents({ side, stage, seen }: Structure): number {
  const expected = SIDES[side].expected[stage];
  return expected.filter((forms) => forms.some((form) => seen.includes(form))).length / expected.length;
}

function isCarriedByVolume({ side, rising, falling }: Structure): boolean {
  if (rising.count === 0 || falling.count === 0) return false;
  return side === 'ACC' ? isAbove(mean(rising), mean(falling)) : isAbove(mean(falling), mean(rising));
}

function mean({ sum, count }: VolumeSum): number {
  return sum / count;
}
