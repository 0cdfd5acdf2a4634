import { describe, expect, test } from 'vitest';

import type { SignalKind } from '../detectors/index.js';
import { newOutcomeBook, type DayRecords, type OutcomeBook } from './outcome-book.js';
import { addOutcome, noOutcomes } from './outcome-sums.js';
import { trackRecord, type Regime, type TrackRecordRow } from './track-record.js';
import { USUAL_COSTS } from './trading-costs.js';

/** Puts a bar of a day into the book, which went from 100 to `later` after five sessions; with a signal where it has a kind. */
function put(book: OutcomeBook, day: number, later: number, signal?: { kind: SignalKind; isBullish: boolean }): void {
  add(book.all, later, true);
  if (signal === undefined) return;
  const records = book.kinds.get(signal.kind) ?? new Map();
  book.kinds.set(signal.kind, records);
  add(records, later, signal.isBullish);

  function add(records: DayRecords, laterClose: number, isBullish: boolean): void {
    const none = { 1: noOutcomes(), 3: noOutcomes(), 5: noOutcomes(), 10: noOutcomes(), 20: noOutcomes() };
    const record = records.get(day) ?? { bars: 0, outcomes: none };
    records.set(day, record);
    record.bars++;
    addOutcome(record.outcomes[5], 100, 101, laterClose, isBullish);
  }
}

const SPRING = { kind: 'SPRING', isBullish: true } as const;
const UTAD = { kind: 'UTAD', isBullish: false } as const;

function rowsOf(book: OutcomeBook, kind: SignalKind, regimeOn: (day: number) => Regime = () => 'NEUTRAL', horizon = 5) {
  return trackRecord(book, regimeOn, USUAL_COSTS).filter((row) => row.kind === kind && row.horizon === horizon);
}

function recordOf(book: OutcomeBook, kind: SignalKind): TrackRecordRow {
  return rowsOf(book, kind).find(({ regime }) => regime === 'ALL')!;
}

describe('the record of a kind', () => {
  test('is beside all bars of the same day', () => {
    const book = newOutcomeBook();
    put(book, 1, 104, SPRING);
    put(book, 1, 102);
    put(book, 2, 97, SPRING);
    put(book, 2, 99);
    expect(recordOf(book, 'SPRING')).toMatchObject({
      bars: 4,
      signals: 2,
      count: 2,
      days: 2,
      upRate: 0.5,
      downRate: 0.5,
      gainRate: 0.5,
      hitRate: 0.5,
      baseRate: 0.5,
      meanReturn: expect.closeTo(0.5, 12) as number,
      meanExcess: expect.closeTo(0, 12) as number,
      // Day sums 1 and −1, whose product counts twice by 1 − 1/5; two days of two.
      excessError: expect.closeTo(Math.sqrt((2 - 2 * 0.8) * 2) / 2, 12) as number,
      excessInterval: {
        low: expect.closeTo(-1.959964 * Math.sqrt(0.2), 5) as number,
        high: expect.closeTo(1.959964 * Math.sqrt(0.2), 5) as number,
      },
      meanNet: expect.closeTo((((104 + 97) / 202) * (0.9975 / 1.0015) - 1) * 100, 10) as number,
    });
  });

  test('has its edge in its direction, before and after costs', () => {
    const book = newOutcomeBook();
    put(book, 1, 98, UTAD);
    put(book, 1, 100);
    put(book, 2, 99, UTAD);
    put(book, 2, 100);
    const row = recordOf(book, 'UTAD');
    expect([row.meanExcess, row.meanEdge]).toEqual([expect.closeTo(-0.75, 12), expect.closeTo(0.75, 12)]);
    expect(row.meanNetEdge).toBeCloseTo(0.75 - (1 - 0.9975 / 1.0015) * 100, 12);
    expect([row.hitRate, row.baseRate]).toEqual([1, 0.5]);
    expect(row.meanNet).toBeCloseTo(((101 / 98 + 101 / 99) / 2) * (0.9975 / 1.0015) * 100 - 100, 10);
  });

  test('of a kind that points both ways takes the way of each signal', () => {
    const book = newOutcomeBook();
    put(book, 1, 102, { kind: 'EFFORT_NO_RESULT', isBullish: true });
    put(book, 1, 98, { kind: 'EFFORT_NO_RESULT', isBullish: false });
    const row = recordOf(book, 'EFFORT_NO_RESULT');
    expect([row.meanExcess, row.meanEdge, row.hitRate]).toEqual([expect.closeTo(0, 12), expect.closeTo(2, 12), 1]);
  });

  test('is told for each regime of the market, each beside its own bars', () => {
    const book = newOutcomeBook();
    put(book, 1, 104, SPRING);
    put(book, 2, 97, SPRING);
    put(book, 2, 99);
    const rows = rowsOf(book, 'SPRING', (day) => (day === 1 ? 'BULLISH' : 'UNKNOWN'));
    expect(rows.map(({ regime, bars, signals, meanExcess }) => [regime, bars, signals, Number(meanExcess.toFixed(9))])).toEqual([
      ['ALL', 3, 2, -0.5],
      ['BULLISH', 1, 1, 0],
      ['MILDLY_BULLISH', 0, 0, NaN],
      ['NEUTRAL', 0, 0, NaN],
      ['BEARISH', 0, 0, NaN],
      ['UNKNOWN', 2, 1, -1],
    ]);
  });

  test('knows nothing where nothing followed', () => {
    const row = rowsOf(newOutcomeBook(), 'SPRING')[0]!;
    expect(row).toMatchObject({ count: 0, hitRate: NaN, hitInterval: null, excessInterval: null, status: 'WATCH' });
  });

  test('gives all of its rows one status, by five sessions in all regimes', () => {
    const book = newOutcomeBook();
    for (let day = 1; day <= 100; day++) {
      for (let i = 0; i < 3; i++) put(book, day, 103 + (day % 3), SPRING);
      for (let i = 0; i < 30; i++) put(book, day, 100);
    }
    const statuses = (before: 'RETIRED' | null) =>
      new Set(
        trackRecord(
          book,
          () => 'NEUTRAL',
          USUAL_COSTS,
          () => before,
        )
          .filter(({ kind }) => kind === 'SPRING')
          .map(({ status }) => status),
      );
    expect([...statuses(null)]).toEqual(['ACTIVE']);
    expect(recordOf(book, 'UTAD').status).toBe('WATCH');
  });
});
