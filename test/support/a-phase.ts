import { volumeThresholds } from '../../src/domain/vpa/wyckoff/step.js';
import type { PhaseBar } from '../../src/domain/vpa/wyckoff/phase-bar.js';
import { stepPhase, type PhaseReading } from '../../src/domain/vpa/wyckoff/phase-machine.js';
import { newPhaseMemory, type PhaseMemory } from '../../src/domain/vpa/wyckoff/phase-memory.js';
import { structureFrom, type Structure } from '../../src/domain/vpa/wyckoff/structure.js';

/** A bar in the middle of everything, on which no rule has anything to say. */
function aPhaseBar(changes: Partial<PhaseBar> = {}): PhaseBar {
  return {
    day: 20_000,
    high: 111,
    low: 109,
    close: 110,
    volume: 800,
    previousHigh: 111,
    previousLow: 109,
    previousClose: 110,
    volumeRatio: 1,
    closePosition: 0.5,
    atr14: 2,
    sma50: 110,
    high60: 200,
    low60: 50,
    highestClose60: 200,
    lowestClose60: 50,
    isDowntrend: false,
    isUptrend: false,
    fired: 0,
    volumeBalance30: 0,
    ...changes,
  };
}

const CLIMAX_BAR = 20;

/** An accumulation whose range is known: 100 to 120, its climax had a volume of 1 000. */
export function anAccumulation(changes: Partial<Structure> = {}): Structure {
  const climax = aPhaseBar({ high: 104, low: 100, close: 103, volume: 1000 });
  return { ...structureFrom(climax, CLIMAX_BAR, 'ACC'), reaction: { bar: 25, high: 120 }, seen: ['SC', 'AR'], ...changes };
}

/** A distribution whose range is known, 100 to 120; its numbers are turned over. */
export function aDistribution(changes: Partial<Structure> = {}): Structure {
  const climax = aPhaseBar({ high: 120, low: 116, close: 117, volume: 1000 });
  return { ...structureFrom(climax, CLIMAX_BAR, 'DIST'), reaction: { bar: 25, high: -100 }, seen: ['BC', 'AR'], ...changes };
}

/** After bar 50, the latest event ten bars before. */
export function aPhaseMemory(changes: Partial<PhaseMemory> = {}): PhaseMemory {
  return { ...newPhaseMemory(), bar: 50, lastEventBar: 40, ...changes };
}

/** Steps over one bar; what it said in short: phase, and events with `@` where they are about another day. */
export function stepOver(memory: PhaseMemory, changes: Partial<PhaseBar> = {}, isIndex = false): PhaseReading & { readonly said: string } {
  const bar = aPhaseBar(changes);
  const reading = stepPhase(memory, bar, volumeThresholds(isIndex));
  const events = reading.events.map(({ name, eventDay }) => (eventDay === bar.day ? name : `${name}@${eventDay}`));
  return { ...reading, said: [reading.phase, ...events].join(' ') };
}
