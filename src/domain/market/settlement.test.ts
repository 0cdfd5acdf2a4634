import { describe, expect, it } from 'vitest';

import { availableFrom } from './settlement.js';
import { parseTradingDate } from './trading-date.js';

describe('availability of what was traded', () => {
  it.each([
    ['over the National Day of 2024, as the depository told', '2024-08-29', '2024-09-04', true],
    ['over the National Day of 2024, a day later', '2024-08-30', '2024-09-05', true],
    ['within a week', '2025-06-09', '2025-06-11', true],
    ['over a weekend', '2025-06-12', '2025-06-16', true],
    ['over the New Year of the lunar calendar', '2025-01-24', '2025-02-04', true],
    ['the first delivery by noon', '2022-08-25', '2022-08-29', true],
    ['the last delivery after the close', '2022-08-24', '2022-08-29', false],
    ['in older times', '2020-06-08', '2020-06-11', false],
  ])('%s', (_name, traded, date, isFromNoon) => {
    expect(availableFrom(parseTradingDate(traded))).toEqual({ date, isFromNoon });
  });
});
