import type { SeriesAnalysis } from '../analyse-series.js';
import type { SignalKind } from '../detectors/index.js';
import type { RuleKind } from '../kinds.js';
import { tolerantBound } from '../tolerance.js';
import { HORIZONS, type Horizon } from './horizons.js';
import { addOutcome, addSums, noOutcomes, type OutcomeSums } from './outcome-sums.js';

/** Mean volume of 20 bars, in shares, from which on a bar counts. */
const COUNTED_VOLUME = tolerantBound('atLeast', 100_000);
const LONGEST = Math.max(...HORIZONS);

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
export interface OutcomeBook<Kind extends RuleKind = SignalKind> {
  readonly all: DayRecords;
  readonly kinds: Map<Kind, DayRecords>;
}

export function newOutcomeBook<Kind extends RuleKind = SignalKind>(): OutcomeBook<Kind> {
  return { all: new Map(), kinds: new Map() };
}

/** Days whose bars count, both included. */
export interface CountedDays {
  readonly from: number;
  readonly to: number;
}

/**
 * Adds the bars of a stock with their signals, and the outcome of each that the bars know.
 * @param from first row to add, with the outcomes that its close and later ones make known of the rows before it: a book that has the rows
 *   before comes to the same as one that gets all at once
 */
export function addBars<Kind extends RuleKind>(
  book: OutcomeBook<Kind>,
  { state, length, firedAt }: SeriesAnalysis<Kind>,
  days: CountedDays,
  from = 0,
): void {
  const { epochDay, open, close, averageVolume20, fired } = state;
  for (let s = Math.max(0, from - LONGEST); s < length; s++) {
    const day = epochDay[s] as number;
    if (day < days.from || day > days.to || !((averageVolume20[s] as number) >= COUNTED_VOLUME)) continue;
    const known = { close: close[s] as number, nextOpen: open[s + 1] ?? NaN, firstNew: from - s, isNew: s >= from };
    addBar(recordOf(book.all, day), known, true, s);
    if (fired[s] === 0) continue;
    for (const { kind, direction } of firedAt(s)) addBar(recordOf(recordsOf(book, kind), day), known, direction === 'BULLISH', s);
  }

  function addBar(record: DayRecord, known: KnownBar, isBullish: boolean, s: number): void {
    if (known.isNew) record.bars++;
    for (const horizon of HORIZONS) {
      if (horizon < known.firstNew) continue;
      if (s + horizon >= length) break;
      addOutcome(record.outcomes[horizon], known.close, known.nextOpen, close[s + horizon] as number, isBullish);
    }
  }
}

/** A bar whose outcomes are added. */
interface KnownBar {
  readonly close: number;
  readonly nextOpen: number;
  /** Outcomes of shorter horizons were added before. */
  readonly firstNew: number;
  readonly isNew: boolean;
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

function recordsOf<Kind extends RuleKind>({ kinds }: OutcomeBook<Kind>, kind: Kind): DayRecords {
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
