import { describe, expect, it } from 'vitest';
import { sessionPhaseAt } from './sessions.js';

/** 2025-11-14 is a Friday; times in Asia/Ho_Chi_Minh. */
const at = (time: string, date = '2025-11-14') => new Date(`${date}T${time}+07:00`);

describe('sessionPhaseAt', () => {
  it('opens and closes HOSE with an auction', () => {
    expect(
      ['08:59:59', '09:00:00', '09:15:00', '14:29:59', '14:30:00', '14:45:00'].map((time) => sessionPhaseAt('HOSE', at(time))),
    ).toEqual(['CLOSED', 'OPENING_AUCTION', 'CONTINUOUS', 'CONTINUOUS', 'CLOSING_AUCTION', 'CLOSED']);
  });

  it('trades HNX at the closing price until 15:00', () => {
    expect(['09:00:00', '14:30:00', '14:45:00', '15:00:00'].map((time) => sessionPhaseAt('HNX', at(time)))).toEqual([
      'CONTINUOUS',
      'CLOSING_AUCTION',
      'POST_CLOSE',
      'CLOSED',
    ]);
  });

  it('matches UPCOM continuously to 15:00', () => {
    expect(['09:00:00', '14:59:59', '15:00:00'].map((time) => sessionPhaseAt('UPCOM', at(time)))).toEqual([
      'CONTINUOUS',
      'CONTINUOUS',
      'CLOSED',
    ]);
  });

  it('closes all three at lunch, on weekends and on holidays', () => {
    for (const exchange of ['HOSE', 'HNX', 'UPCOM'] as const) {
      expect(sessionPhaseAt(exchange, at('11:30:00'))).toBe('CLOSED');
      expect(sessionPhaseAt(exchange, at('10:00:00', '2025-11-15'))).toBe('CLOSED');
      expect(sessionPhaseAt(exchange, at('10:00:00', '2025-09-02'))).toBe('CLOSED');
    }
  });
});
