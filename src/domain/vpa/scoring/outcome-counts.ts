import type { SeriesAnalysis } from '../analyse-series.js';
import { DETECTORS, SIGNAL_KINDS, type SignalKind } from '../detectors/index.js';
import { isAbove, isBelow, tolerantBound } from '../tolerance.js';

/** Bars after which it is asked whether the price went the signal's way. */
const OUTCOME_BARS = 5;

/** Shares a day under which a bar says nothing about others. */
const LIQUID_VOLUME = tolerantBound('atLeast', 100_000);

/** Outcomes that are known: of all liquid bars, and of those on which a kind fired. Adding two counts adds what they count. */
export class OutcomeCounts {
  bars = 0;
  rises = 0;
  falls = 0;
  /** By kind and direction, see {@link placeOf}. */
  readonly signals = new Float64Array(2 * DETECTORS.length);
  readonly wins = new Float64Array(2 * DETECTORS.length);

  add(other: OutcomeCounts): void {
    this.bars += other.bars;
    this.rises += other.rises;
    this.falls += other.falls;
    for (let i = 0; i < this.signals.length; i++) {
      this.signals[i] = (this.signals[i] ?? 0) + (other.signals[i] ?? 0);
      this.wins[i] = (this.wins[i] ?? 0) + (other.wins[i] ?? 0);
    }
  }
}

const PLACES: ReadonlyMap<SignalKind, number> = new Map(SIGNAL_KINDS.map((kind, place) => [kind, 2 * place]));

/** Where a kind and direction stand in the columns of the counts. */
export function placeOf(kind: SignalKind, isBullish: boolean): number {
  return (PLACES.get(kind) ?? NaN) + Number(!isBullish);
}

/** Outcomes by the day on which they became known, days since 1970-01-01. */
export type OutcomesByDay = Map<number, OutcomeCounts>;

/**
 * Adds what became of the bars of one stock: an outcome of bar t is known on the day of bar t+5, and not before.
 * @param from first row whose outcome is to be counted
 */
export function countOutcomes({ state, length, firedAt }: SeriesAnalysis, outcomes: OutcomesByDay, from = 0): void {
  for (let t = from; t + OUTCOME_BARS < length; t++) {
    if (!((state.averageVolume20[t] ?? NaN) >= LIQUID_VOLUME)) continue;
    const counts = countsOf(outcomes, state.epochDay[t + OUTCOME_BARS] ?? NaN);
    const now = state.close[t] ?? NaN;
    const later = state.close[t + OUTCOME_BARS] ?? NaN;
    const isRise = isAbove(later, now);
    const isFall = isBelow(later, now);
    counts.bars += 1;
    counts.rises += Number(isRise);
    counts.falls += Number(isFall);
    if (state.fired[t] === 0) continue;
    for (const { kind, direction } of firedAt(t)) {
      const place = placeOf(kind, direction === 'BULLISH');
      counts.signals[place] = (counts.signals[place] ?? 0) + 1;
      counts.wins[place] = (counts.wins[place] ?? 0) + Number(direction === 'BULLISH' ? isRise : isFall);
    }
  }
}

function countsOf(outcomes: OutcomesByDay, day: number): OutcomeCounts {
  let counts = outcomes.get(day);
  if (counts === undefined) {
    counts = new OutcomeCounts();
    outcomes.set(day, counts);
  }
  return counts;
}
