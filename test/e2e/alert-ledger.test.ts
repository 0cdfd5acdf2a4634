import { afterAll, beforeAll, expect, test } from 'vitest';

import { type AlertStage, openAlertStage, runAlerts } from '../ledger/alert-run.js';

const SEED = Number(process.env['VPA_TEST_SEED'] ?? 3);

let stage: AlertStage;
beforeAll(async () => {
  stage = await openAlertStage();
}, 180_000);
afterAll(() => stage.close());

/** The short form of `npm run ops:alerts`. */
test('every alert arrives while its workers are killed, PostgreSQL and Redis go away and its receivers misbehave', async () => {
  const result = await runAlerts(stage, SEED);
  expect(result.sent).toBeGreaterThan(0);
  expect(result).toMatchObject({ lost: 0, duplicatedInside: 0, strangers: 0, early: 0, outOfOrder: 0 });
  expect(result.mostOfOne).toBeLessThanOrEqual(result.kills);
}, 180_000);
