import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { SignalKey } from '../../src/application/ports/readers.js';
import { fromEpochDay, parseTradingDate } from '../../src/domain/market/trading-date.js';
import type { SignalKind } from '../../src/domain/vpa/detectors/index.js';
import { signalId, type Signal } from '../../src/domain/vpa/signal.js';
import { aSignal } from '../support/a-signal.js';
import { batchOf, stockIds, store, type PersistenceRig } from '../support/persistence-rig.js';

const NIL = '00000000-0000-4000-8000-00000000ffff';
const KINDS: readonly SignalKind[] = ['NO_SUPPLY', 'NO_DEMAND', 'SPRING'];
const DATES = ['2024-12-30', '2025-01-02', '2025-01-03'].map(parseTradingDate);

/** What every reader of the database promises. */
export function testReadersContract(name: string, open: () => Promise<PersistenceRig>): void {
  describe(`readers on ${name}`, () => {
    let rig: PersistenceRig;
    let ids: string[];
    let signals: Signal[];

    beforeAll(async () => {
      rig = await open();
      const bars = ['VCB', 'HPG'].flatMap((symbol) =>
        ['2024-12-30', '2024-12-31', '2025-01-02', '2025-01-03'].map((date) => ({ symbol, date })),
      );
      await store(rig.database, [...bars, { symbol: 'VNINDEX', date: '2025-01-03', close: '1254.59', volume: 4_000_000_000 }]);
      ids = await stockIds(rig.database, ['VCB', 'HPG']);
      signals = ['VCB', 'HPG'].flatMap((symbol, at) =>
        DATES.flatMap((tradingDate) => KINDS.map((kind) => named({ symbol, stockId: ids[at]!, tradingDate, kind }))),
      );
      await rig.database.scans.transaction(async (tx) => {
        await tx.insertNewSignals(signals.toReversed());
      });
    });
    afterAll(() => rig.close());

    const oneStatement = async <T>(ask: () => Promise<T>): Promise<T> => {
      rig.forget();
      const answer = await ask();
      expect(rig.statements).toHaveLength(1);
      return answer;
    };

    it('page stocks by symbol, each once, and count them', async () => {
      const { stocks } = rig.database;
      const seen: string[] = [];
      for (let after: { symbol: string } | null = null; ;) {
        const page = await oneStatement(() => stocks.list({ isIndex: false }, { first: 4, after }));
        seen.push(...page.items.map(({ symbol }) => symbol));
        if (!page.hasNextPage) break;
        after = { symbol: seen.at(-1)! };
      }
      expect(seen).toEqual(['BID', 'HPG', 'HSG', 'MSN', 'SAB', 'TCB', 'VCB', 'VHM', 'VIC']);
      expect(await oneStatement(() => stocks.count({ isIndex: false }))).toBe(9);
      expect(await stocks.count({ sectors: ['Steel'], exchanges: ['HOSE'], symbols: ['HPG', 'VCB'] })).toBe(1);
    });

    it('find stocks by symbol and id, and pass over what is unknown or no id', async () => {
      const found = await oneStatement(() => rig.database.stocks.findBySymbols(['VCB', 'NOPE']));
      expect(found).toEqual([
        {
          id: ids[0],
          symbol: 'VCB',
          name: 'Ngân hàng Ngoại thương Việt Nam',
          sector: 'Banking',
          exchange: 'HOSE',
          isIndex: false,
          isSimulated: false,
          isActive: true,
        },
      ]);
      expect(await oneStatement(() => rig.database.stocks.findByIds([ids[0]!, NIL, 'nonsense']))).toEqual(found);
    });

    it('give the bars of many stocks by one statement, in the order asked', async () => {
      const { bars } = rig.database;
      const page = { first: 3, after: null };
      const slices = await oneStatement(() => bars.listByStocks([ids[1]!, 'nonsense', ids[0]!], { order: 'DESC', page }));
      expect(slices.map(({ items, hasNextPage }) => [items.map(({ tradingDate }) => tradingDate), hasNextPage])).toEqual([
        [['2025-01-03', '2025-01-02', '2024-12-31'], true],
        [[], false],
        [['2025-01-03', '2025-01-02', '2024-12-31'], true],
      ]);
      expect(slices.map(({ items }) => items[0]?.stockId)).toEqual([ids[1], undefined, ids[0]]);
    });

    it('page bars upwards from a date to a date', async () => {
      const [slice] = await rig.database.bars.listByStocks([ids[0]!], {
        order: 'ASC',
        from: parseTradingDate('2024-12-31'),
        to: parseTradingDate('2025-01-03'),
        page: { first: 1, after: { tradingDate: parseTradingDate('2024-12-31') } },
      });
      expect(slice).toMatchObject({ items: [{ tradingDate: '2025-01-02' }], hasNextPage: true });
    });

    it('give the last traded bars up to a date as columns, two statements for all', async () => {
      const [index] = await stockIds(rig.database, ['VNINDEX']);
      const vcb = ids[0]!;
      const asked = [
        ...['2025-01-02', '2025-01-03', '2024-01-01'].map((to) => ({ stockId: vcb, to: parseTradingDate(to) })),
        { stockId: index!, to: parseTradingDate('2025-01-03') },
        { stockId: NIL, to: parseTradingDate('2025-01-03') },
      ];
      rig.forget();
      const series = await rig.database.bars.tradedColumns(asked, 2);
      expect(rig.statements).toHaveLength(2);
      const dates = series.map(({ epochDay }) => Array.from(epochDay, fromEpochDay));
      expect(dates).toEqual([['2024-12-31', '2025-01-02'], ['2025-01-02', '2025-01-03'], [], ['2025-01-03'], []]);
      expect([series[3]!.close[0], series[3]!.volume[0]]).toEqual([1254.59, 4_000_000_000]);
    });

    it('give the newest bar of each stock with exact prices, or null', async () => {
      const [index] = await stockIds(rig.database, ['VNINDEX']);
      const latest = await oneStatement(() => rig.database.bars.latestByStocks([NIL, index!]));
      expect(latest).toEqual([
        null,
        {
          stockId: index,
          tradingDate: '2025-01-03',
          open: '1254.59',
          high: '1254.59',
          low: '1254.59',
          close: '1254.59',
          volume: 4_000_000_000,
          turnover: null,
          source: 'CSV',
          receivedAt: expect.any(Date),
        },
      ]);
    });

    it('page signals by date downwards, then symbol, kind and rule version, each once and whole', async () => {
      const seen: Signal[] = [];
      for (let after: SignalKey | null = null; ;) {
        const page = await oneStatement(() => rig.database.signals.list({}, { first: 4, after }));
        seen.push(...page.items);
        if (!page.hasNextPage) break;
        after = seen.at(-1)!;
      }
      expect(seen).toEqual(signals.toSorted(byListOrder));
      expect(await oneStatement(() => rig.database.signals.count({}))).toBe(signals.length);
    });

    it('filter signals by all fields at once', async () => {
      const filter = {
        symbols: ['VCB'],
        kinds: ['SPRING', 'NO_DEMAND'] as const,
        directions: ['BULLISH'] as const,
        from: DATES[1]!,
        to: DATES[1]!,
      };
      const { items } = await rig.database.signals.list(filter, { first: 10, after: null });
      expect(items.map(({ id }) => id)).toEqual(['VCB:D1:2025-01-02:NO_DEMAND:textbook-1', 'VCB:D1:2025-01-02:SPRING:textbook-1']);
      expect(await rig.database.signals.count({ ...filter, symbols: [] })).toBe(0);
    });

    it('page the signals of many stocks by one statement', async () => {
      const after = { tradingDate: DATES[2]!, symbol: 'HPG', kind: 'NO_SUPPLY', ruleVersion: 'textbook-1' };
      const slices = await oneStatement(() => rig.database.signals.listByStocks([ids[1]!, NIL], {}, { first: 2, after }));
      expect(slices.map(({ items, hasNextPage }) => [items.map(({ id }) => id), hasNextPage])).toEqual([
        [['HPG:D1:2025-01-03:SPRING:textbook-1', 'HPG:D1:2025-01-02:NO_DEMAND:textbook-1'], true],
        [[], false],
      ]);
      expect(slices[0]!.items[0]).not.toHaveProperty('position');
    });

    it('find signals by id', async () => {
      const wanted = signals[4]!;
      expect(await oneStatement(() => rig.database.signals.findByIds([wanted.id, 'VCB:none']))).toEqual([wanted]);
    });

    it('page refused bars, newest first, cut to what the table holds', async () => {
      const open = await rig.database.barStore.open({ source: 'CSV', sourceName: 'bad.csv' });
      await open.write(batchOf([]));
      const row = { symbol: null, tradingDate: '2025-13-01', reason: 'INVALID_DATE' };
      await open.quarantine([2, 3, 4].map((sourceLine) => ({ ...row, sourceLine, raw: `line ${sourceLine}\0\ud800${'x'.repeat(600)}` })));
      await open.commit();
      const first = await oneStatement(() => rig.database.quarantine.list({ first: 2, after: null }));
      expect(first.items.map(({ sourceLine }) => sourceLine)).toEqual([4, 3]);
      expect(first.hasNextPage).toBe(true);
      const rest = await rig.database.quarantine.list({ first: 2, after: first.items[1]! });
      expect(rest).toMatchObject({ items: [{ ...row, source: 'bad.csv', sourceLine: 2 }], hasNextPage: false });
      expect(rest.items[0]!.raw).toHaveLength(500);
      expect(await oneStatement(() => rig.database.quarantine.counts(5))).toEqual([
        { source: 'bad.csv', reason: row.reason, count: 3, newestAt: expect.any(Date) },
      ]);
      await expect(rig.database.quarantine.list({ first: 2, after: { id: 'x' } })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    });
  });
}

function named(overrides: Partial<Signal>): Signal {
  const signal = aSignal(overrides);
  return { ...signal, id: signalId(signal) };
}

function byListOrder(a: Signal, b: Signal): number {
  if (a.tradingDate !== b.tradingDate) return a.tradingDate > b.tradingDate ? -1 : 1;
  return `${a.symbol} ${a.kind}` < `${b.symbol} ${b.kind}` ? -1 : 1;
}
