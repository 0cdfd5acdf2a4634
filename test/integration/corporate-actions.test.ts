/** A corporate action moves adjusted bars, what detectors see and what is due for a scan; raw bars stay. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import {
  cancelCorporateAction,
  recordCorporateAction,
  type RecordActionInput,
} from '../../src/application/market-data/corporate-actions.js';
import { listBars } from '../../src/application/market-data/list-bars.js';
import { scanDue } from '../../src/application/signals/scan-due.js';
import { NO_TRACER } from '../../src/application/tracing.js';
import { ANONYMOUS, SYSTEM } from '../../src/domain/access/actor.js';
import type { Stock } from '../../src/domain/market/stock.js';
import { fromEpochDay, parseTradingDate } from '../../src/domain/market/trading-date.js';
import { RULE_VERSION } from '../../src/domain/vpa/signal.js';
import { FakeMetrics, SILENT_LOGGER } from '../support/fake-telemetry.js';
import { pgliteRig, postgresRig, stockIds, store, type PersistenceRig } from '../support/persistence-rig.js';
import { REAL_TIMERS } from '../support/real-timers.js';
import { restlessBars } from '../support/restless-bars.js';

const SPLIT = {
  symbol: 'vcb',
  exDate: parseTradingDate('2025-06-11'),
  kind: 'SHARE_DISTRIBUTION',
  cash: null,
  newShares: 1,
  heldShares: 1,
  price: null,
  address: '192.0.2.1',
} as const;

const NOW = new Date('2025-05-20T12:00:00Z');
const SPLIT_AT = 110;
const SERIES = restlessBars(160, { seed: 5, now: NOW });

/** One history twice: TCB as it is, HPG with a split in two on a day that lies in all windows of the last rules. */
async function storeTwins(rig: PersistenceRig): Promise<void> {
  const session = await rig.database.barStore.open({ source: 'CSV', sourceName: 'test.csv' });
  const rows = Array.from({ length: SERIES.length }, (_, t) => t);
  for (const [symbol, isSplit] of [
    ['TCB', false],
    ['HPG', true],
  ] as const) {
    const isAfter = (t: number) => isSplit && t >= SPLIT_AT;
    const prices = (column: Float64Array) => rows.map((t) => String(isAfter(t) ? column[t]! / 2 : column[t]!));
    await session.write({
      length: rows.length,
      symbol: rows.map(() => symbol),
      tradingDate: rows.map((t) => fromEpochDay(SERIES.epochDay[t]!)),
      open: prices(SERIES.open),
      high: prices(SERIES.high),
      low: prices(SERIES.low),
      close: prices(SERIES.close),
      volume: rows.map((t) => (isAfter(t) ? SERIES.volume[t]! * 2 : SERIES.volume[t]!)),
    });
  }
  await session.commit();
}

describe.each([
  ['PostgreSQL', postgresRig],
  ['PGlite', pgliteRig],
])('corporate actions on %s', (_name, open) => {
  let rig: PersistenceRig;
  let vcb = '';
  beforeAll(async () => {
    rig = await open();
  });
  afterAll(() => rig.close());
  beforeEach(async () => {
    await rig.reset();
    await store(rig.database, [
      { symbol: 'VCB', date: '2025-06-09', close: '40000', volume: 100 },
      // Nobody traded on the day before: the close of the 9th counts.
      { symbol: 'VCB', date: '2025-06-10', close: '41000', volume: 0 },
      { symbol: 'VCB', date: '2025-06-11', close: '20000', volume: 210 },
      { symbol: 'TCB', date: '2025-06-09', close: '30000', volume: 50 },
    ]);
    [vcb] = (await stockIds(rig.database, ['VCB'])) as [string];
    await rig.database.scans.transaction(async (tx) => {
      const due = await tx.claimDue(RULE_VERSION, 100);
      await tx.markScanned(
        due.map(({ stock }) => stock.id),
        RULE_VERSION,
      );
    });
  });

  const closes = async (isAdjusted: boolean) => {
    const query = { order: 'ASC' as const, page: { first: 10, after: null }, isAdjusted };
    const [slice] = await listBars(rig.database)({ stockIds: [vcb], query }, SYSTEM);
    return slice!.items.map(({ close, volume }) => `${close} ${volume}`);
  };
  const record = (input: Partial<Pick<RecordActionInput, 'symbol' | 'exDate' | 'newShares'>> = {}) =>
    recordCorporateAction(rig.database)({ ...SPLIT, ...input }, SYSTEM);
  const dueFrom = () =>
    rig.database.scans.transaction(async (tx) => {
      const [due] = await tx.claimDue(RULE_VERSION, 1);
      return due === undefined ? null : [due.stock.symbol, due.from];
    });
  const seen = () =>
    rig.database.scans.transaction(async (tx) => {
      const [bars] = await tx.loadBars([{ stock: { id: vcb } as Stock, from: null }], 0);
      const { close, volume } = bars!;
      return { close: [...close], volume: [...volume] };
    });

  it('adjust bars before the ex-date, inversely their volume, and keep the raw ones', async () => {
    await record();
    expect(await closes(false)).toEqual(['40000 100', '41000 0', '20000 210']);
    expect(await closes(true)).toEqual(['20000 200', '20500 0', '20000 210']);
    expect(await seen()).toEqual({ close: [20_000, 20_000], volume: [200, 210] });
  });

  it('make the stock due from the ex-date on, once', async () => {
    expect(await dueFrom()).toBeNull();
    const first = await record();
    expect(await dueFrom()).toEqual(['VCB', '2025-06-11']);
    const again = await record();
    expect(again).toEqual(first);
    const audit = await rig.query("select subject, actor from audit_events where subject = $1 and action = 'CORPORATE_ACTION_RECORDED'", [
      first.id,
    ]);
    expect(audit).toEqual([{ subject: first.id, actor: 'system' }]);
  });

  it('are taken back as they were recorded, and may then be recorded anew', async () => {
    const { id } = await record();
    await cancelCorporateAction(rig.database)({ id, address: '192.0.2.1' }, SYSTEM);
    expect(await closes(true)).toEqual(['40000 100', '41000 0', '20000 210']);
    expect(await rig.database.corporateActions.listByStocks([vcb])).toEqual([[]]);
    await expect(cancelCorporateAction(rig.database)({ id, address: '192.0.2.1' }, SYSTEM)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(record({ newShares: 1 })).resolves.toMatchObject({ newShares: 1 });
  });

  it('wait for the first trade from the ex-date on', async () => {
    await record({ exDate: parseTradingDate('2025-06-12') });
    expect(await closes(true)).toEqual(['40000 100', '41000 0', '20000 210']);
    await store(rig.database, [{ symbol: 'VCB', date: '2025-06-12', close: '10000', volume: 400 }]);
    expect(await closes(true)).toEqual(['20000 200', '20500 0', '10000 420', '10000 400']);
  });

  it('are refused where they contradict another, name no stock, or come from nobody who may', async () => {
    await record();
    await expect(recordCorporateAction(rig.database)({ ...SPLIT, newShares: 2 }, SYSTEM)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(recordCorporateAction(rig.database)({ ...SPLIT, symbol: 'NONE' }, SYSTEM)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(recordCorporateAction(rig.database)({ ...SPLIT, price: null, newShares: null }, SYSTEM)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    await expect(recordCorporateAction(rig.database)(SPLIT, ANONYMOUS)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('leave detectors to find in a split stock what they find in one that was not', async () => {
    await rig.reset();
    await storeTwins(rig);
    const scan = scanDue({
      scans: rig.database.scans,
      clock: { now: () => NOW },
      timers: REAL_TIMERS,
      metrics: new FakeMetrics(),
      logger: SILENT_LOGGER,
      tracer: NO_TRACER,
    });
    const signalsOf = async (symbol: string) => {
      const rows = await rig.query('select trading_date, kind from vpa_signals where symbol = $1 order by 1, 2', [symbol]);
      return rows.map((row) => JSON.stringify(row));
    };
    await scan();
    const wanted = await signalsOf('TCB');
    expect(wanted.length).toBeGreaterThan(50);
    const raw = await signalsOf('HPG');
    expect(raw).not.toEqual(wanted);

    const exDate = fromEpochDay(SERIES.epochDay[SPLIT_AT]!);
    await record({ symbol: 'HPG', exDate });
    await scan();
    // What was told stays told; what had been missed is found.
    expect(await signalsOf('HPG')).toEqual([...new Set([...raw, ...wanted])].toSorted());
    await rig.query("delete from vpa_signals where symbol = 'HPG'");
    await rig.query("delete from scan_marks where stock_id = (select id from stocks where symbol = 'HPG')");
    await scan();
    expect(await signalsOf('HPG')).toEqual(wanted);
  });
});
