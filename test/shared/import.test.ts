// Uses ../shared/data; test/integration/import.test.ts shows the same on test/fixtures/bad-bars.csv.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readCsvBars } from '../../src/adapters/providers/csv-bars.js';
import { importBars } from '../../src/application/market-data/import-bars.js';
import { parseTradingDate } from '../../src/domain/market/trading-date.js';
import { FakeMetrics } from '../support/fake-telemetry.js';
import { postgresRig, type PersistenceRig } from '../support/persistence-rig.js';

const BAD_BARS = new URL('../../../shared/data/bad_bars.csv', import.meta.url).pathname;

describe('the file of faulty bars', () => {
  let rig: PersistenceRig;
  beforeAll(async () => {
    rig = await postgresRig();
  });
  afterAll(() => rig.close());

  it('has 330 rows that are refused, for price and for range, and 297 that are stored', async () => {
    const run = () =>
      importBars({ barStore: rig.database.barStore, metrics: new FakeMetrics() })({
        source: 'CSV',
        sourceName: 'bad_bars.csv',
        parts: readCsvBars(BAD_BARS, { priceUnit: 'kvnd', today: parseTradingDate('2026-01-02') }),
      });
    const summary = await run();
    expect(summary).toMatchObject({ read: 627, refused: 330, inserted: 297, updated: 0, unchanged: 0 });
    expect(Object.keys(summary.refusedByReason).toSorted()).toEqual(['OUTSIDE_RANGE', 'PRICE_NOT_POSITIVE']);
    expect(await run()).toMatchObject({ refused: 330, inserted: 0, unchanged: 297 });
    expect(await rig.query('select count(*)::integer as count from quarantined_bars')).toEqual([{ count: 330 }]);
  });
});
