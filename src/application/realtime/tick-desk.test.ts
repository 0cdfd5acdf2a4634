import { describe, expect, it } from 'vitest';

import { parseDecimal } from '../../domain/decimal.js';
import { parseTradingDate } from '../../domain/market/trading-date.js';
import type { LiveInstrument } from '../ports/minute-bars.js';
import { TickDesk } from './tick-desk.js';

const DATE = parseTradingDate('2025-11-14');
const at = (time: string) => new Date(`2025-11-14T${time}+07:00`);
const instrument = (symbol: string): LiveInstrument => ({ id: symbol, symbol, exchange: 'HOSE', isIndex: false, previous: null });
const deskOf = (...symbols: string[]) => new TickDesk(DATE, symbols.map(instrument));
const tick = (symbol: string, time: string, price = '100') => ({
  symbol,
  price: parseDecimal(price),
  volume: 10,
  sessionVolume: null,
  at: at(time),
  provider: 'feed',
  receivedAt: at(time),
});

/** Minutes of the first instrument that may lack trades, once the day is over, as times. */
function missing(desk: TickDesk): string[] {
  const [seat] = desk.seats;
  return (seat?.book.missingBefore(at('16:00:00')) ?? []).map((slot) => {
    const minute = slot < 135 ? 555 + slot : 780 + slot - 135;
    return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  });
}

describe('a gap in the trades', () => {
  it('is widened by what may have been on its way', () => {
    const desk = deskOf('AAA');
    desk.miss(at('10:00:03'), at('10:00:57'));
    expect(missing(desk)).toEqual(['09:59', '10:00', '10:01']);
  });

  it('begins with the newest trade that was told where this process was behind', () => {
    const desk = deskOf('AAA', 'BBB');
    desk.take(tick('BBB', '10:00:30'));
    desk.miss(at('10:02:30'), at('10:02:40'));
    expect(missing(desk)).toEqual(['10:00', '10:01', '10:02']);
  });

  it('ends with the next trade where the clock of the source is ahead', () => {
    const desk = deskOf('AAA', 'BBB');
    desk.miss(at('10:00:30'), at('10:00:40'));
    desk.take(tick('BBB', '10:02:30'));
    desk.take(tick('BBB', '10:05:30'));
    expect(missing(desk)).toEqual(['10:00', '10:01', '10:02']);
  });
});

describe('prices that wait', () => {
  it('are one for each instrument, the newest, and come again where they could not be told', () => {
    const desk = deskOf('AAA', 'BBB');
    for (const price of ['1', '2', '3']) desk.take(tick('AAA', '10:00:00', price));
    expect(desk.waitingPrices).toBe(1);
    const quotes = desk.takePrices(10);
    expect(quotes).toMatchObject([{ symbol: 'AAA', price: '3', volume: 30 }]);
    expect(desk.takePrices(10)).toEqual([]);
    desk.keepPrices(quotes);
    desk.take(tick('AAA', '10:00:01', '4'));
    expect(desk.takePrices(10)).toMatchObject([{ price: '4' }]);
  });
});

describe('the desk', () => {
  it('takes no trades on a day without trading, and none of other symbols', () => {
    expect(new TickDesk(parseTradingDate('2025-11-15'), [instrument('AAA')]).take(tick('AAA', '10:00:00'))).toBe('UNKNOWN_SYMBOL');
    expect(deskOf('AAA').take(tick('BBB', '10:00:00'))).toBe('UNKNOWN_SYMBOL');
  });

  it('gives minutes again that could not be stored', () => {
    const desk = deskOf('AAA');
    desk.take(tick('AAA', '10:00:00'));
    const bars = desk.takeUnsaved(at('10:02:00'), 10);
    expect(bars).toHaveLength(1);
    expect(desk.waitingMinutes).toBe(0);
    desk.keepUnsaved(bars);
    expect(desk.takeUnsaved(at('10:02:00'), 10)).toEqual(bars);
  });
});
