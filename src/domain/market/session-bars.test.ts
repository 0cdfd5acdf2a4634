import { describe, expect, it } from 'vitest';

import { expectedBars, isSessionMinute, sessionBarMinutes } from './session-bars.js';
import { parseTradingDate } from './trading-date.js';

const DATE = parseTradingDate('2025-11-14');
const at = (time: string) => new Date(`2025-11-14T${time}:00+07:00`);
const clock = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

describe('a full session', () => {
  it('of HOSE has 226, 46, 16, 5 bars of 1, 5, 15, 60 minutes, and one of a day', () => {
    expect((['M1', 'M5', 'M15', 'H1', 'D1'] as const).map((interval) => expectedBars('HOSE', interval))).toEqual([226, 46, 16, 5, 1]);
  });

  it('of HOSE begins its minutes at 09:15, stops for lunch and ends with the auction of 14:45', () => {
    const minutes = sessionBarMinutes('HOSE', 'M1').map(clock);
    expect([minutes[0], minutes[134], minutes[135], minutes[224], minutes[225]]).toEqual(['09:15', '11:29', '13:00', '14:29', '14:45']);
    expect(sessionBarMinutes('HOSE', 'H1').map(clock)).toEqual(['09:00', '10:00', '11:00', '13:00', '14:00']);
  });

  it('of HNX begins at 09:00, of UPCOM lasts to 15:00 without an auction', () => {
    expect(expectedBars('HNX', 'M1')).toBe(150 + 90 + 1);
    expect(expectedBars('UPCOM', 'M1')).toBe(150 + 120);
  });
});

describe('an intraday bar', () => {
  it.each(['09:00', '11:29', '11:30', '13:00', '14:45', '15:00'])('may begin at %s', (time) => {
    expect(isSessionMinute(DATE, at(time))).toBe(true);
  });

  it.each(['08:59', '11:31', '12:15', '12:59', '15:01'])('may not begin at %s', (time) => {
    expect(isSessionMinute(DATE, at(time))).toBe(false);
  });
});
