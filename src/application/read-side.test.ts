import { describe, expect, it } from 'vitest';

import { aMarket } from '../../test/support/a-market.js';
import { applicationOver } from '../../test/support/api-rig.js';
import { memoryReaders } from '../../test/support/memory-readers.js';
import { ANONYMOUS, SYSTEM, type Actor } from '../domain/access/actor.js';
import { parseTradingDate } from '../domain/market/trading-date.js';

const NOBODY: Actor = { kind: 'ANONYMOUS', permissions: new Set() };
const page = { first: 10, after: null };
const query = { order: 'DESC' as const, page, isAdjusted: true };

/** Reads counted, so that a refused call is seen to have read nothing. */
function scene() {
  const counts = { reads: 0 };
  const app = applicationOver(memoryReaders(aMarket(3), () => (counts.reads += 1)));
  return { app, counts };
}

const CALLS: Readonly<Record<string, (app: ReturnType<typeof scene>['app'], actor: Actor) => Promise<unknown>>> = {
  listStocks: (app, actor) => app.listStocks({ filter: {}, page }, actor),
  countStocks: (app, actor) => app.countStocks({ filter: {} }, actor),
  findStocksBySymbol: (app, actor) => app.findStocksBySymbol(['S001'], actor),
  findStocksById: (app, actor) => app.findStocksById(['x'], actor),
  listBars: (app, actor) => app.listBars({ stockIds: ['x'], query }, actor),
  listPeriodBars: (app, actor) =>
    app.listPeriodBars({ stockIds: ['x'], query: { period: 'WEEK', first: 1, before: null, isAdjusted: false } }, actor),
  latestBars: (app, actor) => app.latestBars(['x'], actor),
  listCorporateActions: (app, actor) => app.listCorporateActions(['x'], actor),
  dataFreshness: (app, actor) => app.dataFreshness(['x'], actor),
  listSignals: (app, actor) => app.listSignals({ filter: {}, page }, actor),
  countSignals: (app, actor) => app.countSignals({ filter: {} }, actor),
  listSignalsByStocks: (app, actor) => app.listSignalsByStocks({ stockIds: ['x'], filter: {}, page }, actor),
  findSignals: (app, actor) => app.findSignals(['x'], actor),
  countQuarantinedBars: (app, actor) => app.countQuarantinedBars(actor),
  listQuarantinedBars: (app, actor) => app.listQuarantinedBars({ page }, actor),
};

describe('reads', () => {
  it.each(Object.entries(CALLS))('%s is refused without its permission and reads nothing', async (_name, call) => {
    const { app, counts } = scene();
    await expect(call(app, NOBODY)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(counts.reads).toBe(0);
    await expect(call(app, SYSTEM)).resolves.toBeDefined();
  });

  it('of the status of markets are refused without permission', async () => {
    const { app } = scene();
    await expect(app.marketStatus({}, NOBODY)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(app.marketStatus({}, ANONYMOUS)).resolves.toHaveLength(3);
  });

  it('of refused bars are for administrators', async () => {
    await expect(scene().app.listQuarantinedBars({ page }, ANONYMOUS)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  const tooMany = Array.from({ length: 101 }, (_, i) => `S${i}`);
  const [early, late] = [parseTradingDate('2025-01-01'), parseTradingDate('2025-02-01')];
  it.each<[string, (app: ReturnType<typeof scene>['app']) => Promise<unknown>]>([
    ['a page of 0', (app) => app.listStocks({ filter: {}, page: { ...page, first: 0 } }, SYSTEM)],
    ['a page of 101', (app) => app.listSignals({ filter: {}, page: { ...page, first: 101 } }, SYSTEM)],
    ['a page of half a row', (app) => app.listSignals({ filter: {}, page: { ...page, first: 1.5 } }, SYSTEM)],
    ['1001 bars', (app) => app.listBars({ stockIds: ['x'], query: { ...query, page: { first: 1_001, after: null } } }, SYSTEM)],
    ['bars that end before they begin', (app) => app.listBars({ stockIds: ['x'], query: { ...query, from: late, to: early } }, SYSTEM)],
    [
      '200 weeks',
      (app) => app.listPeriodBars({ stockIds: ['x'], query: { period: 'WEEK', first: 200, before: null, isAdjusted: false } }, SYSTEM),
    ],
    ['signals that end before they begin', (app) => app.countSignals({ filter: { from: late, to: early } }, SYSTEM)],
    ['101 symbols', (app) => app.listSignals({ filter: { symbols: tooMany }, page }, SYSTEM)],
    ['101 sectors', (app) => app.listStocks({ filter: { sectors: tooMany }, page }, SYSTEM)],
    ['a sector without end', (app) => app.listStocks({ filter: { sectors: ['x'.repeat(101)] }, page }, SYSTEM)],
    ['a symbol that can be none', (app) => app.findStocksBySymbol(["A' OR 1=1"], SYSTEM)],
  ])('refuse %s and read nothing', async (_name, call) => {
    const { app, counts } = scene();
    await expect(call(app)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(counts.reads).toBe(0);
  });

  it('take symbols in any case', async () => {
    const { app } = scene();
    const { items } = await app.listSignals({ filter: { symbols: ['s002'] }, page }, ANONYMOUS);
    expect(new Set(items.map(({ symbol }) => symbol))).toEqual(new Set(['S002']));
  });

  it('match nothing by an empty list', async () => {
    const { items } = await scene().app.listSignals({ filter: { symbols: [] }, page }, ANONYMOUS);
    expect(items).toEqual([]);
  });
});
