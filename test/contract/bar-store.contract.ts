import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { batchOf, store, type PersistenceRig } from '../support/persistence-rig.js';

const GOOD = { open: '10', high: '11', low: '9', close: '10', volume: '5', trading_date: '2025-01-02', source: 'CSV', turnover: 'null' };

/** What every store of bars promises. */
export function testBarStoreContract(name: string, open: () => Promise<PersistenceRig>): void {
  describe(`store of bars on ${name}`, () => {
    let rig: PersistenceRig;
    beforeAll(async () => {
      rig = await open();
    });
    beforeEach(() => rig.reset());
    afterAll(() => rig.close());

    const versions = () =>
      rig.query(
        'select symbol, bars_version::integer as version, dirty_from::text as dirty from stock_scans join stocks on stocks.id = stock_id order by symbol',
      );
    const rows = () =>
      rig.query('select stock_id, trading_date::text, close::text, volume::text, xmin::text as writer from market_data order by 1, 2');

    it('imports twice as once: nothing is written the second time', async () => {
      const dates = fc.uniqueArray(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 30 });
      await fc.assert(
        fc.asyncProperty(dates, fc.array(fc.integer({ min: 1, max: 1e9 }), { minLength: 30, maxLength: 30 }), async (days, numbers) => {
          await rig.reset();
          const bars = days.map((day, at) => ({
            symbol: ['VCB', 'HPG', 'NEW'][at % 3]!,
            date: new Date(Date.UTC(2016, 0, 1 + day)).toISOString().slice(0, 10),
            close: String(numbers[at]! / 1000),
            volume: numbers[at]!,
          }));
          expect(await store(rig.database, bars)).toEqual({ inserted: bars.length, updated: 0, unchanged: 0 });
          const before = [await rows(), await versions()];
          expect(await store(rig.database, bars.toReversed())).toEqual({ inserted: 0, updated: 0, unchanged: bars.length });
          expect([await rows(), await versions()]).toEqual(before);
        }),
        { numRuns: 15 },
      );
    });

    it('replaces what differs, notes when, and marks the stock from that date on', async () => {
      const old = ['2024-12-30', '2024-12-31', '2025-01-02'].map((date) => ({ symbol: 'VCB', date }));
      await store(rig.database, old);
      await rig.query("update stock_scans set scanned_version = 1, dirty_from = null, rule_version = 'r'");
      const changed = await store(rig.database, [
        ...old.slice(0, 1),
        { ...old[1]!, volume: 7 },
        { ...old[2]!, close: '10000.5' },
        { symbol: 'VCB', date: '2025-01-03' },
      ]);
      expect(changed).toEqual({ inserted: 1, updated: 2, unchanged: 1 });
      expect(await versions()).toEqual([{ symbol: 'VCB', version: 2, dirty: '2024-12-31' }]);
      expect(await rig.query('select trading_date::text as date from market_data where revised_at is not null order by 1')).toEqual([
        { date: '2024-12-31' },
        { date: '2025-01-02' },
      ]);
      await store(rig.database, [{ symbol: 'VCB', date: '2025-01-06' }]);
      expect(await versions()).toEqual([{ symbol: 'VCB', version: 3, dirty: '2024-12-31' }]);
    });

    it('makes stocks of symbols that nobody described, indices among them, and leaves described ones alone', async () => {
      const described = {
        symbol: 'ACB',
        name: 'ACB Bank',
        sector: 'Banking',
        exchange: 'HNX' as const,
        isIndex: false,
        isSimulated: false,
      };
      await rig.database.barStore.ensureStocks([described]);
      await rig.database.barStore.ensureStocks([{ ...described, name: 'another' }]);
      await store(
        rig.database,
        ['ACB', 'NEW', 'VNINDEX'].map((symbol) => ({ symbol, date: '2025-01-02' })),
      );
      const found = await rig.database.stocks.findBySymbols(['ACB', 'NEW', 'VNINDEX']);
      expect(found.toSorted((a, b) => (a.symbol < b.symbol ? -1 : 1))).toMatchObject([
        described,
        { symbol: 'NEW', name: 'NEW', exchange: null, isIndex: false },
        { symbol: 'VNINDEX', isIndex: true },
      ]);
    });

    it('tells how long ago each feed delivered a newest bar', async () => {
      expect(await rig.database.freshness.feedAges()).toEqual([]);
      await store(rig.database, [
        { symbol: 'VCB', date: '2025-01-02' },
        { symbol: 'HPG', date: '2025-01-02' },
        { symbol: 'HPG', date: '2025-01-03' },
      ]);
      await rig.query("update market_data set received_at = now() - interval '1 hour' where trading_date = '2025-01-03'");
      await rig.query("update market_data set received_at = now() - interval '2 hours' where trading_date = '2025-01-02'");
      const [age, ...others] = await rig.database.freshness.feedAges();
      expect(others).toEqual([]);
      expect(age?.feed).toBe('CSV');
      expect(age?.seconds).toBeGreaterThanOrEqual(3_600);
      expect(age?.seconds).toBeLessThan(3_700);
    });

    it('makes the partition of a year that has none', async () => {
      expect(await store(rig.database, [{ symbol: 'VCB', date: '1999-05-04' }])).toMatchObject({ inserted: 1 });
      expect(await rig.query('select count(*)::integer as count from market_data_1999')).toEqual([{ count: 1 }]);
      await rig.database.ensurePartitions();
      await rig.database.ensurePartitions();
    });

    it('keeps a refused row once, however often it comes', async () => {
      const refused = { sourceLine: null, symbol: 'VCB', tradingDate: null, reason: 'INVALID_NUMBER', raw: 'VCB,NaN' };
      for (let time = 0; time < 2; time++) {
        const open = await rig.database.barStore.open({ source: 'CSV', sourceName: 'a.csv' });
        await open.quarantine([refused, { ...refused, sourceLine: 3 }]);
        await open.commit();
      }
      expect(await rig.query('select source_line from quarantined_bars order by id')).toEqual([{ source_line: null }, { source_line: 3 }]);
    });

    it('changes nothing where one row is refused by the table, and is usable afterwards', async () => {
      const open = await rig.database.barStore.open({ source: 'CSV', sourceName: 'a.csv' });
      await open.quarantine([{ sourceLine: 2, symbol: null, tradingDate: null, reason: 'MALFORMED_ROW', raw: 'x' }]);
      await open.write(
        batchOf([
          { symbol: 'NEW', date: '2025-01-02' },
          { symbol: 'NEW', date: '2025-01-03', close: '-1' },
        ]),
      );
      await expect(open.commit()).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        retryable: false,
        details: { constraint: expect.any(String) },
      });
      expect(await rows()).toEqual([]);
      expect(await rig.database.stocks.findBySymbols(['NEW'])).toEqual([]);
      expect(await rig.database.quarantine.list({ first: 1, after: null })).toMatchObject({ items: [] });
      await expect(open.write(batchOf([{ symbol: 'NEW', date: '2025-01-02' }]))).rejects.toBeInstanceOf(Error);
      expect(await store(rig.database, [{ symbol: 'NEW', date: '2025-01-02' }])).toMatchObject({ inserted: 1 });
    });

    it('refuses a day that comes twice with different values', async () => {
      const twice = [
        { symbol: 'VCB', date: '2025-01-02' },
        { symbol: 'VCB', date: '2025-01-02', close: '2' },
      ];
      await expect(store(rig.database, twice)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
      expect(await rows()).toEqual([]);
    });

    it('forgets what was written when it is rolled back', async () => {
      const open = await rig.database.barStore.open({ source: 'CSV', sourceName: 'a.csv' });
      await open.write(batchOf([{ symbol: 'VCB', date: '2025-01-02' }]));
      await open.rollback();
      await open.rollback();
      expect(await rows()).toEqual([]);
    });

    it.each([
      ['market_data_low_positive', { low: '0' }],
      ['market_data_low_positive', { low: '-1' }],
      ['market_data_low_lowest', { open: '8' }],
      ['market_data_low_lowest', { low: "'NaN'" }],
      ['market_data_high_highest', { close: '12' }],
      ['market_data_high_finite', { high: "'NaN'" }],
      ['market_data_high_finite', { high: '1000000000001' }],
      ['market_data_volume_range', { volume: '-1' }],
      ['market_data_volume_range', { volume: '9007199254740992' }],
      ['market_data_turnover_range', { turnover: "'NaN'" }],
      ['market_data_source_known', { source: 'RUMOUR' }],
    ])('has a table that refuses by %s: %o', async (constraint, fault) => {
      await expect(insertBar({ ...GOOD, ...fault })).rejects.toMatchObject({ constraint });
      await expect(insertBar(GOOD)).resolves.toBeDefined();
    });

    it('has a table that refuses infinity and dates out of range', async () => {
      await expect(insertBar({ ...GOOD, high: "'Infinity'" })).rejects.toMatchObject({ code: expect.stringMatching(/^22/) });
      await expect(insertBar({ ...GOOD, trading_date: '2300-01-01' })).rejects.toMatchObject({ code: '23514' });
      await expect(store(rig.database, [{ symbol: 'VCB', date: '1980-01-02' }])).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    });

    const insertBar = ({ open: at, high, low, close, volume, trading_date: date, source, turnover }: typeof GOOD) =>
      rig.query(
        `insert into market_data (stock_id, trading_date, open, high, low, close, volume, turnover, source)
         select id, '${date}', ${at}, ${high}, ${low}, ${close}, ${volume}, ${turnover}, '${source}' from stocks where symbol = 'VCB'`,
      );
  });
}
