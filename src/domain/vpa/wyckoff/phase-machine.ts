import { forgetOldPhase } from './age.js';
import { startStructure } from './climax.js';
import { failStructure } from './failure.js';
import type { PhaseBar } from './phase-bar.js';
import { phaseConfidence } from './phase-confidence.js';
import { phaseOf, type PhaseMemory } from './phase-memory.js';
import type { Phase, PhaseEvent } from './phase.js';
import { seePreliminary } from './preliminary.js';
import { progress } from './progress.js';
import type { Step, VolumeThresholds } from './step.js';
import { tradingRange, type Structure } from './structure.js';
import { changeTrend } from './trend-change.js';

/** A secondary test that became known in an accumulation, by how many bars ago its climax and its reaction were. */
export interface KnownSecondaryTest {
  readonly barsSinceClimax: number;
  readonly barsSinceReaction: number;
}

/** What is known of a stock after a bar. */
export interface PhaseReading {
  readonly phase: Phase;
  /** 0 to 1. */
  readonly confidence: number;
  /** The trading range, unit of the bars; null outside of a structure, or where its end is not known yet. */
  readonly rangeLow: number | null;
  readonly rangeHigh: number | null;
  /** What this bar made known, in the order in which it did. */
  readonly events: readonly PhaseEvent[];
  /** Set on a bar on which ST became known in an accumulation. */
  readonly secondaryTest: KnownSecondaryTest | null;
}

/**
 * Takes the machine over one bar: changes the memory and tells what is known after it. Nothing but the memory and the bar
 * counts, so bar by bar and in bulk are the same.
 */
export function stepPhase(memory: PhaseMemory, bar: PhaseBar, thresholds: VolumeThresholds): PhaseReading {
  memory.bar++;
  const step: Step = { memory, bar, thresholds, events: [] };
  const lowestBefore = memory.structure?.lowest;
  forgetOldPhase(step);
  failStructure(step);
  progress(step);
  const tested = memory.structure;
  changeTrend(step);
  startStructure(step, lowestBefore);
  seePreliminary(step);
  const range = memory.structure === null ? null : tradingRange(memory.structure);
  return {
    phase: phaseOf(memory),
    confidence: phaseConfidence(memory, bar),
    rangeLow: range?.low ?? null,
    rangeHigh: range?.high ?? null,
    events: step.events,
    secondaryTest: knownSecondaryTest(step, tested),
  };
}

function knownSecondaryTest({ memory, events }: Step, structure: Structure | null): KnownSecondaryTest | null {
  if (structure?.side !== 'ACC' || structure.reaction === null || !events.some(({ name }) => name === 'ST')) return null;
  return { barsSinceClimax: memory.bar - structure.climaxBar, barsSinceReaction: memory.bar - structure.reaction.bar };
}
