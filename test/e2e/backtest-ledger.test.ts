import { afterAll, beforeAll, expect, test } from 'vitest';

import { openBacktestStage, runBacktestLedger, type BacktestStage } from '../ledger/backtest-run.js';

let stage: BacktestStage;
beforeAll(async () => {
  stage = await openBacktestStage(60, 1_500);
}, 180_000);
afterAll(() => stage.close());

/** The short form of `npm run ops:backtest-ledger`. */
test('every backtest comes to the same result while its workers are killed, frozen and stopped and PostgreSQL goes away', async () => {
  const result = await runBacktestLedger(stage, 'strength', { killAt: [0.5], freezeAt: [0.3] });
  expect(result).toMatchObject({ kills: 2, different: 0, stuck: 0, zombieWrites: 0, zombiesRefused: 1, unexpectedEnds: 0 });
}, 300_000);
