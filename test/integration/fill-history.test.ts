import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import type { FakeMarket } from '../../src/adapters/fake-market/fake-market.js';
import { createFallbackProvider } from '../../src/adapters/providers/fallback.provider.js';
import { createUdfProvider } from '../../src/adapters/providers/udf/udf.provider.js';
import { UDF_PROFILES } from '../../src/adapters/providers/udf/udf-profiles.js';
import { fillDue, type FillSummary } from '../../src/application/market-data/fill-due.js';
import { instantAt, parseTradingDate } from '../../src/domain/market/trading-date.js';
import { FIRST_DATE, LAST_DATE, providerDeps, QUICK_CALLS, startFakeMarket } from '../support/fake-market.js';
import { SILENT_LOGGER } from '../support/fake-telemetry.js';
import { pgliteRig, postgresRig, type PersistenceRig } from '../support/persistence-rig.js';

const SYMBOLS = ['SIMBK1', 'SIMTE1', 'VNINDEX'];
const STORED = `
  select symbol, trading_date::text as date, close::float8 as close, volume::float8 as volume, source
  from market_data join stocks on stocks.id = stock_id order by symbol, trading_date`;

let market: FakeMarket;
beforeAll(async () => {
  market = await startFakeMarket();
});
afterAll(() => market.close());

describe.each([
  ['PostgreSQL', postgresRig],
  ['PGlite', pgliteRig],
])('filling histories on %s', (_name, open) => {
  let rig: PersistenceRig;
  /** Evening of the last session. */
  let now: Date;

  beforeAll(async () => {
    rig = await open();
  });
  beforeEach(async () => {
    now = instantAt(LAST_DATE, 18 * 60);
    await rig.database.fills.enlist(SYMBOLS);
  });
  afterEach(async () => {
    market.faults.clear();
    await rig.reset();
  });
  afterAll(() => rig.close());

  /** A filler of its own, as each process has one. */
  function fill({ from = FIRST_DATE, checkedBefore = new Date(), signal = new AbortController().signal } = {}): Promise<FillSummary> {
    const deps = { ...providerDeps(), clock: { now: () => now } };
    const profile = UDF_PROFILES.vndirect;
    const url = `${market.url}/vndirect/history`;
    const provider = createUdfProvider({ name: 'vndirect', profile, url, priceUnit: 'kvnd', limits: QUICK_CALLS }, deps);
    const run = fillDue({
      ...deps,
      provider: createFallbackProvider({ providers: [provider], orderBySymbol: new Map() }, { logger: SILENT_LOGGER }),
      barStore: rig.database.barStore,
      fills: rig.database.fills,
      from,
      concurrency: 2,
    });
    return run({ checkedBefore, signal });
  }

  /** What the market played, as it should be stored. */
  function played(to = LAST_DATE) {
    return SYMBOLS.flatMap((symbol) =>
      market.tape
        .bars(symbol, 'D1', instantAt(FIRST_DATE, 0), instantAt(to, 0))
        .map(({ tradingDate, close, volume }) => ({ symbol, date: tradingDate, close, volume, source: 'PROVIDER' })),
    );
  }

  test('stores every bar of the market once; the second time nothing is asked', async () => {
    expect(await fill()).toMatchObject({ symbols: 3, failed: 0, refused: 0 });
    expect(await rig.query(STORED)).toEqual(played());
    const asked = market.requests();
    expect(await fill({ checkedBefore: new Date(0) })).toMatchObject({ symbols: 0 });
    expect(await fill()).toMatchObject({ symbols: 3, bars: 0 });
    expect(market.requests()).toBe(asked);
  });

  test('several fillers at once share the symbols: each is filled by one', async () => {
    const checkedBefore = new Date(0);
    const sums = await Promise.all([fill({ checkedBefore }), fill({ checkedBefore }), fill({ checkedBefore })]);
    expect(sums.map(({ symbols }) => symbols).reduce((a, b) => a + b)).toBe(3);
    expect(await rig.query(STORED)).toEqual(played());
  });

  test('asks for the bar of a day once its session has closed, and not on a holiday', async () => {
    const wednesday = parseTradingDate('2024-04-17');
    now = instantAt(wednesday, 18 * 60);
    await fill();
    expect(await rig.query(STORED)).toEqual(played(wednesday));
    const asked = market.requests();
    // Hung Kings' day, all day long, and the morning of the Friday after it.
    for (const [date, hour] of [
      ['2024-04-18', 9],
      ['2024-04-18', 16],
      ['2024-04-19', 10],
      ['2024-04-19', 15],
    ] as const) {
      now = instantAt(parseTradingDate(date), hour * 60);
      expect(await fill({ checkedBefore: new Date(0) })).toMatchObject({ symbols: 0 });
    }
    expect(market.requests()).toBe(asked);
    now = instantAt(parseTradingDate('2024-04-19'), 15 * 60 + 5);
    expect(await fill({ checkedBefore: new Date(0) })).toMatchObject({ symbols: 3, failed: 0 });
    expect(await rig.query(STORED)).toEqual(played(parseTradingDate('2024-04-19')));
  });

  test('a bar that went missing is found and fetched again', async () => {
    await fill();
    await rig.query("delete from market_data where trading_date in ('2024-03-01', '2024-08-15')");
    await fill();
    expect(await rig.query(STORED)).toEqual(played());
  });

  test('a longer history is fetched where more is wanted', async () => {
    await fill({ from: parseTradingDate('2024-10-01') });
    expect(await rig.query(STORED)).not.toEqual(played());
    await fill({ checkedBefore: new Date(0) });
    expect(await rig.query(STORED)).toEqual(played());
  });

  test('a provider that is away leaves the symbols due after a pause, and no hole is left behind', async () => {
    market.faults.switchOn('ERROR_500');
    expect(await fill()).toMatchObject({ symbols: 3, bars: 0, failed: 3 });
    market.faults.switchOff('ERROR_500');
    expect(await fill()).toMatchObject({ symbols: 0 });
    const wanted = { from: FIRST_DATE, to: LAST_DATE };
    expect(await rig.database.fills.countIncomplete(wanted)).toBe(3);
    await rig.query('update bar_fills set due_at = now()');
    expect(await fill()).toMatchObject({ symbols: 3, failed: 0 });
    expect(await rig.database.fills.countIncomplete(wanted)).toBe(0);
    expect(await rig.query(STORED)).toEqual(played());
  });

  test('bad rows are quarantined, their days asked for again, and no good bar is lost', async () => {
    market.faults.switchOn('NEGATIVE_PRICE');
    expect(await fill()).toMatchObject({ symbols: 3, refused: 3, failed: 3 });
    expect(await rig.query('select source, symbol, reason from quarantined_bars order by source')).toEqual(
      SYMBOLS.map((symbol) => ({ source: `vndirect: ${symbol}`, symbol, reason: 'PRICE_NOT_POSITIVE' })),
    );
    expect(await rig.query(STORED)).toHaveLength(played().length - 3);
    market.faults.clear();
    await rig.query('update bar_fills set due_at = now()');
    expect(await fill({ checkedBefore: new Date(0) })).toMatchObject({ symbols: 3, refused: 0, failed: 0 });
    expect(await rig.query(STORED)).toEqual(played());
  });

  test('a bar that is late is asked for again, and taken when it is there', async () => {
    now = instantAt(parseTradingDate('2025-01-02'), 16 * 60);
    expect(await fill()).toMatchObject({ symbols: 3, failed: 3 });
    expect(await rig.query(STORED)).toEqual(played());
    expect(await rig.query('select distinct covered_to::text as "to", failures, due_at > now() as later from bar_fills')).toEqual([
      { to: LAST_DATE, failures: 1, later: true },
    ]);
  });

  test('a share that did not trade is not asked for for ever', async () => {
    now = instantAt(parseTradingDate('2025-01-02'), 16 * 60);
    for (let tries = 0; tries < 6; tries += 1) {
      await rig.query('update bar_fills set due_at = now()');
      await fill({ checkedBefore: new Date(0) });
    }
    expect(await rig.query('select distinct failures, absent::text as absent from bar_fills')).toEqual([
      { failures: 0, absent: '{2025-01-02}' },
    ]);
    const asked = market.requests();
    expect(await fill()).toMatchObject({ failed: 0 });
    expect(market.requests()).toBe(asked);
  });

  test('a holding ends by itself, and who comes back after it changes nothing', async () => {
    const claim = { wanted: { from: FIRST_DATE, to: LAST_DATE }, checkedBefore: new Date(0), holdMs: 60_000 };
    const held = await rig.database.fills.claim(claim);
    expect(await fill()).toMatchObject({ symbols: 2 });
    await rig.query("update bar_fills set held_until = now() - interval '1 second' where held_until is not null");
    expect(await fill({ checkedBefore: new Date(0) })).toMatchObject({ symbols: 1 });
    await rig.database.fills.finish(held!, { covered: null, absent: [], retryInMs: 1_000 });
    expect(await rig.database.fills.countIncomplete(claim.wanted)).toBe(0);
  });

  test('told to stop, it gives back what it held', async () => {
    const stopping = new AbortController();
    market.faults.switchOn('SLOW_BODY');
    const running = fill({ signal: stopping.signal });
    stopping.abort();
    expect(await running).toMatchObject({ symbols: 0 });
    expect(await rig.query('select 1 from bar_fills where holding is not null')).toEqual([]);
  });
});
