import type { SessionSum } from './clustered-mean.js';
import type { Horizon } from './horizons.js';
import type { DayRecords, OutcomeBook } from './outcome-book.js';
import { addSums, noOutcomes, type OutcomeSums } from './outcome-sums.js';

/** What followed some bars on the days of a regime, all together and session by session. */
export interface RegimeSums {
  readonly bars: number;
  readonly sums: OutcomeSums;
  /** One for each session of the book, so that distances are right. */
  readonly excess: readonly SessionSum[];
  readonly edge: readonly SessionSum[];
  readonly hits: readonly SessionSum[];
}

/** Days of the book, ascending. */
export function sessionsOf({ all }: Pick<OutcomeBook, 'all'>): readonly number[] {
  return [...all.keys()].toSorted((a, b) => a - b);
}

export function sumRegime(
  book: Pick<OutcomeBook, 'all'>,
  records: DayRecords,
  sessions: readonly number[],
  isIn: (day: number) => boolean,
  horizon: Horizon,
): RegimeSums {
  const sums = noOutcomes();
  const [excess, edge, hits]: [SessionSum[], SessionSum[], SessionSum[]] = [[], [], []];
  let bars = 0;
  for (const day of sessions) {
    const record = isIn(day) ? records.get(day) : undefined;
    const ofDay = record?.outcomes[horizon] ?? noOutcomes();
    const market = marketReturn(book, day, horizon);
    bars += record?.bars ?? 0;
    addSums(sums, ofDay);
    excess.push({ count: ofDay.count, sum: excessOf(ofDay, market) });
    edge.push({ count: ofDay.count, sum: edgeOf(ofDay, market) });
    hits.push({ count: ofDay.count, sum: ofDay.hits });
  }
  return { bars, sums, excess, edge, hits };
}

/** Mean return of all counted bars of a day, per cent; 0 where none has an outcome, for then there is nothing to compare. */
function marketReturn({ all }: Pick<OutcomeBook, 'all'>, day: number, horizon: Horizon): number {
  const sums = all.get(day)?.outcomes[horizon];
  return sums === undefined || sums.count === 0 ? 0 : sums.returnPct / sums.count;
}

function excessOf({ count, returnPct }: OutcomeSums, market: number): number {
  return returnPct - count * market;
}

/** Excess of the bullish less that of the bearish. */
function edgeOf(sums: OutcomeSums, market: number): number {
  return 2 * (sums.bullishReturnPct - sums.bullish * market) - excessOf(sums, market);
}
