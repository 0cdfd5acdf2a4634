import type { SeriesAnalysis } from '../analyse-series.js';
import type { SignalKind } from '../detectors/index.js';
import { isAtLeast } from '../tolerance.js';
import { HORIZONS, type Horizon } from './horizons.js';
import { addOutcome, addSums, noOutcomes, type Outcome, type OutcomeSums } from './outcome-sums.js';

/** Mean volume of 20 bars, in shares, from which on a bar counts. */
const COUNTED_VOLUME = 100_000;

/** What happened on one day, and what followed it: of all counted bars, or of those with a signal of one kind. */
export interface DayRecord {
  /** Bars, whether their outcome is known or not. */
  bars: number;
  readonly outcomes: Record<Horizon, OutcomeSums>;
}

/** By day (days since 1970-01-01) of the bar itself, not of its outcome. */
export type DayRecords = Map<number, DayRecord>;

/**
 * What followed signals, and what followed all bars, day by day. Everything in it is a count or a sum, so books of several
 * stocks, processes or years are added to each other, and a new bar adds what it makes known.
 */
export interface OutcomeBook {
  readonly all: DayRecords;
  readonly kinds: Map<SignalKind, DayRecords>;
}

export function newOutcomeBook(): OutcomeBook {
  return { all: new Map(), kinds: new Map() };
}

/** Days whose bars count, both included. */
export interface CountedDays {
  readonly from: number;
  readonly to: number;
}

/**
 * Adds what the close of bar t makes known: the bar with its signals, and the outcome of each bar that is a horizon before it.
 * A run over all bars of a stock, and a call after each close, come to the same.
 */
export function addClose(book: OutcomeBook, analysis: SeriesAnalysis, t: number, days: CountedDays): void {
  const { state, firedAt } = analysis;
  if (isCounted(t)) {
    const day = state.epochDay[t] as number;
    recordOf(book.all, day).bars++;
    for (const { kind } of firedAt(t)) recordOf(recordsOf(book, kind), day).bars++;
  }
  for (const horizon of HORIZONS) {
    const s = t - horizon;
    if (s < 0 || !isCounted(s)) continue;
    const day = state.epochDay[s] as number;
    const prices = {
      close: state.close[s] as number,
      nextOpen: state.open[s + 1] as number,
      laterClose: state.close[t] as number,
    };
    add(book.all, day, horizon, { ...prices, isBullish: true });
    if (state.fired[s] === 0) continue;
    for (const { kind, direction } of firedAt(s))
      add(recordsOf(book, kind), day, horizon, { ...prices, isBullish: direction === 'BULLISH' });
  }

  function isCounted(s: number): boolean {
    const day = state.epochDay[s] as number;
    return day >= days.from && day <= days.to && isAtLeast(state.averageVolume20[s] as number, COUNTED_VOLUME);
  }
}

/** Adds one book to another. */
export function mergeBooks(book: OutcomeBook, other: OutcomeBook): void {
  mergeRecords(book.all, other.all);
  for (const [kind, records] of other.kinds) mergeRecords(recordsOf(book, kind), records);
}

function mergeRecords(records: DayRecords, others: DayRecords): void {
  for (const [day, other] of others) {
    const record = recordOf(records, day);
    record.bars += other.bars;
    for (const horizon of HORIZONS) addSums(record.outcomes[horizon], other.outcomes[horizon]);
  }
}

function add(records: DayRecords, day: number, horizon: Horizon, outcome: Outcome): void {
  addOutcome(recordOf(records, day).outcomes[horizon], outcome);
}

function recordsOf({ kinds }: OutcomeBook, kind: SignalKind): DayRecords {
  let records = kinds.get(kind);
  if (records === undefined) {
    records = new Map();
    kinds.set(kind, records);
  }
  return records;
}

function recordOf(records: DayRecords, day: number): DayRecord {
  let record = records.get(day);
  if (record === undefined) {
    record = { bars: 0, outcomes: { 1: noOutcomes(), 3: noOutcomes(), 5: noOutcomes(), 10: noOutcomes(), 20: noOutcomes() } };
    records.set(day, record);
  }
  return record;
}
