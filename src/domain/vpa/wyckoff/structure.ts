import type { PhaseBar } from './phase-bar.js';
import { turned } from './phase-bar.js';
import type { PhaseEventName, Side, Stage } from './phase.js';

/** The highest close since the low, which becomes the automatic reaction once prices come back from it. Prices turned. */
export interface ReactionCandidate {
  readonly close: number;
  readonly bar: number;
  readonly day: number;
  /** Highest price since the low, up to that bar. */
  readonly high: number;
}

/** The automatic reaction as it became known. */
export interface Reaction {
  readonly bar: number;
  /** Upper end of the range, turned. */
  readonly high: number;
}

/** A sum of volumeRatios with its count. */
export interface VolumeSum {
  sum: number;
  count: number;
}

/**
 * All that the machine remembers of a structure: numbers and names only, so it can be stored as JSON and stays of one
 * size however long the structure lasts. Prices are turned over for distribution. Bars are numbers of the machine's count.
 */
export interface Structure {
  readonly side: Side;
  stage: Stage;
  readonly climaxBar: number;
  readonly climaxVolume: number;
  /** ATR14 of the climax bar; null where it was not known. */
  readonly climaxAtr: number | null;
  /** Low of the climax; the lowest low since, once the reaction is known. */
  base: number;
  /** Lowest low since the climax. */
  lowest: number;
  /** Highest price since the bar of `lowest`; null on that bar. */
  highSinceLowest: number | null;
  candidate: ReactionCandidate | null;
  reaction: Reaction | null;
  /** Low of the latest secondary test. */
  secondaryTest: number | null;
  /** Low of the spring, shakeout or upthrust of phase C. */
  shakeoutLow: number | null;
  /** Bar of the last point of support or supply. */
  lastPointBar: number | null;
  breakoutVolume: number | null;
  /** Closes inside the range, all of them. */
  insideCount: number;
  /** Closes in a row below the structure, and above it. */
  belowCount: number;
  aboveCount: number;
  /** Bars since the breakout, itself included. */
  breakoutCount: number;
  seen: PhaseEventName[];
  /** volumeRatios of the rising and the falling bars after the climax. */
  readonly rising: VolumeSum;
  readonly falling: VolumeSum;
}

/** A structure that starts on a climax. */
export function structureFrom(bar: PhaseBar, barNumber: number, side: Side): Structure {
  const { low } = turned(bar, side);
  return {
    side,
    stage: 'A',
    climaxBar: barNumber,
    climaxVolume: bar.volume,
    climaxAtr: Number.isNaN(bar.atr14) ? null : bar.atr14,
    base: low,
    lowest: low,
    highSinceLowest: null,
    candidate: null,
    reaction: null,
    secondaryTest: null,
    shakeoutLow: null,
    lastPointBar: null,
    breakoutVolume: null,
    insideCount: 0,
    belowCount: 0,
    aboveCount: 0,
    breakoutCount: 0,
    seen: [],
    rising: { sum: 0, count: 0 },
    falling: { sum: 0, count: 0 },
  };
}

/** The lower end of a structure, turned: its lowest low until the reaction is known, then the lower one of base and secondary test. */
export function floorOf({ reaction, lowest, base, secondaryTest }: Structure): number {
  if (reaction === null) return lowest;
  return secondaryTest === null ? base : Math.min(base, secondaryTest);
}

/** The trading range in real prices. */
export interface TradingRange {
  readonly low: number | null;
  readonly high: number | null;
}

/** The trading range of a structure; the end that the reaction sets is null until it is known. */
export function tradingRange(structure: Structure): TradingRange {
  const floor = floorOf(structure);
  const top = structure.reaction?.high ?? null;
  return structure.side === 'ACC' ? { low: floor, high: top } : { low: top === null ? null : -top, high: -floor };
}
