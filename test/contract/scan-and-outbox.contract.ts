import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { fromEpochDay, parseTradingDate, toEpochDay } from '../../src/domain/market/trading-date.js';
import type { Signal } from '../../src/domain/vpa/signal.js';
import { aSignal } from '../support/a-signal.js';
import { stockIds, store, type PersistenceRig } from '../support/persistence-rig.js';

const RULES = 'textbook-1';

/** What every store of scans, outbox and log of events promises. */
export function testScanAndOutboxContract(name: string, open: () => Promise<PersistenceRig>): void {
  describe(`scans and outbox on ${name}`, () => {
    let rig: PersistenceRig;
    let vcb: string;
    beforeAll(async () => {
      rig = await open();
      [vcb = ''] = await stockIds(rig.database, ['VCB']);
    });
    beforeEach(() => rig.reset());
    afterAll(() => rig.close());

    const scan = (rules = RULES) =>
      rig.database.scans.transaction(async (tx) => {
        const [due] = await tx.claimDue(rules, 1);
        if (due === undefined) return null;
        await tx.markScanned([due.stock.id], rules);
        return { symbol: due.stock.symbol, from: due.from };
      });
    const tell = (signals: readonly Signal[]) =>
      rig.database.scans.transaction(async (tx) => tx.addEvents(await tx.insertNewSignals(signals)));
    const signalsOf = (count: number) =>
      Array.from({ length: count }, (_, day) => aSignal({ stockId: vcb, tradingDate: fromEpochDay(20_000 + day) }));

    it('scan a new stock whole, then only from what changed, then not at all', async () => {
      expect(await scan()).toBeNull();
      await store(rig.database, [
        { symbol: 'VCB', date: '2025-01-02' },
        { symbol: 'VCB', date: '2025-01-03' },
      ]);
      expect(await rig.database.scans.countDue(RULES)).toBe(1);
      expect(await scan()).toEqual({ symbol: 'VCB', from: null });
      expect(await scan()).toBeNull();
      await store(rig.database, [
        { symbol: 'VCB', date: '2025-01-03', volume: 2 },
        { symbol: 'VCB', date: '2025-01-06' },
      ]);
      expect(await scan()).toEqual({ symbol: 'VCB', from: '2025-01-03' });
      expect(await rig.database.scans.countDue(RULES)).toBe(0);
      expect(await rig.database.scans.countDue('textbook-2')).toBe(1);
      expect(await scan('textbook-2')).toEqual({ symbol: 'VCB', from: null });
    });

    it('hold as many stocks at once as they are told to, each with its date', async () => {
      const bar = (symbol: string, date: string) => ({ symbol, date });
      await store(rig.database, [bar('VCB', '2025-01-02'), bar('TCB', '2025-01-02'), bar('HPG', '2025-01-02')]);
      const claim = (limit: number, except: readonly string[] = []) =>
        rig.database.scans.transaction(async (tx) => {
          const due = await tx.claimDue(RULES, limit, except);
          const bars = await tx.loadBars(due, 5);
          const claimed = due.map(({ stock, from }, place) => [stock.symbol, from, bars[place]!.length]);
          await tx.markScanned(
            due.map(({ stock }) => stock.id),
            RULES,
          );
          return claimed;
        });
      expect(await claim(2, [vcb])).toEqual([
        ['HPG', null, 1],
        ['TCB', null, 1],
      ]);
      await store(rig.database, [bar('TCB', '2025-01-03'), bar('HPG', '2025-01-06')]);
      expect((await claim(9)).toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1))).toEqual([
        ['HPG', '2025-01-06', 2],
        ['TCB', '2025-01-03', 2],
        ['VCB', null, 1],
      ]);
      expect(await claim(9)).toEqual([]);
    });

    it('settle under two rule versions side by side, each from where it left off', async () => {
      const bar = (date: string, volume = 1) => store(rig.database, [{ symbol: 'VCB', date, volume }]);
      await bar('2025-01-02');
      await bar('2025-01-03');
      const both = async () => [await scan(RULES), await scan('textbook-2')];
      expect(await both()).toEqual([
        { symbol: 'VCB', from: null },
        { symbol: 'VCB', from: null },
      ]);
      expect(await both()).toEqual([null, null]);
      await bar('2025-01-06');
      expect(await scan('textbook-2')).toEqual({ symbol: 'VCB', from: '2025-01-06' });
      await bar('2025-01-03', 2);
      await bar('2025-01-07');
      expect(await both()).toEqual([
        { symbol: 'VCB', from: '2025-01-03' },
        { symbol: 'VCB', from: '2025-01-03' },
      ]);
      expect(await both()).toEqual([null, null]);
      expect(await rig.database.scans.countDue('textbook-2')).toBe(0);
    });

    it('take all bars where a writer of the version before told nobody what changed', async () => {
      await store(rig.database, [{ symbol: 'VCB', date: '2025-01-02' }]);
      await scan();
      await rig.query('update stock_scans set bars_version = bars_version + 1');
      await store(rig.database, [{ symbol: 'VCB', date: '2025-01-03' }]);
      expect(await scan()).toEqual({ symbol: 'VCB', from: null });
      expect(await scan()).toBeNull();
    });

    it('leave a stock due where its scan fails', async () => {
      await store(rig.database, [{ symbol: 'VCB', date: '2025-01-02' }]);
      const failing = rig.database.scans.transaction(async (tx) => {
        await tx.claimDue(RULES, 1);
        await tx.addEvents(await tx.insertNewSignals(signalsOf(1)));
        await tx.markScanned([vcb], RULES);
        throw new RangeError('out of luck');
      });
      await expect(failing).rejects.toThrow(RangeError);
      expect(await rig.query('select count(*)::integer as count from vpa_signals')).toEqual([{ count: 0 }]);
      expect(await rig.database.outbox.numberPending(10)).toEqual([]);
      expect(await scan()).toEqual({ symbol: 'VCB', from: null });
    });

    it('load traded bars from the warm-up before a date on, as columns', async () => {
      const dates = ['2025-01-02', '2025-01-03', '2025-01-06', '2025-01-07', '2025-01-08'];
      await store(
        rig.database,
        dates.map((date, at) => ({ symbol: 'VCB', date, close: `${at + 1}.25`, volume: at === 2 ? 0 : 100 + at })),
      );
      const load = (from: string | null, warmUp: number) =>
        rig.database.scans.transaction(async (tx) => {
          const [due] = await tx.claimDue(RULES, 1);
          const [bars] = await tx.loadBars([{ ...due!, from: from === null ? null : parseTradingDate(from) }], warmUp);
          return bars!;
        });
      const all = await load(null, 0);
      expect([...all.epochDay]).toEqual(
        ['2025-01-02', '2025-01-03', '2025-01-07', '2025-01-08'].map((date) => toEpochDay(parseTradingDate(date))),
      );
      expect([...all.close]).toEqual([1.25, 2.25, 4.25, 5.25]);
      expect([...all.volume]).toEqual([100, 101, 103, 104]);
      expect([...(await load('2025-01-08', 2)).close]).toEqual([2.25, 4.25, 5.25]);
      expect([...(await load('2025-01-08', 0)).close]).toEqual([5.25]);
      expect([...(await load('2025-01-08', 99)).close]).toEqual([1.25, 2.25, 4.25, 5.25]);
      expect((await load('2026-01-01', 1)).length).toBe(1);
    });

    it('store a signal once and return only the new ones', async () => {
      const [first, second] = signalsOf(2) as [Signal, Signal];
      await rig.database.scans.transaction(async (tx) => {
        expect(await tx.insertNewSignals([first])).toEqual([first]);
        expect(await tx.insertNewSignals([first, second])).toEqual([second]);
        expect(await tx.insertNewSignals([])).toEqual([]);
      });
    });

    it('begin an epoch after the newest number, and give every event to it', async () => {
      await tell(signalsOf(2));
      await rig.database.outbox.numberPending(1);
      const before = await rig.database.eventLog.state();
      const begun = await rig.database.eventEpoch.begin();
      expect(begun.seq).toBe(1);
      expect(begun.epoch).not.toBe(before.newest.epoch);
      expect((await rig.database.eventLog.state()).newest).toEqual(begun);
      expect(await rig.database.outbox.numberPending(9)).toMatchObject([{ seq: 2, epoch: begun.epoch }]);
    });

    it('number events densely in the order they came, and read them back whole', async () => {
      const signals = signalsOf(5);
      await tell(signals.slice(0, 3));
      await tell(signals.slice(3));
      expect(await rig.database.outbox.oldestPendingSeconds()).toBeGreaterThan(0);
      const first = await rig.database.outbox.numberPending(2);
      const rest = await rig.database.outbox.numberPending(100);
      expect(await rig.database.outbox.numberPending(100)).toEqual([]);
      expect(await rig.database.outbox.oldestPendingSeconds()).toBe(0);
      const all = [...first, ...rest];
      expect(all.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
      expect(all.map(({ event }) => event)).toEqual(signals.map((signal) => ({ type: 'signal.detected', signal })));
      rig.forget();
      expect(await rig.database.eventLog.readAfter(0, 100)).toEqual(all);
      expect(await rig.database.eventLog.readAfter(3, 1)).toEqual(all.slice(3, 4));
      const { newest, prunedThrough } = await rig.database.eventLog.state();
      expect([newest, prunedThrough]).toEqual([{ epoch: all[0]!.epoch, seq: 5 }, 0]);
      expect(rig.statements).toHaveLength(3);
    });

    it('hand out an event of a type that came later in its place, as it was written', async () => {
      const json = { type: 'weather.changed', rain: [1, 2] };
      await tell(signalsOf(1));
      await rig.query(`insert into events (type, payload) values ('weather.changed', '${JSON.stringify(json)}')`);
      await tell(signalsOf(2).slice(1));
      const numbered = await rig.database.outbox.numberPending(10);
      expect(numbered.map(({ seq, event }) => [seq, event.type])).toEqual([
        [1, 'signal.detected'],
        [2, 'unreadable'],
        [3, 'signal.detected'],
      ]);
      expect(numbered[1]?.event).toEqual({ type: 'unreadable', name: 'weather.changed', json });
      expect(await rig.database.eventLog.readAfter(0, 10)).toEqual(numbered);
    });

    it('prune old events from the beginning only, and remember up to where', async () => {
      await tell(signalsOf(4));
      await rig.database.outbox.numberPending(10);
      await tell(signalsOf(5).slice(4));
      await rig.query("update events set occurred_at = now() - interval '2 days' where seq in (1, 2, 4)");
      expect(await rig.database.outbox.prune(86_400_000, 100)).toBe(2);
      expect(await rig.database.eventLog.state()).toMatchObject({ newest: { seq: 4 }, prunedThrough: 2 });
      expect((await rig.database.eventLog.readAfter(0, 10)).map(({ seq }) => seq)).toEqual([3, 4]);
      expect(await rig.database.outbox.prune(86_400_000, 100)).toBe(0);
      expect(await rig.database.outbox.prune(0, 100)).toBe(2);
      expect(await rig.database.eventLog.state()).toMatchObject({ newest: { seq: 4 }, prunedThrough: 4 });
      expect((await rig.database.outbox.numberPending(10)).map(({ seq }) => seq)).toEqual([5]);
    });

    it('prune no more at once than they are told to, the oldest first', async () => {
      await tell(signalsOf(5));
      await rig.database.outbox.numberPending(10);
      expect(await rig.database.outbox.prune(0, 2)).toBe(2);
      expect(await rig.database.eventLog.state()).toMatchObject({ newest: { seq: 5 }, prunedThrough: 2 });
      expect((await rig.database.eventLog.readAfter(0, 10)).map(({ seq }) => seq)).toEqual([3, 4, 5]);
      expect([await rig.database.outbox.prune(0, 2), await rig.database.outbox.prune(0, 2)]).toEqual([2, 1]);
    });
  });
}
