/** The queue of backtests on PGlite, the database of the embedded default: from the start to the result. */
import type { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, expect, it } from 'vitest';

import type { Database } from '../../src/adapters/persistence/database.js';
import { openDatabase } from '../../src/adapters/persistence/open-database.js';
import type { BacktestRequest } from '../../src/application/ports/backtests.js';
import { USUAL_TERMS } from '../../src/domain/backtest/market-terms.js';
import { PRESETS } from '../../src/domain/backtest/strategy-presets.js';
import { parseTradingDate } from '../../src/domain/market/trading-date.js';
import { runOrder } from '../../src/main/backtests/run-order.js';
import { someMarket } from '../support/backtest-rig.js';
import { migratedPglite } from '../support/databases.js';

const REQUEST: BacktestRequest = {
  strategy: PRESETS.find(({ name }) => name === 'no-supply')!,
  terms: USUAL_TERMS,
  ruleSet: 'textbook',
  symbols: ['B00', 'B01'],
  exchanges: ['HOSE'],
  from: parseTradingDate('2024-06-03'),
  to: parseTradingDate('2025-05-20'),
  cash: 1_000_000_000,
  riskFreePct: 2.5,
};
const HOLD = { holder: 'test', leaseMs: 60_000, maxAttempts: 5 };

let instance: PGlite;
let database: Database;
let userId: string;
beforeAll(async () => {
  instance = await migratedPglite();
  database = await openDatabase({ kind: 'pglite-instance', instance });
  const { rows } = await instance.query<{ id: string }>(
    "insert into users (email, password_hash, role) values ('an@nha.example', 'none', 'VIEWER') returning id",
  );
  userId = rows[0]!.id;
});
afterAll(async () => {
  await database?.close();
  await instance?.close();
});

it('a backtest is queued, held, told and stored whole', async () => {
  const { backtests } = database;
  const by = { owner: `user:${userId}`, key: 'on-pglite', operation: 'startBacktest', requestHash: 'x' };
  const { id } = await backtests.start(userId, REQUEST, { open: 1, daily: 1 }, by);
  await expect(backtests.start(userId, REQUEST, { open: 1, daily: 1 }, { ...by, key: 'another-one' })).rejects.toMatchObject({
    code: 'CONFLICT',
  });
  const lost = (await backtests.claim({ ...HOLD, leaseMs: 0 }))!;
  const held = (await backtests.claim(HOLD))!;
  expect(held).toMatchObject({ ...REQUEST, id, userId, attempts: 2, fence: lost.fence + 1, checkpoint: null });
  expect(await backtests.backlog()).toMatchObject({ queued: 0, running: 1 });
  const market = [...someMarket(2, 260)].map(([symbol, bars]) => ({
    symbol,
    sector: null,
    exchange: 'HOSE' as const,
    isIndex: symbol === 'VNINDEX',
    bars,
  }));
  const outcome = runOrder(held, market, { checkpoint: null, onProgress: () => {}, onCheckpoint: () => {} });
  expect(await backtests.beat(held, { progress: 0.5, checkpoint: null, leaseMs: 60_000, isTold: true })).toBe(true);
  expect(await backtests.finish(lost, outcome)).toBe(false);
  expect(await backtests.finish(held, outcome)).toBe(true);
  const { trades, curve, ...figures } = outcome.report;
  expect(await backtests.find(userId, [id])).toMatchObject([
    { ...REQUEST, state: 'DONE', progress: 1, resultHash: outcome.resultHash, figures },
  ]);
  expect(trades.length).toBeGreaterThan(0);
  const [sold] = await backtests.listTrades(userId, [id], { first: 100, after: null });
  expect(sold!.items).toEqual(trades.map((trade, i) => ({ number: i + 1, ...trade })));
  const [points] = await backtests.listEquity(userId, [id], { first: 1_000, after: null });
  expect(points!.items).toEqual(curve);
  await database.outbox.numberPending(100);
  const told = (await database.eventLog.readAfter(0, 100)).map(({ event }) => event);
  expect(told.map((event) => (event.type === 'backtest.changed' ? [event.state, event.progress] : event.type))).toEqual([
    ['RUNNING', 0],
    ['RUNNING', 0],
    ['RUNNING', 0.5],
    ['DONE', 1],
  ]);
});
