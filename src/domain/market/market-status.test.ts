import { describe, expect, it } from 'vitest';

import { marketStatusAt } from './market-status.js';
import type { Exchange } from './stock.js';

/** Phase, reason, next phase and when, in hours of Vietnam. */
function told(exchange: Exchange, local: string) {
  const { phase, closedReason, nextPhase, nextChangeAt } = marketStatusAt(exchange, new Date(`${local}+07:00`));
  const next = new Date(nextChangeAt.getTime() + 7 * 3_600_000).toISOString().slice(0, 16);
  return [phase, closedReason, nextPhase, next];
}

describe('the status of a market', () => {
  it.each<[Exchange, string, readonly (string | null)[]]>([
    ['HOSE', '2026-03-10T08:59:59', ['CLOSED', 'OUT_OF_HOURS', 'OPENING_AUCTION', '2026-03-10T09:00']],
    ['HOSE', '2026-03-10T09:00:00', ['OPENING_AUCTION', null, 'CONTINUOUS', '2026-03-10T09:15']],
    ['HOSE', '2026-03-10T11:29:59', ['CONTINUOUS', null, 'CLOSED', '2026-03-10T11:30']],
    ['HOSE', '2026-03-10T12:00:00', ['CLOSED', 'LUNCH_BREAK', 'CONTINUOUS', '2026-03-10T13:00']],
    ['HOSE', '2026-03-10T14:30:00', ['CLOSING_AUCTION', null, 'CLOSED', '2026-03-10T14:45']],
    ['HOSE', '2026-03-10T14:45:00', ['CLOSED', 'OUT_OF_HOURS', 'OPENING_AUCTION', '2026-03-11T09:00']],
    ['HNX', '2026-03-10T14:45:00', ['POST_CLOSE', null, 'CLOSED', '2026-03-10T15:00']],
    ['UPCOM', '2026-03-10T14:45:00', ['CONTINUOUS', null, 'CLOSED', '2026-03-10T15:00']],
    ['HNX', '2026-03-13T20:00:00', ['CLOSED', 'OUT_OF_HOURS', 'CONTINUOUS', '2026-03-16T09:00']],
    ['HOSE', '2026-03-14T10:00:00', ['CLOSED', 'WEEKEND', 'OPENING_AUCTION', '2026-03-16T09:00']],
    ['HOSE', '2026-02-17T10:00:00', ['CLOSED', 'HOLIDAY', 'OPENING_AUCTION', '2026-02-23T09:00']],
    ['HOSE', '2024-08-30T16:00:00', ['CLOSED', 'OUT_OF_HOURS', 'OPENING_AUCTION', '2024-09-04T09:00']],
  ])('of %s at %s is by session and calendar', (exchange, local, expected) => {
    expect(told(exchange, local)).toEqual(expected);
  });

  it('names the day of Vietnam, also where UTC has another', () => {
    expect(marketStatusAt('HOSE', new Date('2026-03-09T18:00:00Z')).date).toBe('2026-03-10');
  });

  it('is uncertain on disputed holidays and in years without known ones', () => {
    const isCertain = (date: string) => marketStatusAt('HOSE', new Date(`${date}T10:00:00+07:00`)).isCalendarCertain;
    expect(['2026-03-10', '2026-02-17', '2026-01-02', '2026-11-24', '2031-03-10'].map(isCertain)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
