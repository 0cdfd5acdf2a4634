import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { bars, sliceBars } from '../../../../test/support/bars.js';
import { restlessBars } from '../../../../test/support/restless-bars.js';
import { analyseSeries, WARM_UP_BARS } from '../analyse-series.js';
import { HORIZONS } from './horizons.js';
import { addBars, mergeBooks, newOutcomeBook, type CountedDays, type DayRecords, type OutcomeBook } from './outcome-book.js';

const ALWAYS: CountedDays = { from: -Infinity, to: Infinity };
const analysed = (columns: ReturnType<typeof restlessBars>) => analyseSeries(columns, { symbol: 'SIM', isIndex: false });

function bookOf(columns: ReturnType<typeof restlessBars>, days = ALWAYS): OutcomeBook {
  const book = newOutcomeBook();
  addBars(book, analysed(columns), days);
  return book;
}

/** Sums as text: floats that were added in another order agree in twelve digits. */
function textOf(book: OutcomeBook): string {
  const byDay = (records: DayRecords) => [...records].toSorted(([a], [b]) => a - b);
  const kinds = [...book.kinds].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([kind, records]) => [kind, byDay(records)]);
  const plain = { all: byDay(book.all), kinds };
  return JSON.stringify(plain, (_, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(12)) : value));
}

describe('the book of outcomes', () => {
  test('has on the day of a bar what became of it after each horizon', () => {
    const columns = bars().flat(20).rising(10).columns();
    const book = bookOf(columns);
    const first = book.all.get(19_020);
    expect(first?.bars).toBe(1);
    expect(HORIZONS.map((horizon) => first?.outcomes[horizon].count)).toEqual([1, 1, 1, 0, 0]);
    expect(first?.outcomes[3].returnPct).toBeCloseTo((1.01 ** 3 - 1) * 100, 9);
    expect(first?.outcomes[3].grossValue, 'the next open is the close').toBeCloseTo(1.01 ** 3, 9);
    expect(book.all.get(19_029)?.outcomes[1].count, 'the last bar has no outcome yet').toBe(0);
    expect(book.all.has(19_019), 'no mean volume yet').toBe(false);
  });

  test('counts bars of 100 000 shares in the mean on the wanted days; later bars still are outcomes', () => {
    const columns = bars().flat(50).columns();
    columns.volume.fill(100_000, 0, 30);
    columns.volume.fill(99_999, 30, 50);
    expect([...bookOf(columns).all.keys()]).toEqual(Array.from({ length: 11 }, (_, i) => 19_020 + i));
    const windowed = bookOf(columns, { from: 19_022, to: 19_025 });
    expect([...windowed.all.keys()]).toEqual([19_022, 19_023, 19_024, 19_025]);
    expect(windowed.all.get(19_025)?.outcomes[20].count).toBe(1);
  });

  test('has the signals of each kind, and hits by the direction of each', () => {
    const columns = restlessBars(400, { seed: 5 });
    const analysis = analysed(columns);
    const book = bookOf(columns);
    let signals = 0;
    for (let t = 20; t < 380; t++) {
      for (const { kind, direction } of analysis.firedAt(t)) {
        signals++;
        const { bars: count, outcomes } = book.kinds.get(kind)!.get(columns.epochDay[t]!)!;
        const isHit = direction === 'BULLISH' ? columns.close[t + 5]! > columns.close[t]! : columns.close[t + 5]! < columns.close[t]!;
        expect([count, outcomes[5].count, outcomes[5].hits]).toEqual([1, 1, Number(isHit)]);
      }
    }
    expect(signals).toBeGreaterThan(100);
  });

  test('kept after each close, with the warm-up bars alone, comes to what it is in bulk', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 150, max: 199 }), (seed, cut) => {
        const columns = restlessBars(200, { seed });
        const kept = bookOf(sliceBars(columns, 0, cut));
        for (let t = cut; t < 200; t++) {
          const from = t - WARM_UP_BARS - 20;
          addBars(kept, analysed(sliceBars(columns, from, t + 1)), ALWAYS, t - from);
        }
        expect(textOf(kept)).toBe(textOf(bookOf(columns)));
      }),
      { numRuns: 20 },
    );
  });

  test('of two stocks is the sum of their books', () => {
    const [a, b] = [restlessBars(150, { seed: 1 }), restlessBars(150, { seed: 2 })];
    const both = bookOf(a);
    addBars(both, analysed(b), ALWAYS);
    const merged = bookOf(a);
    mergeBooks(merged, bookOf(b));
    expect(textOf(merged)).toBe(textOf(both));
  });
});
