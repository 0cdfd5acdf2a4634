import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  holidayOn,
  isCalendarYearKnown,
  isTradingDay,
  newestClosedSessions,
  nextTradingDay,
  previousTradingDay,
  sessionCloseAt,
  tradingDays,
} from './calendar.js';
import { HOLIDAY_YEARS } from './holidays.js';
import { fromEpochDay, parseTradingDate, toEpochDay, tryTradingDate } from './trading-date.js';

const on = parseTradingDate;
const anyDate = fc.integer({ min: toEpochDay(on('2017-01-02')), max: toEpochDay(on('2026-12-31')) }).map(fromEpochDay);

describe('calendar', () => {
  it('closes on weekends and on the holidays of 2024 to 2026', () => {
    const closed = [
      '2024-01-01',
      '2024-02-08',
      '2024-02-14',
      '2024-04-18',
      '2024-04-29',
      '2024-09-03',
      '2025-01-27',
      '2025-01-31',
      '2025-04-07',
      '2025-05-02',
      '2025-09-01',
      '2026-02-16',
      '2026-02-20',
      '2026-04-27',
      '2026-08-31',
      '2026-09-01',
      '2026-09-02',
      '2026-08-22',
      '2025-11-16',
    ];
    expect(closed.filter((date) => isTradingDay(on(date)))).toEqual([]);
  });

  it('trades on 2025-02-03, the first weekday after the Tet of 2025', () => {
    expect(isTradingDay(on('2025-02-03'))).toBe(true);
    expect(nextTradingDay(on('2025-01-24'))).toBe('2025-02-03');
    expect(previousTradingDay(on('2025-02-03'))).toBe('2025-01-24');
  });

  it('settles trades of 29 and 30 August 2024 two sessions later, on 4 and 5 September', () => {
    expect(nextTradingDay(nextTradingDay(on('2024-08-29')))).toBe('2024-09-04');
    expect(nextTradingDay(nextTradingDay(on('2024-08-30')))).toBe('2024-09-05');
  });

  it('marks the two disputed days of 2026, and closes on them', () => {
    expect(holidayOn(on('2026-01-02'))).toBe('UNCERTAIN');
    expect(holidayOn(on('2026-11-24'))).toBe('UNCERTAIN');
    expect(holidayOn(on('2026-01-01'))).toBe('CONFIRMED');
    expect(holidayOn(on('2026-01-05'))).toBeUndefined();
    expect(isTradingDay(on('2026-01-02'))).toBe(false);
  });

  it('counts every weekday of a year without holiday data', () => {
    expect(isCalendarYearKnown(2027)).toBe(false);
    expect(isTradingDay(on('2027-01-01'))).toBe(true);
    expect(isTradingDay(on('2027-01-02'))).toBe(false);
    expect(isTradingDay(on('1999-01-01'))).toBe(true);
  });

  it('holds only weekdays that exist, ascending, and marks as uncertain only what it closes', () => {
    for (const { year, closed, uncertain } of HOLIDAY_YEARS) {
      const weekdays = closed.map((day) => tryTradingDate(`${year}-${day}`));
      expect(weekdays).not.toContain(undefined);
      expect(weekdays.filter((date) => [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay()))).toEqual([]);
      expect(closed).toEqual([...closed].sort());
      expect(closed).toEqual(expect.arrayContaining([...uncertain]));
    }
  });

  it('lists the trading days of a range with both ends', () => {
    expect(tradingDays(on('2024-08-30'), on('2024-09-05'))).toEqual(['2024-08-30', '2024-09-04', '2024-09-05']);
    expect(tradingDays(on('2024-08-31'), on('2024-09-03'))).toEqual([]);
  });

  it('makes the bar of a day final at 15:00 in Ho Chi Minh City', () => {
    expect(sessionCloseAt(on('2025-11-14')).toISOString()).toBe('2025-11-14T08:00:00.000Z');
  });

  it('takes the session of today only once it is closed', () => {
    expect(newestClosedSessions(new Date('2025-11-14T07:59:59.999Z'), 2)).toEqual(['2025-11-13', '2025-11-12']);
    expect(newestClosedSessions(new Date('2025-11-14T08:00:00Z'), 2)).toEqual(['2025-11-14', '2025-11-13']);
    expect(newestClosedSessions(new Date('2025-11-16T23:00:00Z'), 1)).toEqual(['2025-11-14']);
  });

  it('knows the day by the clock of Vietnam', () => {
    expect(newestClosedSessions(new Date('2025-11-13T18:00:00Z'), 1)).toEqual(['2025-11-13']);
  });

  it('steps over a long holiday', () => {
    expect(newestClosedSessions(new Date('2026-02-23T01:00:00Z'), 5)).toEqual([
      '2026-02-13',
      '2026-02-12',
      '2026-02-11',
      '2026-02-10',
      '2026-02-09',
    ]);
  });

  it('leads from the next trading day back over no other trading day', () => {
    fc.assert(
      fc.property(anyDate, (date) => {
        const next = nextTradingDay(date);
        expect(isTradingDay(next)).toBe(true);
        expect(previousTradingDay(next)).toBe(isTradingDay(date) ? date : previousTradingDay(date));
      }),
    );
  });

  it('gives closed sessions only, newest first, without a hole', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 12 }), (date, minute, count) => {
        const now = new Date(toEpochDay(date) * 86_400_000 + minute * 60_000);
        const sessions = newestClosedSessions(now, count);
        expect(sessions).toHaveLength(count);
        const oldest = sessions.at(-1);
        const newest = sessions[0];
        if (oldest === undefined || newest === undefined) throw new Error('no session');
        expect(tradingDays(oldest, newest)).toEqual([...sessions].reverse());
        expect(sessionCloseAt(newest).getTime()).toBeLessThanOrEqual(now.getTime());
        expect(sessionCloseAt(nextTradingDay(newest)).getTime()).toBeGreaterThan(now.getTime());
      }),
    );
  });
});
