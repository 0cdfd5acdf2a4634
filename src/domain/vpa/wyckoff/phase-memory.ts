import type { Phase, Trend } from './phase.js';
import type { Structure } from './structure.js';

/** A bar of preliminary support (PS) or supply (PSY) that waits for the next bar to be told. */
export interface PreliminaryCandidate {
  readonly name: 'PS' | 'PSY';
  readonly day: number;
}

/**
 * The state of the machine after a bar: JSON of constant size. A scan that stored it goes on with the next bar as if it had
 * never stopped. It holds prices in the unit of the bars, so restated prices ask for a new run from the first bar.
 */
export interface PhaseMemory {
  /** Number of the latest bar, counted from 0; −1 before the first. */
  bar: number;
  /** Where there is a structure: what it started from. */
  trend: Trend;
  structure: Structure | null;
  /** Number of the bar of the latest event, or of the latest close beyond the extremes of 60 bars. */
  lastEventBar: number;
  /** Closes in a row on the wrong side of SMA50. */
  againstTrend: number;
  candidate: PreliminaryCandidate | null;
  /** Numbers of the latest bars that had the look of preliminary support and supply. */
  supportBar: number | null;
  supplyBar: number | null;
}

export function newPhaseMemory(): PhaseMemory {
  return {
    bar: -1,
    trend: 'UNKNOWN',
    structure: null,
    lastEventBar: -1,
    againstTrend: 0,
    candidate: null,
    supportBar: null,
    supplyBar: null,
  };
}

export function phaseOf({ structure, trend }: PhaseMemory): Phase {
  return structure === null ? trend : `${structure.side}_${structure.stage}`;
}
