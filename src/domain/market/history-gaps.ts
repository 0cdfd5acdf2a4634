import { tradingDays } from './calendar.js';
import { fromEpochDay, toEpochDay } from './trading-date.js';
import type { TradingDate } from './trading-date.js';

interface Range {
  readonly from: TradingDate;
  readonly to: TradingDate;
}

export interface History {
  /** What there shall be, both included. */
  readonly wanted: Range;
  /** What has been asked for before; null: nothing. */
  readonly covered: Range | null;
  /** Days inside `covered` that are known to have no bar. */
  readonly absent: readonly TradingDate[];
  /** Days that have a bar. */
  readonly stored: readonly TradingDate[];
}

/** Calendar days asked for before a gap: an answer then has rows even where the share did not trade, and brings corrections. */
const OVERLAP_DAYS = 10;
/** More gaps than this are asked for as one. */
const MAX_RANGES = 4;

/** Trading days that lack a bar and have not been asked for. What is covered before the first bar was before the listing. */
export function missingDays({ wanted, covered, absent, stored }: History): TradingDate[] {
  const known = new Set<TradingDate>([...stored, ...absent]);
  const [first] = stored;
  const isBeforeListing = (day: TradingDate): boolean =>
    covered !== null && day >= covered.from && day <= covered.to && (first === undefined || day < first);
  return tradingDays(wanted.from, wanted.to).filter((day) => !known.has(day) && !isBeforeListing(day));
}

/** The ranges to ask a provider for so that all of these days (ascending) come, oldest first, never before `earliest`. */
export function rangesOver(days: readonly TradingDate[], earliest: TradingDate): Range[] {
  const runs: { from: number; to: number }[] = [];
  for (const day of days.map(toEpochDay)) {
    const run = runs.at(-1);
    if (run !== undefined && day - run.to <= OVERLAP_DAYS) run.to = day;
    else runs.push({ from: Math.max(day - OVERLAP_DAYS, toEpochDay(earliest)), to: day });
  }
  const [first] = runs;
  const last = runs.at(-1);
  const ranges = runs.length > MAX_RANGES && first !== undefined && last !== undefined ? [{ from: first.from, to: last.to }] : runs;
  return ranges.map(({ from, to }) => ({ from: fromEpochDay(from), to: fromEpochDay(to) }));
}
