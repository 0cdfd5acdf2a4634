/** Stored signals get the scores that the engine gives to the same bars, and are followed to their end. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { recordCorporateAction } from '../../src/application/market-data/corporate-actions.js';
import { MarketBars } from '../../src/application/signals/market-bars.js';
import { MarketViews } from '../../src/application/signals/market-views.js';
import { scanDue } from '../../src/application/signals/scan-due.js';
import { scoreDue } from '../../src/application/signals/score-due.js';
import { NO_TRACER } from '../../src/application/tracing.js';
import { SYSTEM } from '../../src/domain/access/actor.js';
import { fromEpochDay } from '../../src/domain/market/trading-date.js';
import { analyseSeries } from '../../src/domain/vpa/analyse-series.js';
import { marketSeries } from '../../src/domain/vpa/context/market-series.js';
import { openMarketScoring } from '../../src/domain/vpa/scoring/score-market.js';
import { storedScore, type SignalScore } from '../../src/domain/vpa/scoring/signal-score.js';
import { sliceBars } from '../support/bars.js';
import { FakeMetrics, SILENT_LOGGER } from '../support/fake-telemetry.js';
import { pgliteRig, postgresRig, type PersistenceRig } from '../support/persistence-rig.js';
import { REAL_TIMERS } from '../support/real-timers.js';
import { restlessBars } from '../support/restless-bars.js';
import { storeColumns } from '../support/store-columns.js';

const SYMBOLS = ['VCB', 'TCB', 'HPG', 'HSG', 'VIC'];
const SECTORS = new Map([
  ['VCB', 'Banks'],
  ['TCB', 'Banks'],
  ['HPG', 'Steel'],
  ['HSG', 'Steel'],
]);
const DAYS = 160;
const NOW = new Date('2025-05-20T12:00:00Z');
const series = new Map([...SYMBOLS, 'VNINDEX'].map((symbol, i) => [symbol, restlessBars(DAYS, { seed: i + 11, now: NOW })]));

/** The scores by the engine alone, of bars up to a place. */
function expected(length: number): ReadonlyMap<string, SignalScore> {
  const cut = (symbol: string) => sliceBars(series.get(symbol)!, 0, length);
  const market = marketSeries(analyseSeries(cut('VNINDEX'), { symbol: 'VNINDEX', isIndex: true }));
  const stocks = SYMBOLS.toSorted().map((symbol) => ({ symbol, bars: cut(symbol) }));
  const scoreStock = openMarketScoring(stocks, { market, sectors: SECTORS, priceUnitVnd: 1 });
  const scores = new Map<string, SignalScore>();
  for (const stock of stocks) {
    for (const { t, signals } of scoreStock(stock)) {
      for (const signal of signals) {
        const id = `${stock.symbol}:D1:${fromEpochDay(stock.bars.epochDay[t]!)}:${signal.kind}:textbook-1`;
        scores.set(id, storedScore(id, signal, stock.bars.epochDay));
      }
    }
  }
  return scores;
}

describe.each([
  ['PostgreSQL', postgresRig],
  ['PGlite', pgliteRig],
])('scores of stored signals on %s', (_name, open) => {
  let rig: PersistenceRig;
  beforeAll(async () => {
    rig = await open();
  });
  afterAll(() => rig.close());
  beforeEach(() => rig.reset());

  const store = async (from: number, to: number) => {
    await storeColumns(rig.database, new Map([...series].map(([symbol, bars]) => [symbol, sliceBars(bars, from, to)])));
    for (const [symbol, sector] of SECTORS) await rig.query('update stocks set sector = $1 where symbol = $2', [sector, symbol]);
    await rig.query("update stocks set sector = null where symbol in ('VIC', 'BID', 'VHM', 'MSN', 'SAB')");
  };
  const deps = () => {
    const common = { clock: { now: () => NOW }, metrics: new FakeMetrics(), logger: SILENT_LOGGER };
    const scan = scanDue({ ...common, scans: rig.database.scans, timers: REAL_TIMERS, tracer: NO_TRACER });
    const marketViews = new MarketViews(new MarketBars(rig.database.marketBars, { metrics: common.metrics, now: () => new Date() }));
    return { scan, score: scoreDue({ ...common, scores: rig.database.scores, marketViews }) };
  };
  const storedScores = async () => {
    const rows = await rig.query('select signal_id from signal_scores order by 1');
    const found = await rig.database.scores.findByIds(rows.map((row) => String(row['signal_id'])));
    return new Map(found.map((score) => [score.signalId, score]));
  };
  const events = async () => rig.query("select payload from events where type = 'signal.updated' order by id");

  it('are those of the engine on the same bars, whatever is done twice or at once', async () => {
    await store(0, DAYS);
    const { scan, score } = deps();
    await scan();
    const summaries = await Promise.all([score(), score(), score()]);
    const wanted = expected(DAYS);
    expect(wanted.size).toBeGreaterThan(300);
    expect(summaries.reduce((sum, { scored }) => sum + scored, 0)).toBe(wanted.size);
    expect(await storedScores()).toEqual(wanted);
    expect(await score()).toEqual({ scored: 0, decided: 0, events: 0 });
    expect(await rig.query("select * from vpa_signals join signal_scores on signal_id = id where symbol = 'VNINDEX'")).toEqual([]);
  });

  it('are followed as bars come in, and each change of a live signal is told once', async () => {
    const { scan, score } = deps();
    await store(0, DAYS - 6);
    await scan();
    await score();
    const before = await storedScores();
    const pending = [...before.values()].filter(({ status }) => status === 'PENDING').length;
    expect(pending).toBeGreaterThan(0);
    for (let day = DAYS - 6; day < DAYS; day += 1) {
      await store(day, day + 1);
      await scan();
      await Promise.all([score(), score()]);
    }
    // What was stored first stays, though the record of past signals is longer now; statuses are those of all bars.
    const [after, whole] = [await storedScores(), expected(DAYS)];
    expect([...after.keys()].toSorted()).toEqual([...whole.keys()].toSorted());
    for (const [id, { status, statusDate, score: points, adjusted, confidence }] of after)
      expect([id, status, statusDate, points, adjusted, confidence]).toEqual([
        id,
        whole.get(id)!.status,
        whole.get(id)!.statusDate,
        whole.get(id)!.score,
        whole.get(id)!.adjusted,
        whole.get(id)!.confidence,
      ]);
    const told = (await events()).map(({ payload }) => payload as { signal: { id: string }; score: SignalScore });
    const changes = told.map(({ signal, score: { status } }) => `${signal.id} ${status}`);
    expect(new Set(changes).size).toBe(changes.length);
    const live = await rig.query("select id, status from vpa_signals join signal_scores on signal_id = id where origin = 'LIVE'");
    const firsts = (await events())
      .map(({ payload }) => payload as { isFirst: boolean; score: SignalScore })
      .filter(({ isFirst }) => isFirst);
    expect(new Set(firsts.map(({ score: { signalId } }) => signalId)).size).toBe(firsts.length);
    expect(firsts.length).toBe(live.length);
    for (const { id, status } of live)
      expect(changes.findLast((change) => change.startsWith(`${String(id)} `))).toBe(`${String(id)} ${String(status)}`);
    expect(live.length).toBeGreaterThan(10);
  });

  it('retract a signal whose bar was corrected', async () => {
    await store(0, DAYS);
    const { scan, score } = deps();
    await scan();
    const [first] = await rig.query(
      "select id, stock_id, trading_date::text as date from vpa_signals where symbol = 'VCB' order by trading_date desc limit 1",
    );
    await rig.query('update market_data set volume = 0 where stock_id = $1 and trading_date = $2', [first!['stock_id'], first!['date']]);
    await score();
    const id = String(first!['id']);
    expect((await storedScores()).get(id)).toMatchObject({ status: 'RETRACTED', score: null, details: null });
    expect(
      (await events()).map(({ payload }) => payload as { score: SignalScore }).filter(({ score: { signalId } }) => signalId === id),
    ).toMatchObject([{ score: { status: 'RETRACTED' } }]);
  });

  const statusesOf = async () =>
    new Map([...(await storedScores())].map(([id, { status, retractionReason }]) => [id, [status, retractionReason] as const]));
  /** What the engine finds on the bars of a stock as they are stored now, from a day on. */
  const firing = async (symbol: string, from: string) => {
    const [stock] = await rig.query('select id from stocks where symbol = $1', [symbol]);
    const loader = new MarketBars(rig.database.marketBars, { metrics: new FakeMetrics(), now: () => new Date() });
    const { bars } = (await loader.load())!.find(({ id }) => id === stock!['id'])!;
    const analysis = analyseSeries(bars, { symbol, isIndex: false });
    const ids = Array.from({ length: bars.length }, (_, t) =>
      analysis.firedAt(t).map(({ kind }) => ({ date: fromEpochDay(bars.epochDay[t]!), kind })),
    );
    return new Set(ids.flat().flatMap(({ date, kind }) => (date >= from ? [`${symbol}:D1:${date}:${kind}:textbook-1`] : [])));
  };
  const dateOf = (id: string) => id.split(':')[2]!;

  it('retract signals after a correction also where they were final, once, and leave the others as they were', async () => {
    await store(0, DAYS);
    const { scan, score } = deps();
    await scan();
    await score();
    const before = await statusesOf();
    const day = DAYS - 30;
    const quiet = sliceBars(series.get('VCB')!, day, day + 1);
    for (const column of [quiet.open, quiet.high, quiet.low, quiet.close]) column.fill(series.get('VCB')!.close[day - 1]!);
    quiet.volume.fill(60_000_000);
    await storeColumns(rig.database, new Map([['VCB', quiet]]));
    await scan();
    await score();
    const corrected = fromEpochDay(quiet.epochDay[0]!);
    const fires = await firing('VCB', corrected);
    const after = await statusesOf();
    const touched = [...before].filter(([id]) => id.startsWith('VCB:') && dateOf(id) >= corrected);
    const gone = touched.filter(([id]) => !fires.has(id));
    expect(gone.filter(([, [status]]) => status === 'CONFIRMED' || status === 'FAILED').length).toBeGreaterThan(2);
    for (const [id, [status]] of before) {
      const isGone = gone.some(([other]) => other === id);
      if (status !== 'PENDING' || isGone)
        expect([id, after.get(id)]).toEqual([id, isGone ? ['RETRACTED', 'BAR_CORRECTED'] : [status, null]]);
    }
    // The score that was told stays beside it.
    expect((await storedScores()).get(gone[0]![0])?.score).not.toBeNull();
    const told = async () => (await events()).map(({ payload }) => (payload as { score: SignalScore }).score);
    const live = new Set((await rig.query("select id from vpa_signals where origin = 'LIVE'")).map(({ id }) => String(id)));
    const liveGone = gone.map(([id]) => id).filter((id) => live.has(id));
    const retracted = (await told()).filter(({ status }) => status === 'RETRACTED').map(({ signalId }) => signalId);
    expect(retracted.toSorted()).toEqual(liveGone.toSorted());

    const count = (await told()).length;
    await storeColumns(rig.database, new Map([['VCB', sliceBars(series.get('VCB')!, day, day + 1)]]));
    await scan();
    await score();
    const again = await statusesOf();
    for (const [id] of gone) expect(again.get(id)).toEqual(['RETRACTED', 'BAR_CORRECTED']);
    const toldAgain = (await told()).slice(count).map(({ signalId }) => signalId);
    expect(toldAgain.filter((id) => liveGone.includes(id))).toEqual([]);
    expect(await score()).toEqual({ scored: 0, decided: 0, events: 0 });
    expect(await rig.query('select * from signals_due')).toEqual([]);
  });

  it('retract what fires no more as a corporate action restates the prices, and name it', async () => {
    await store(0, DAYS);
    const { scan, score } = deps();
    await scan();
    await score();
    const exDate = fromEpochDay(series.get('HPG')!.epochDay[DAYS - 12]!);
    await recordCorporateAction(rig.database)(
      { symbol: 'HPG', exDate, kind: 'SHARE_DISTRIBUTION', cash: null, newShares: 1, heldShares: 4, price: null, address: '127.0.0.1' },
      SYSTEM,
    );
    await scan();
    await score();
    const fires = await firing('HPG', exDate);
    const touched = [...(await statusesOf())].filter(([id]) => id.startsWith('HPG:') && dateOf(id) >= exDate);
    const gone = touched.filter(([id]) => !fires.has(id));
    expect(gone.length).toBeGreaterThan(0);
    expect(gone.every(([, [status, reason]]) => status === 'RETRACTED' && reason === 'CORPORATE_ACTION')).toBe(true);
    expect(touched.filter(([id]) => fires.has(id)).every(([, [status]]) => status !== 'RETRACTED')).toBe(true);
  });

  it('filter signals', async () => {
    await store(0, DAYS);
    const { scan, score } = deps();
    await scan();
    await score();
    const all = [...(await storedScores()).values()];
    const count = (filter: object) => rig.database.signals.count(filter);
    expect(await count({ minScore: 70 })).toBe(all.filter(({ adjusted }) => (adjusted ?? 0) >= 70).length);
    expect(await count({ minConfidence: 0.5, statuses: ['FAILED', 'CONFIRMED'] })).toBe(
      all.filter(({ confidence, status }) => (confidence ?? 0) >= 0.5 && (status === 'FAILED' || status === 'CONFIRMED')).length,
    );
  });
});
