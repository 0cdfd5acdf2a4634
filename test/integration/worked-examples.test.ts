/** Signals of real bars whose scores were worked out by hand. */
import { expect, test } from 'vitest';

import { readCsvColumns } from '../../src/adapters/providers/csv-columns.js';
import { fromEpochDay, parseTradingDate, toEpochDay } from '../../src/domain/market/trading-date.js';
import { analyseSeries } from '../../src/domain/vpa/analyse-series.js';
import type { SignalKind } from '../../src/domain/vpa/detectors/index.js';
import { followSignal } from '../../src/domain/vpa/lifecycle/follow-signal.js';
import { meanMargin } from '../../src/domain/vpa/scoring/margins.js';
import { scoreSignal } from '../../src/domain/vpa/scoring/score.js';

const path = new URL('../fixtures/worked-examples.csv', import.meta.url).pathname;
const series = await readCsvColumns(path, { priceUnit: 'kvnd', today: parseTradingDate('2025-12-31') }, () => undefined);

interface Example {
  readonly symbol: string;
  readonly date: string;
  readonly kind: SignalKind;
  readonly isBullish: boolean;
  readonly terms: readonly number[];
  readonly score: number;
  readonly sequence: string | null;
  readonly margin: number;
  readonly level: number;
  readonly status: string;
  readonly decided: string;
}

const EXAMPLES: readonly Example[] = [
  {
    symbol: 'TCB',
    date: '2025-05-20',
    kind: 'PROFESSIONAL_VOLUME',
    isBullish: true,
    terms: [5.051227, 6.230769, 4.730435, 6.72468],
    score: 73,
    sequence: null,
    margin: 0.81689,
    level: 28.74,
    status: 'EXPIRED',
    decided: '2025-06-03',
  },
  {
    symbol: 'TCB',
    date: '2025-06-11',
    kind: 'NO_SUPPLY',
    isBullish: true,
    terms: [19.846806, 6.956522, 10, 0],
    score: 87,
    sequence: null,
    margin: 0.711518,
    level: 28.98,
    status: 'CONFIRMED',
    decided: '2025-06-12',
  },
  {
    symbol: 'HPG',
    date: '2025-05-30',
    kind: 'HIGH_VOLUME_NO_PROGRESS',
    isBullish: false,
    terms: [9.619718, 8.785714, 5.924622, 0],
    score: 74,
    sequence: null,
    margin: 0.790301,
    level: 22.4321,
    status: 'CONFIRMED',
    decided: '2025-06-02',
  },
  {
    symbol: 'ACB',
    date: '2024-11-26',
    kind: 'LPS',
    isBullish: true,
    terms: [5.897547, 1.958763, 10, 4.943964],
    score: 83,
    sequence: 'SPRING>LPS',
    margin: 0.406597,
    level: 20.18,
    status: 'CONFIRMED',
    decided: '2024-12-05',
  },
];

test.each(EXAMPLES)('$kind of $symbol on $date scores $score and ends $status', (example) => {
  const { symbol, date, kind, isBullish } = example;
  const bars = series.find((each) => each.symbol === symbol)!.bars;
  const { state, firedAt } = analyseSeries(bars, { symbol, isIndex: false });
  const t = bars.epochDay.indexOf(toEpochDay(parseTradingDate(date)));
  const { score, terms, sequence } = scoreSignal(kind, isBullish, state, t, null);
  const { status, decidedAt, level } = followSignal(kind, isBullish, state, t);

  expect(firedAt(t).map((signal) => signal.kind)).toContain(kind);
  expect(terms.map((term) => Number(term.toFixed(6)))).toEqual(example.terms);
  expect({ score, sequence, status }).toEqual({ score: example.score, sequence: example.sequence, status: example.status });
  expect(meanMargin(kind, state, t)).toBeCloseTo(example.margin, 5);
  expect(level).toBeCloseTo(example.level, 9);
  expect(decidedAt === null ? null : fromEpochDay(state.epochDay[decidedAt]!)).toBe(example.decided);
});

test('a status that is final stays what it is, and one that is not is never told early', () => {
  for (const { symbol, date, kind, isBullish, decided, status } of EXAMPLES) {
    const bars = series.find((each) => each.symbol === symbol)!.bars;
    const t = bars.epochDay.indexOf(toEpochDay(parseTradingDate(date)));
    const end = bars.epochDay.indexOf(toEpochDay(parseTradingDate(decided)));
    for (let length = t + 1; length <= bars.length; length++) {
      const { state } = analyseSeries({ ...bars, length }, { symbol, isIndex: false });
      expect(followSignal(kind, isBullish, state, t).status, `${symbol} with ${length} bars`).toBe(length <= end ? 'PENDING' : status);
    }
  }
});
