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

/** What was known before each day: what became known on a day counts from the next day on. */
export class OutcomeBook {
  readonly #days: readonly number[];
  /** Known after each of the days. */
  readonly #known: readonly OutcomeCounts[];

  constructor(outcomes: OutcomesByDay) {
    const byDay = [...outcomes].sort(([a], [b]) => a - b);
    this.#days = byDay.map(([day]) => day);
    const known: OutcomeCounts[] = [];
    for (const [i, [, counts]] of byDay.entries()) {
      const sum = new OutcomeCounts();
      const before = known[i - 1];
      if (before !== undefined) sum.add(before);
      sum.add(counts);
      known.push(sum);
    }
    this.#known = known;
  }

  knownBefore(day: number): OutcomeCounts {
    let from = 0;
    let to = this.#days.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#days[middle] ?? Infinity) < day) from = middle + 1;
      else to = middle;
    }
    return this.#known[from - 1] ?? new OutcomeCounts();
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
