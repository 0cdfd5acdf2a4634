import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { parseDecimal } from '../../src/domain/decimal.js';
import type { MinuteBar } from '../../src/domain/market/live/minute-bar.js';
import { parseTradingDate } from '../../src/domain/market/trading-date.js';
import { stockIds, store, type PersistenceRig } from '../support/persistence-rig.js';

const DATE = parseTradingDate('2025-11-14');
const NEXT = parseTradingDate('2025-11-17');

function bar(minute: number, close: string, over: Partial<MinuteBar> = {}): MinuteBar {
  const price = parseDecimal(close);
  return { tradingDate: DATE, minute, open: price, high: price, low: price, close: price, volume: 100, isWhole: true, ...over };
}

/** What every database must do with one-minute bars. */
export function testMinuteBarsContract(name: string, open: () => Promise<PersistenceRig>): void {
  describe(`minute bars on ${name}`, () => {
    let rig: PersistenceRig;
    beforeAll(async () => {
      rig = await open();
    });
    afterAll(() => rig.close());
    beforeEach(() => rig.reset());

    test('are given back as they were stored, exactly and in order', async () => {
      const { minuteBars } = rig.database;
      const [vcb = '', tcb = ''] = await stockIds(rig.database, ['VCB', 'TCB']);
      const bars = [bar(600, '60500.25', { high: parseDecimal('60600.0001') }), bar(555, '60000')];
      await minuteBars.save(bars.map((each) => ({ stockId: vcb, bar: each })));
      await minuteBars.save([{ stockId: vcb, bar: bar(555, '1', { tradingDate: NEXT }) }]);
      const stored = await minuteBars.session([vcb, tcb], DATE);
      expect(stored.get(vcb)).toEqual([bars[1], bars[0]].map((each) => ({ stockId: vcb, ...each })));
      expect(stored.has(tcb)).toBe(false);
    });

    test('change by a later bar, but a whole one never by one that is not', async () => {
      const { minuteBars } = rig.database;
      const [vcb = ''] = await stockIds(rig.database, ['VCB']);
      const save = (each: MinuteBar) => minuteBars.save([{ stockId: vcb, bar: each }]);
      const closes = async () => (await minuteBars.session([vcb], DATE)).get(vcb)?.map(({ close }) => close);
      await save(bar(600, '1', { isWhole: false }));
      await save(bar(600, '2', { isWhole: false }));
      expect(await closes()).toEqual(['2']);
      await save(bar(600, '3'));
      await save(bar(600, '4', { isWhole: false }));
      expect(await closes()).toEqual(['3']);
      await save(bar(600, '5'));
      expect(await closes()).toEqual(['5']);
    });

    test('are joined to longer ones, page by page in both orders, for many stocks at once', async () => {
      const { minuteBars } = rig.database;
      const [vcb = '', tcb = ''] = await stockIds(rig.database, ['VCB', 'TCB']);
      const price = (text: string) => parseDecimal(text);
      const bars = [
        bar(555, '10', { high: price('15') }),
        bar(559, '12', { isWhole: false, low: price('8.5') }),
        bar(600, '13'),
        bar(601, '14'),
        bar(600, '20', { tradingDate: NEXT }),
      ];
      await minuteBars.save(bars.map((each) => ({ stockId: vcb, bar: each })));
      const query = { interval: 'M5', order: 'DESC', page: { first: 2, after: null } } as const;
      const [slice, none] = await minuteBars.listByStocks([vcb, tcb], query);
      expect(none).toEqual({ items: [], hasNextPage: false });
      expect(slice).toMatchObject({
        hasNextPage: true,
        items: [
          { tradingDate: NEXT, minute: 600 },
          { tradingDate: DATE, minute: 600 },
        ],
      });
      const last = slice?.items.at(-1);
      const after = { tradingDate: DATE, minute: 600 };
      const [older] = await minuteBars.listByStocks([vcb], { ...query, page: { first: 2, after } });
      const joined = { minute: 555, open: '10', high: '15', low: '8.5', close: '12', volume: 200, isWhole: false, interval: 'M5' };
      expect(older).toMatchObject({ hasNextPage: false, items: [joined] });
      expect(last).toMatchObject({ open: '13', close: '14', volume: 200, isWhole: true });
      const [newer] = await minuteBars.listByStocks([vcb], { ...query, order: 'ASC', page: { first: 9, after } });
      expect(newer?.items.map(({ tradingDate }) => tradingDate)).toEqual([NEXT]);
      const [hours] = await minuteBars.listByStocks([vcb], { interval: 'H1', order: 'ASC', to: DATE, page: { first: 9, after: null } });
      expect(hours?.items.map(({ minute, close, volume }) => [minute, close, volume])).toEqual([
        [540, '12', 200],
        [600, '14', 200],
      ]);
    });

    test('make up what is traded in each minute over the sessions before', async () => {
      const { minuteBars } = rig.database;
      const [vcb = '', tcb = ''] = await stockIds(rig.database, ['VCB', 'TCB']);
      const bars = [bar(600, '1'), bar(601, '1'), bar(600, '1', { tradingDate: NEXT })];
      await minuteBars.save(bars.map((each) => ({ stockId: vcb, bar: each })));
      const before = parseTradingDate('2025-11-18');
      const volumes = await minuteBars.volumes([vcb, tcb], before);
      expect(volumes.get(vcb)?.sessions).toBe(2);
      expect(volumes.get(vcb)?.volumes.toSorted((a, b) => a.minute - b.minute)).toEqual([
        { minute: 600, volume: 200 },
        { minute: 601, volume: 100 },
      ]);
      expect(volumes.has(tcb)).toBe(false);
      expect((await minuteBars.volumes([vcb], NEXT)).get(vcb)?.sessions).toBe(1);
    });

    test('of old sessions are removed in batches', async () => {
      const { minuteBars } = rig.database;
      const [vcb = ''] = await stockIds(rig.database, ['VCB']);
      const bars = [bar(600, '1'), bar(601, '1'), bar(602, '1'), bar(600, '1', { tradingDate: NEXT })];
      await minuteBars.save(bars.map((each) => ({ stockId: vcb, bar: each })));
      expect(await minuteBars.prune(NEXT, 2)).toBe(2);
      expect(await minuteBars.prune(NEXT, 2)).toBe(1);
      expect(await minuteBars.prune(NEXT, 2)).toBe(0);
      expect((await minuteBars.session([vcb], NEXT)).get(vcb)).toHaveLength(1);
    });

    test('are of instruments that the database knows, with the close of the session before', async () => {
      const { minuteBars } = rig.database;
      await store(rig.database, [
        { symbol: 'VCB', date: '2025-11-13', close: '60000' },
        { symbol: 'VCB', date: '2025-11-14', close: '61000' },
        { symbol: 'FPT', date: '2025-11-13', close: '99000.5' },
      ]);
      await rig.query("update stocks set is_simulated = true where symbol = 'FPT'");
      const known = await minuteBars.instruments(['VCB', 'FPT', 'NONE'], DATE);
      expect(known.map(({ symbol, previous }) => ({ symbol, previous }))).toEqual([
        { symbol: 'FPT', previous: { tradingDate: '2025-11-13', close: '99000.5' } },
        { symbol: 'VCB', previous: { tradingDate: '2025-11-13', close: '60000' } },
      ]);
      const all = (await minuteBars.instruments(null, DATE)).map(({ symbol }) => symbol);
      expect(all).toContain('VCB');
      expect(all).not.toContain('FPT');
    });
  });
}
