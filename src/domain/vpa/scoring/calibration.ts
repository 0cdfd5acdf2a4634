import type { SignalKind } from '../detectors/index.js';
import { placeOf, OutcomeCounts, type OutcomesByDay } from './outcome-counts.js';
import { clamp } from './ramp.js';

/** What the record of a kind does to the confidence of its next signal; stored with the signal, since restated prices restate it. */
export interface Calibration {
  /** Share of all liquid bars after which the price went this way; null where no outcome was known. */
  readonly baseRate: number | null;
  /** Known outcomes of this kind and direction, and those that went the signal's way. */
  readonly signals: number;
  readonly wins: number;
  /** 0.8 to 1.2. */
  readonly factor: number;
}

/** So many imagined signals at the base rate keep a short record from counting much. */
const PRIOR_SIGNALS = 200;

/**
 * The record as it was known before each day, asked for days in ascending order. What became known on a day counts from
 * the next day on.
 */
export class CalibrationWalk {
  readonly #days: readonly number[];
  readonly #outcomes: OutcomesByDay;
  readonly #known = new OutcomeCounts();
  #next = 0;

  constructor(outcomes: OutcomesByDay) {
    this.#outcomes = outcomes;
    this.#days = [...outcomes.keys()].sort((a, b) => a - b);
  }

  /** Counts in what became known before a day. */
  advanceTo(day: number): void {
    while ((this.#days[this.#next] ?? Infinity) < day) {
      const counts = this.#outcomes.get(this.#days[this.#next] ?? NaN);
      if (counts !== undefined) this.#known.add(counts);
      this.#next += 1;
    }
  }

  of(kind: SignalKind, isBullish: boolean): Calibration {
    return calibrate(this.#known, kind, isBullish);
  }
}

/** How a kind did among the known outcomes, drawn towards what any bar did. */
export function calibrate(known: OutcomeCounts, kind: SignalKind, isBullish: boolean): Calibration {
  const place = placeOf(kind, isBullish);
  const signals = known.signals[place] ?? 0;
  const wins = known.wins[place] ?? 0;
  if (known.bars === 0) return { baseRate: null, signals, wins, factor: 1 };
  const baseRate = (isBullish ? known.rises : known.falls) / known.bars;
  if (baseRate === 0) return { baseRate, signals, wins, factor: 1 };
  const rate = (wins + PRIOR_SIGNALS * baseRate) / (signals + PRIOR_SIGNALS);
  return { baseRate, signals, wins, factor: clamp(rate / baseRate, 0.8, 1.2) };
}

/** Confidence with the record counted in, 0.05 to 0.95. */
export function calibratedConfidence(raw: number, { factor }: Calibration): number {
  return clamp(raw * factor, 0.05, 0.95);
}
