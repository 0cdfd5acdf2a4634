import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseDecimal } from '../../decimal.js';
import { parseTradingDate } from '../trading-date.js';
import type { MinuteBar } from './minute-bar.js';
import { SessionBook } from './session-book.js';
import type { Trade } from './trade.js';

const DATE = parseTradingDate('2025-11-14');
const at = (time: string) => new Date(`2025-11-14T${time}+07:00`);
const trade = (time: string, price: string, volume: number, sessionVolume: number | null = null): Trade => ({
  at: at(time),
  price: parseDecimal(price),
  volume,
  sessionVolume,
});
const bar = (minute: number, price: string, volume: number): MinuteBar => {
  const one = parseDecimal(price);
  return { tradingDate: DATE, minute, open: one, high: one, low: one, close: one, volume, isWhole: true };
};
const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

function bookOf(trades: readonly Trade[], exchange: 'HOSE' | 'HNX' | 'UPCOM' = 'HOSE'): SessionBook {
  const book = new SessionBook(exchange, DATE);
  for (const one of trades) book.add(one);
  return book;
}

describe('bars of trades', () => {
  it('have the first, highest, lowest and last price of their minute, exactly, and its volume', () => {
    const book = bookOf([
      trade('10:00:01', '25400.5', 100),
      trade('10:00:30', '25450.1234', 200),
      trade('10:00:59', '25350', 300),
      trade('10:01:00', '25400', 50),
    ]);
    expect(book.bars()).toEqual([
      {
        tradingDate: DATE,
        minute: 600,
        open: '25400.5',
        high: '25450.1234',
        low: '25350',
        close: '25350',
        volume: 600,
        isWhole: true,
      },
      { ...bar(601, '25400', 50) },
    ]);
    expect(book.daily()).toEqual({
      tradingDate: DATE,
      open: '25400.5',
      high: '25450.1234',
      low: '25350',
      close: '25400',
      volume: 650,
      at: at('10:01:00'),
      isWhole: true,
    });
  });

  it.each([
    ['HOSE', '09:00:00', '09:15'],
    ['HOSE', '09:14:59', '09:15'],
    ['HOSE', '11:30:01', '11:29'],
    ['HOSE', '14:30:01', '14:29'],
    ['HOSE', '14:40:00', '14:45'],
    ['HOSE', '14:45:30', '14:45'],
    ['HNX', '09:00:00', '09:00'],
    ['HNX', '14:55:00', '14:45'],
    ['UPCOM', '14:45:00', '14:45'],
    ['UPCOM', '15:00:20', '14:59'],
  ] as const)('of %s take a trade of %s into the bar of %s', (exchange, time, expected) => {
    expect(
      bookOf([trade(time, '10000', 1)], exchange)
        .bars()
        .map(({ minute }) => minute),
    ).toEqual([minuteOf(expected)]);
  });

  it.each(['08:59:59', '11:32:00', '12:59:59', '14:47:00', '15:00:00'])('of HOSE do not take a trade of %s', (time) => {
    expect(new SessionBook('HOSE', DATE).add(trade(time, '10000', 1))).toBe('OUTSIDE_SESSION');
  });

  it('refuse what is no price or no number of shares, and a trade of another day', () => {
    const book = new SessionBook('HOSE', DATE);
    expect(book.add(trade('10:00:00', '0', 1))).toBe('UNUSABLE');
    expect(book.add(trade('10:00:00', '1.00001', 1))).toBe('UNUSABLE');
    expect(book.add(trade('10:00:00', '10000', 1.5))).toBe('UNUSABLE');
    expect(book.add({ ...trade('10:00:00', '10000', 1), at: new Date('2025-11-13T10:00:00+07:00') })).toBe('OUTSIDE_SESSION');
    expect(book.daily()).toBeNull();
  });

  const trades = fc
    .array(
      fc.record({
        ms: fc.integer({ min: 0, max: 8 * 60_000 }),
        price: fc.integer({ min: 1, max: 500 }),
        volume: fc.integer({ min: 1, max: 900 }),
      }),
      {
        minLength: 1,
        maxLength: 30,
      },
    )
    .map((raw) => {
      let sessionVolume = 0;
      return raw
        .toSorted((a, b) => a.ms - b.ms)
        .map(({ ms, price, volume }): Trade => {
          sessionVolume += volume;
          return { at: new Date(at('10:00:00').getTime() + ms), price: parseDecimal(String(price)), volume, sessionVolume };
        });
    });

  it('are the same in whatever order and however often the trades come', () => {
    fc.assert(
      fc.property(trades, fc.infiniteStream(fc.nat()), (inOrder, choices) => {
        const shuffled = [...inOrder, ...inOrder].map((one) => ({ one, key: choices.next().value ?? 0 })).toSorted((a, b) => a.key - b.key);
        expect(bookOf(shuffled.map(({ one }) => one)).bars()).toEqual(bookOf(inOrder).bars());
      }),
    );
  });

  it('without a volume of the session are the same as long as the trades of one instant keep their order', () => {
    fc.assert(
      fc.property(trades, fc.nat(29), (inOrder, cut) => {
        const plain = inOrder.map((one) => ({ ...one, sessionVolume: null }));
        const splitAt = plain.findIndex((one, place) => place >= cut && one.at.getTime() !== plain[place - 1]?.at.getTime());
        const late = splitAt === -1 ? plain : [...plain.slice(splitAt), ...plain.slice(0, splitAt)];
        expect(bookOf(late).bars()).toEqual(bookOf(plain).bars());
      }),
    );
  });

  it('make up the daily bar', () => {
    fc.assert(
      fc.property(trades, (inOrder) => {
        const daily = bookOf(inOrder).daily();
        expect(daily).toMatchObject({
          open: inOrder[0]?.price,
          close: inOrder.at(-1)?.price,
          high: String(Math.max(...inOrder.map(({ price }) => Number(price)))),
          low: String(Math.min(...inOrder.map(({ price }) => Number(price)))),
          volume: inOrder.at(-1)?.sessionVolume,
        });
      }),
    );
  });
});

describe('a minute with missing trades', () => {
  const gap = (book: SessionBook) => book.miss(at('10:00:20'), at('10:02:10'));

  it('is asked for when it is over, and is the bar of the source afterwards', () => {
    const book = bookOf([trade('10:00:05', '100', 10), trade('10:03:00', '103', 10)]);
    gap(book);
    expect(book.daily()?.isWhole).toBe(false);
    expect(book.missingBefore(at('10:02:30'))).toHaveLength(2);
    const slots = book.missingBefore(at('10:03:05'));
    expect(slots).toHaveLength(3);
    expect(book.takeUnsaved(at('10:03:05'), 10)).toEqual([]);
    book.settle(slots, [bar(600, '101', 50), bar(602, '102', 20), bar(603, '999', 1)]);
    expect(book.missingCount).toBe(0);
    expect(book.takeUnsaved(at('10:03:05'), 10)).toEqual([bar(600, '101', 50), bar(602, '102', 20)]);
    expect(book.daily()).toMatchObject({ open: '101', close: '103', volume: 80, isWhole: true });
    expect(book.add(trade('10:00:07', '90', 5))).toBe('SETTLED');
  });

  it('stays missing while the source has less than was told, or has not come so far', () => {
    const book = bookOf([trade('10:00:05', '100', 10)]);
    gap(book);
    const slots = book.missingBefore(at('10:05:00'));
    book.settle(slots, [bar(600, '100', 9)]);
    expect(book.missingBefore(at('10:05:00'))).toEqual(slots);
    book.settle(slots, [bar(600, '100', 10), bar(601, '101', 1)]);
    expect(book.missingCount).toBe(1);
  });

  it('is marked where nobody has what is missing', () => {
    const book = bookOf([trade('10:00:05', '100', 10)]);
    gap(book);
    book.giveUp(book.missingBefore(at('10:05:00')));
    expect(book.missingCount).toBe(0);
    expect(book.takeUnsaved(at('10:05:00'), 10)).toEqual([{ ...bar(600, '100', 10), isWhole: false }]);
    expect(book.daily()?.isWhole).toBe(false);
  });

  it('is every one before a start in the middle of a session, but for those that were stored', () => {
    const book = new SessionBook('HOSE', DATE);
    book.restore([bar(600, '100', 10), { ...bar(601, '101', 10), isWhole: false }]);
    book.miss(at('09:00:00'), at('10:01:30'));
    // 09:15 to 09:59, and 10:01, which is not over.
    expect(book.missingBefore(at('10:01:30'))).toHaveLength(45);
    expect(book.missingCount).toBe(46);
    expect(book.unsavedCount).toBe(0);
  });
});

describe('bars to be stored', () => {
  it('are taken once, when their minute is over, and again after a late trade or a failure', () => {
    const book = bookOf([trade('10:00:05', '100', 10), trade('10:01:05', '101', 10)]);
    const [taken] = [book.takeUnsaved(at('10:01:30'), 10)];
    expect(taken).toEqual([bar(600, '100', 10)]);
    expect(book.takeUnsaved(at('10:01:30'), 10)).toEqual([]);
    book.keepUnsaved(taken);
    expect(book.takeUnsaved(at('10:01:30'), 10)).toEqual(taken);
    book.add(trade('10:00:50', '102', 1));
    expect(book.takeUnsaved(at('10:02:30'), 1)).toMatchObject([{ minute: 600, close: '102', volume: 11 }]);
    expect(book.unsavedCount).toBe(1);
  });
});
