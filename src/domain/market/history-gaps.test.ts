import { expect, test } from 'vitest';

import { missingDays, rangesOver } from './history-gaps.js';
import { parseTradingDate } from './trading-date.js';

const dates = (...texts: string[]) => texts.map(parseTradingDate);
const range = (from: string, to: string) => ({ from: parseTradingDate(from), to: parseTradingDate(to) });
/** Monday to Friday. */
const WEEK = range('2025-03-03', '2025-03-07');

test('of a symbol never asked for, every trading day without a bar is missing; weekends and holidays are not', () => {
  const history = { wanted: range('2025-04-29', '2025-05-06'), covered: null, absent: [], stored: dates('2025-05-05') };
  expect(missingDays(history)).toEqual(['2025-04-29', '2025-05-06']);
});

test('a hole inside what is covered is missing; a day known to have no bar is not, nor are days before the first bar', () => {
  const covered = { wanted: WEEK, covered: WEEK, absent: dates('2025-03-05'), stored: dates('2025-03-04', '2025-03-07') };
  expect(missingDays(covered)).toEqual(['2025-03-06']);
});

test('days before the first bar are missing where they were not asked for', () => {
  const later = { wanted: WEEK, covered: range('2025-03-05', '2025-03-07'), absent: [], stored: dates('2025-03-06', '2025-03-07') };
  expect(missingDays(later)).toEqual(['2025-03-03', '2025-03-04']);
});

test('days near each other are one range, which begins some days earlier but never before what is wanted', () => {
  expect(rangesOver(dates('2025-03-03', '2025-03-07'), parseTradingDate('2025-03-01'))).toEqual([range('2025-03-01', '2025-03-07')]);
  expect(rangesOver(dates('2025-03-20', '2025-06-02'), parseTradingDate('2018-01-01'))).toEqual([
    range('2025-03-10', '2025-03-20'),
    range('2025-05-23', '2025-06-02'),
  ]);
  expect(rangesOver([], parseTradingDate('2018-01-01'))).toEqual([]);
});

test('many holes are asked for as one', () => {
  const holes = dates('2024-01-02', '2024-03-01', '2024-05-02', '2024-07-01', '2024-09-05');
  expect(rangesOver(holes, parseTradingDate('2018-01-01'))).toEqual([range('2023-12-23', '2024-09-05')]);
});
