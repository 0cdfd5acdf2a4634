import { indexVolumeThreshold } from '../index-thresholds.js';
import type { PhaseBar } from './phase-bar.js';
import type { PhaseMemory } from './phase-memory.js';
import type { PhaseEvent, PhaseEventName, Trend } from './phase.js';

/** Thresholds of volumeRatio that differ between stocks and indices. */
export interface VolumeThresholds {
  readonly heavy: number;
  readonly quiet: number;
}

const HEAVY = 1.5;
const QUIET = 0.7;
const STOCK: VolumeThresholds = { heavy: HEAVY, quiet: QUIET };
const INDEX: VolumeThresholds = { heavy: indexVolumeThreshold(HEAVY), quiet: indexVolumeThreshold(QUIET) };

export function volumeThresholds(isIndex: boolean): VolumeThresholds {
  return isIndex ? INDEX : STOCK;
}

/** One bar on its way through the rules, which change the memory and add events. */
export interface Step {
  readonly memory: PhaseMemory;
  readonly bar: PhaseBar;
  readonly thresholds: VolumeThresholds;
  readonly events: PhaseEvent[];
}

/** Notes an event of a bar, by default of this one. */
export function emit({ memory, bar, events }: Step, name: PhaseEventName, eventDay = bar.day): void {
  events.push({ name, knownDay: bar.day, eventDay });
  memory.lastEventBar = memory.bar;
  const { structure } = memory;
  if (structure !== null && !structure.seen.includes(name)) structure.seen.push(name);
}

/** Ends the structure; what is left is a trend. */
export function leaveStructure(memory: PhaseMemory, trend: Trend): void {
  memory.structure = null;
  memory.trend = trend;
  memory.againstTrend = 0;
}
