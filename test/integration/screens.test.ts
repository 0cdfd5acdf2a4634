/** Screens over GraphQL and PostgreSQL: the rows are those that a plain look at every stock finds. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { accountUseCases } from '../../src/application/accounts/account-use-cases.js';
import { authenticate, findEndedCredentials } from '../../src/application/accounts/authenticate.js';
import { screenUseCases } from '../../src/application/screens/screens.js';
import { listSignalsByStocks } from '../../src/application/signals/list-signals.js';
import { MarketBars } from '../../src/application/signals/market-bars.js';
import { MarketViews } from '../../src/application/signals/market-views.js';
import { readMarket } from '../../src/application/signals/read-market.js';
import { scanDue } from '../../src/application/signals/scan-due.js';
import { scoreDue } from '../../src/application/signals/score-due.js';
import { NO_TRACER } from '../../src/application/tracing.js';
import type { PlacedReading } from '../../src/domain/vpa/reading/stock-reading.js';
import type { SignalScore } from '../../src/domain/vpa/scoring/signal-score.js';
import { RULE_VERSION, type Signal } from '../../src/domain/vpa/signal.js';
import { AccountRig } from '../support/account-rig.js';
import { aMarket } from '../support/a-market.js';
import { ApiRig, applicationOver } from '../support/api-rig.js';
import { sliceBars } from '../support/bars.js';
import { FakeMetrics, SILENT_LOGGER } from '../support/fake-telemetry.js';
import { memoryReaders } from '../support/memory-readers.js';
import { withClient } from '../support/postgres.js';
import { REAL_TIMERS } from '../support/real-timers.js';
import { restlessBars } from '../support/restless-bars.js';
import { storeColumns } from '../support/store-columns.js';

const DAYS = 160;
const NOW = new Date('2025-05-20T12:00:00Z');
const SECTORS = ['Banks', 'Steel', 'Retail', 'Energy', 'Homes', 'Tech'];
const SYMBOLS = Array.from({ length: 60 }, (_, i) => `SC${String(i).padStart(2, '0')}`);
const SERIES = new Map([...SYMBOLS, 'VNINDEX'].map((symbol, i) => [symbol, restlessBars(DAYS, { seed: i + 500, now: NOW })]));

interface Known {
  readonly symbol: string;
  readonly sector: string;
  readonly reading: PlacedReading;
  readonly signals: readonly { readonly signal: Signal; readonly score: SignalScore }[];
}

let rig: AccountRig;
let api: ApiRig;
const tokens: Record<string, string> = {};
let market: readonly Known[];

async function readAll(): Promise<void> {
  const common = { clock: { now: () => NOW }, metrics: new FakeMetrics(), logger: SILENT_LOGGER };
  const { database } = rig;
  const marketViews = new MarketViews(new MarketBars(database.marketBars, { metrics: common.metrics, now: () => new Date() }));
  await scanDue({ ...common, scans: database.scans, timers: REAL_TIMERS, tracer: NO_TRACER })();
  await scoreDue({ ...common, scores: database.scores, marketViews })();
  await readMarket({ ...common, readings: database.readings, marketViews })();
}

/** A plain look at every stock. */
async function lookAt(): Promise<readonly Known[]> {
  const { database, url } = rig;
  const { rows } = await withClient(url, (client) =>
    client.query<{ id: string; symbol: string; sector: string }>(
      "select id, symbol, sector from stocks where symbol like 'SC%' order by symbol",
    ),
  );
  const readings = await database.readings.findReadings(
    rows.map(({ id }) => id),
    RULE_VERSION,
  );
  return Promise.all(
    rows.map(async ({ symbol, sector }, i) => {
      const reading = readings[i]!;
      const { items } = await database.signals.list(
        { symbols: [symbol], from: reading.tradingDate, to: reading.tradingDate },
        { first: 100, after: null },
      );
      const scores = new Map((await database.scores.findByIds(items.map(({ id }) => id))).map((score) => [score.signalId, score]));
      return { symbol, sector, reading, signals: items.map((signal) => ({ signal, score: scores.get(signal.id)! })) };
    }),
  );
}

beforeAll(async () => {
  rig = await AccountRig.start();
  const app = {
    ...applicationOver(memoryReaders(aMarket(1))),
    ...accountUseCases(rig.deps),
    ...screenUseCases({ screens: rig.database.screens, secrets: rig.deps.secrets }),
    listSignalsByStocks: listSignalsByStocks(rig.database),
  };
  api = await ApiRig.start(app, { credentials: { authenticate: authenticate(rig.deps), findEnded: findEndedCredentials(rig.deps) } });
  for (const name of ['owner', 'other']) {
    await rig.user(`${name}@example.com`);
    tokens[name] = (await rig.signIn(`${name}@example.com`)).accessToken;
  }
  // The last of them was not traded for two weeks.
  const gone = SYMBOLS.at(-1)!;
  await storeColumns(rig.database, new Map(SERIES).set(gone, sliceBars(SERIES.get(gone)!, 0, DAYS - 10)));
  await withClient(rig.url, async (client) => {
    for (const [i, symbol] of SYMBOLS.entries())
      await client.query('update stocks set sector = $1, exchange = $2 where symbol = $3', [
        SECTORS[i % 6],
        i % 2 === 0 ? 'HOSE' : 'HNX',
        symbol,
      ]);
  });
  await readAll();
  market = await lookAt();
});
afterAll(async () => {
  await api?.[Symbol.asyncDispose]();
  await rig?.[Symbol.asyncDispose]();
});

const SCREEN = `query ($filter: ScreenFilterInput, $order: ScreenOrder, $first: Int!, $after: String) {
  screen(filter: $filter, order: $order, first: $first, after: $after) {
    totalCount
    edges { cursor node { stock { symbol } score confidence supportDistance reading { phase } signals { kind } } }
    pageInfo { hasNextPage endCursor }
  }
}`;

interface Page {
  readonly totalCount: number;
  readonly edges: readonly {
    readonly node: {
      readonly stock: { readonly symbol: string };
      readonly score: number | null;
      readonly signals: readonly { kind: string }[];
    };
  }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}
const page = async (filter: object, order: string, first: number, after: string | null): Promise<Page> => {
  const { body } = await api.query(SCREEN, { filter, order, first, after });
  expect(body.errors?.map(({ message }) => message)).toBeUndefined();
  return (body.data as { screen: Page }).screen;
};
/** All rows, page by page. */
async function screen(filter: object, order = 'SYMBOL', first = 7) {
  const rows: Page['edges'][number]['node'][] = [];
  for (let after: string | null = null; ;) {
    const { edges, pageInfo, totalCount } = await page(filter, order, first, after);
    rows.push(...edges.map(({ node }) => node));
    if (!pageInfo.hasNextPage) {
      expect(rows).toHaveLength(totalCount);
      return rows;
    }
    after = pageInfo.endCursor;
  }
}
const supportDistance = ({ reading: { close, support30 } }: Known) => ((close - support30!) / close) * 100;
const lately = () => market.slice(0, -1);

describe('a screen', () => {
  it.each<[string, object, (known: Known) => boolean]>([
    ['all that were traded lately', {}, () => true],
    [
      'a phase and a sector',
      { phases: ['MARKUP', 'MARKDOWN', 'UNKNOWN'], sectors: ['Banks', 'Tech'] },
      ({ reading, sector }) => !/_/.test(reading.phase) && /Banks|Tech/.test(sector),
    ],
    [
      'one signal that satisfies all parts',
      { directions: ['BULLISH'], minScore: 40 },
      ({ signals }) => signals.some(({ signal, score }) => signal.direction === 'BULLISH' && score.adjusted! >= 40),
    ],
    [
      'kinds',
      { kinds: ['NO_DEMAND', 'EFFORT_NO_RESULT', 'WEAK_RALLY'] },
      ({ signals }) => signals.some(({ signal }) => ['NO_DEMAND', 'EFFORT_NO_RESULT', 'WEAK_RALLY'].includes(signal.kind)),
    ],
    [
      'a confidence',
      { minConfidence: 0.5, statuses: ['PENDING'] },
      ({ signals }) => signals.some(({ score }) => score.confidence! >= 0.5 && score.status === 'PENDING'),
    ],
    [
      'strength and liquidity',
      { minRelativeStrength: -30, maxRelativeStrength: 60, minTurnover: 2e10 },
      ({ reading }) => reading.relativeStrength30! >= -30 && reading.relativeStrength30! <= 60 && reading.averageTurnover20! >= 2e10,
    ],
    ['distance to support', { maxSupportDistance: 12 }, (known) => supportDistance(known) <= 12],
    ['the rank of the sector', { maxSectorRank: 2 }, ({ reading }) => reading.sectorRank !== null && reading.sectorRank <= 2],
    [
      'exchange and tickers in any case',
      { exchanges: ['HOSE'], symbols: ['sc00', 'SC01', 'SC02'] },
      ({ symbol }) => symbol === 'SC00' || symbol === 'SC02',
    ],
  ])('finds %s', async (_name, filter, passes) => {
    const wanted = lately()
      .filter(passes)
      .map(({ symbol }) => symbol);
    const found = (await screen(filter)).map(({ stock }) => stock.symbol);
    expect(found).toEqual(wanted);
    if (Object.keys(filter).length > 0) expect([wanted.length > 0, wanted.length < 59]).toEqual([true, true]);
  });

  it('orders by what it is told, over the pages, and puts what is not known last', async () => {
    const best = ({ signals }: Known) => Math.max(-Infinity, ...signals.map(({ score }) => score.adjusted!));
    const order = (rank: (known: Known) => number) =>
      lately()
        .toSorted((a, b) => rank(b) - rank(a) || (a.symbol < b.symbol ? -1 : 1))
        .map(({ symbol }) => symbol);
    const found = await screen({}, 'SCORE');
    const ranks = new Map(market.map((known) => [known.symbol, best(known)]));
    expect(found.map(({ stock }) => ranks.get(stock.symbol)!)).toEqual(
      lately()
        .map(best)
        .toSorted((a, b) => (a === b ? 0 : b - a)),
    );
    expect(found.at(-1)?.score).toBeNull();
    expect((await screen({}, 'SUPPORT_DISTANCE')).map(({ stock }) => stock.symbol)).toEqual(order((known) => -supportDistance(known)));
    expect((await screen({}, 'TURNOVER', 20)).map(({ stock }) => stock.symbol)).toEqual(order(({ reading }) => reading.averageTurnover20!));
  });

  it('shows the signals of the newest bar', async () => {
    const found = await screen({ minScore: 0 });
    const kinds = new Map(market.map(({ symbol, signals }) => [symbol, signals.map(({ signal }) => signal.kind).toSorted()]));
    for (const { stock, signals } of found)
      expect([stock.symbol, signals.map(({ kind }) => kind).toSorted()]).toEqual([stock.symbol, kinds.get(stock.symbol)]);
  });

  it('finds what was not traded lately where it is asked to', async () => {
    expect((await screen({ tradedSince: '2025-01-01' })).map(({ stock }) => stock.symbol)).toContain(SYMBOLS.at(-1));
  });

  it.each([
    ['minScore', { minScore: 101 }],
    ['kinds', { kinds: [] }],
  ])('is refused with the field: %s', async (field, filter) => {
    const { body } = await api.query(SCREEN, { filter, first: 5 });
    expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', details: { field } });
  });

  it('takes no cursor of another list', async () => {
    const { body } = await api.query(SCREEN, { first: 5, after: Buffer.from('screen|1; drop|SC01').toString('base64url') });
    expect(body.errors?.[0]?.extensions.code).toBe('INVALID_INPUT');
  });
});

describe('a saved screen', () => {
  const as = async (who: string, query: string, variables: Record<string, unknown> = {}) =>
    (await api.query(query, variables, { authorization: `Bearer ${tokens[who]!}` })).body.data as Record<string, Record<string, unknown>>;
  const SAVE = `mutation ($key: String!, $name: String!) {
    saveScreen(input: { name: $name, filter: { maxSupportDistance: 12 }, order: TURNOVER, idempotencyKey: $key }) { screen { id name filter order lastRunAt } errors { code field } } }`;
  const RUN = 'mutation ($id: ID!) { runSavedScreen(id: $id) { screen { lastRunAt } previousRunAt entered left stayed errors { code } } }';
  const NOT_FOUND = [{ code: 'NOT_FOUND' }];

  it('tells what changed since its last run, and is its owner’s alone', async () => {
    const { saveScreen } = await as('owner', SAVE, { key: 'near-support', name: 'near support' });
    const saved = saveScreen!['screen'] as { id: string; filter: string };
    expect(saved).toMatchObject({ name: 'near support', order: 'TURNOVER', lastRunAt: null });
    expect(JSON.parse(saved.filter)).toEqual({ maxSupportDistance: 12 });
    expect((await as('owner', SAVE, { key: 'near-support', name: 'near support' }))['saveScreen']!['screen']).toEqual(saved);
    expect((await as('owner', SAVE, { key: 'near-support', name: 'other' }))['saveScreen']!['errors']).toMatchObject([
      { code: 'CONFLICT' },
    ]);
    expect((await as('owner', SAVE, { key: 'without-name', name: ' ' }))['saveScreen']!['errors']).toEqual([
      { code: 'INVALID_INPUT', field: 'name' },
    ]);

    const near = (known: readonly Known[]) => known.filter((each) => supportDistance(each) <= 12).map(({ symbol }) => symbol);
    const { id } = saved;
    const first = near(lately());
    expect((await as('owner', RUN, { id }))['runSavedScreen']).toMatchObject({
      previousRunAt: null,
      entered: first,
      left: [],
      stayed: [],
      errors: [],
    });
    expect((await as('owner', RUN, { id }))['runSavedScreen']).toMatchObject({ entered: [], left: [], stayed: first });

    // A day later.
    const next = new Map(
      SYMBOLS.slice(0, -1).map((symbol, i) => [symbol, restlessBars(1, { seed: i + 900, now: new Date('2025-05-21T12:00:00Z') })]),
    );
    for (const [symbol, bars] of next) {
      const close = SERIES.get(symbol)!.close.at(-1)!;
      const scale = close / bars.open[0]!;
      for (const column of [bars.open, bars.high, bars.low, bars.close]) column[0] = Math.round(column[0]! * scale);
    }
    await storeColumns(rig.database, next);
    await readAll();
    const now = near((await lookAt()).slice(0, -1));
    const run = (await as('owner', RUN, { id }))['runSavedScreen']!;
    expect(run).toMatchObject({
      entered: now.filter((symbol) => !first.includes(symbol)),
      left: first.filter((symbol) => !now.includes(symbol)),
      stayed: now.filter((symbol) => first.includes(symbol)),
    });
    expect([(run['entered'] as string[]).length > 0, (run['left'] as string[]).length > 0]).toEqual([true, true]);

    expect((await as('other', RUN, { id }))['runSavedScreen']).toMatchObject({ screen: null, errors: NOT_FOUND });
    const DELETE = 'mutation ($id: ID!) { deleteSavedScreen(id: $id) { errors { code } } }';
    expect((await as('other', DELETE, { id }))['deleteSavedScreen']).toEqual({ errors: NOT_FOUND });
    expect(await as('other', '{ savedScreens { id } }')).toEqual({ savedScreens: [] });
    expect(await as('owner', '{ savedScreens { name } }')).toEqual({ savedScreens: [{ name: 'near support' }] });
    expect((await as('owner', DELETE, { id }))['deleteSavedScreen']).toEqual({ errors: [] });
    expect((await as('owner', RUN, { id }))['runSavedScreen']).toMatchObject({ errors: NOT_FOUND });
  });
});
