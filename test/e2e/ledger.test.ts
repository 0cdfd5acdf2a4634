import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { FAULT_NAMES } from '../ledger/faults.js';
import { runLedger } from '../ledger/ledger-run.js';
import { type Stage, openStage } from '../ledger/stage.js';

const LOAD_MS = 1_500;
const SEED = Number(process.env['VPA_TEST_SEED'] ?? 7);

/** The short form of `npm run ledger`: two API processes, three scanners and two relays on real PostgreSQL and Redis. */
describe('the events of the table reach every client once and in order', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  }, 180_000);
  afterAll(() => stage.close());

  const names: Readonly<Record<(typeof FAULT_NAMES)[number], string>> = {
    scanner: 'a scanner is killed',
    relay: 'a relay is killed',
    api: 'an API is killed',
    frozen: 'a scanner and a relay are frozen and wake again',
    pubsub: 'Redis cuts its listeners',
    redis: 'Redis is away',
    postgres: 'PostgreSQL crashes',
  };

  test.each(FAULT_NAMES.map((fault) => [names[fault], fault] as const))(
    'while %s',
    async (_name, fault) => {
      const result = await runLedger(stage, { fault, seed: SEED, loadMs: LOAD_MS, label: fault.toUpperCase() });
      expect(result.events).toBeGreaterThan(0);
      expect(result).toMatchObject({ lost: 0, duplicated: 0, outOfOrder: 0, gapsTold: 0, holes: 0 });
      expect(result).toMatchObject({ signalsDuplicated: 0, signalsMissing: 0, unexpectedEnds: 0 });
      if (fault === 'redis') expect(result.maxDelayWhileAwayMs).toBeLessThan(3_000);
    },
    90_000,
  );
});
