import { expect, test } from 'vitest';

import { calibrate, calibratedConfidence, OutcomeBook } from './calibration.js';
import { OutcomeCounts, placeOf } from './outcome-counts.js';

function counts(bars: number, rises: number, signals: number, wins: number): OutcomeCounts {
  const made = new OutcomeCounts();
  Object.assign(made, { bars, rises, falls: bars - rises });
  made.signals[placeOf('SPRING', true)] = signals;
  made.wins[placeOf('SPRING', true)] = wins;
  return made;
}

test('without a known outcome nothing is changed', () => {
  expect(calibrate(new OutcomeCounts(), 'SPRING', true)).toEqual({ baseRate: null, signals: 0, wins: 0, factor: 1 });
});

test('a short record counts little, and none counts more than a fifth', () => {
  expect(calibrate(counts(1000, 500, 2, 2), 'SPRING', true).factor).toBeCloseTo((102 / 202) * 2, 12);
  expect(calibrate(counts(1000, 500, 9000, 9000), 'SPRING', true).factor).toBe(1.2);
  expect(calibrate(counts(1000, 500, 9000, 0), 'SPRING', true).factor).toBe(0.8);
  expect(calibratedConfidence(0.9, calibrate(counts(1000, 500, 9000, 9000), 'SPRING', true))).toBe(0.95);
});

test('an outcome counts from the day after it became known', () => {
  const book = new OutcomeBook(
    new Map([
      [12, counts(100, 40, 5, 1)],
      [10, counts(100, 60, 5, 3)],
    ]),
  );

  expect([10, 11, 12, 13].map((day) => calibrate(book.knownBefore(day), 'SPRING', true).signals)).toEqual([0, 5, 5, 10]);
});
