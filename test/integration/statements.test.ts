import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openDatabase } from '../../src/adapters/persistence/open-database.js';
import type { Database, DatabaseOptions } from '../../src/adapters/persistence/database.js';
import { aMarket } from '../support/a-market.js';
import { ApiRig, applicationOver } from '../support/api-rig.js';
import { migratedPglite, migratedPostgres } from '../support/databases.js';

const NESTED = `query ($first: Int!, $symbols: [String!]) {
  stocks(first: $first, filter: { symbols: $symbols }) {
    totalCount
    edges { node {
      symbol
      latestBar { tradingDate close }
      bars(first: 5) { edges { node { tradingDate close volume } } pageInfo { hasNextPage } }
      old: bars(first: 2, order: ASC) { edges { node { tradingDate } } }
      signals(first: 3) { edges { node { kind tradingDate } } }
    } }
  }
}`;
/** Only those filled here, not the ones that a migration brings. */
const SYMBOLS = aMarket(100).stocks.map(({ symbol }) => symbol);
const SIGNALS = 'query ($first: Int!) { signals(first: $first) { edges { node { kind stock { symbol latestBar { close } } } } } }';

interface Rows {
  readonly stocks: {
    readonly totalCount: number;
    readonly edges: readonly {
      readonly node: {
        readonly latestBar: unknown;
        readonly bars: { readonly edges: readonly unknown[] };
        readonly signals: { readonly edges: readonly unknown[] };
      };
    }[];
  };
}

const OPENERS: Readonly<Record<string, () => Promise<{ options: DatabaseOptions; drop: () => Promise<void> }>>> = {
  PGlite: async () => {
    const instance = await migratedPglite();
    return { options: { kind: 'pglite-instance', instance }, drop: () => instance.close() };
  },
  PostgreSQL: async () => {
    const copy = await migratedPostgres();
    return { options: { kind: 'postgres', url: copy.url, poolSize: 4, statementTimeoutMs: 30_000 }, drop: () => copy.drop() };
  },
};

describe.each(Object.entries(OPENERS))('statements of a query on %s', (_name, open) => {
  const statements: string[] = [];
  let database: Database;
  let drop: () => Promise<void>;
  let rig: ApiRig;

  beforeAll(async () => {
    const opened = await open();
    drop = opened.drop;
    database = await openDatabase({ ...opened.options, onStatement: (sql) => statements.push(sql) });
    await fill(database);
    rig = await ApiRig.start(applicationOver(database));
  });
  afterAll(async () => {
    await rig?.[Symbol.asyncDispose]();
    await database?.close();
    await drop?.();
  });

  const countOf = async (query: string, first: number) => {
    statements.length = 0;
    const { body } = await rig.query(query, { first, symbols: SYMBOLS });
    expect(body.errors).toBeUndefined();
    return { count: statements.length, data: body.data };
  };

  it('are as many for 100 stocks with bars, latest bar and signals as for one', async () => {
    const one = await countOf(NESTED, 1);
    const hundred = await countOf(NESTED, 100);
    const { stocks } = hundred.data as Rows;

    expect(stocks.edges).toHaveLength(100);
    expect(
      stocks.edges.filter(({ node }) => node.bars.edges.length === 5 && node.latestBar !== null && node.signals.edges.length === 3).length,
    ).toBeGreaterThan(90);
    expect(hundred.count).toBe(one.count);
    expect(one.count).toBeLessThanOrEqual(8);
  });

  it('are as many for 100 signals with their stocks as for one', async () => {
    const one = await countOf(SIGNALS, 1);
    const hundred = await countOf(SIGNALS, 100);

    expect((hundred.data as { signals: { edges: unknown[] } }).signals.edges).toHaveLength(100);
    expect([one.count, hundred.count]).toEqual([3, 3]);
  });

  it('count in all only where totalCount is asked for', async () => {
    const bare = await countOf('query ($first: Int!) { signals(first: $first) { edges { cursor } } }', 1);
    const counted = await countOf('query ($first: Int!) { signals(first: $first) { totalCount edges { cursor } } }', 1);
    expect([bare.count, counted.count]).toEqual([1, 2]);
  });
});

/** 110 stocks with bars and signals, through the same doors that imports and scans use. */
async function fill(database: Database): Promise<void> {
  const market = aMarket(110);
  const symbols = new Map(market.stocks.map((stock) => [stock.id, stock.symbol]));
  await database.barStore.ensureStocks(market.stocks);
  const rows = market.bars.map((bar) => ({ ...bar, symbol: symbols.get(bar.stockId)! }));
  const importing = await database.barStore.open({ source: 'SIMULATED', sourceName: 'test' });
  await importing.write({
    length: rows.length,
    symbol: rows.map((row) => row.symbol),
    tradingDate: rows.map((row) => row.tradingDate),
    open: rows.map((row) => row.open),
    high: rows.map((row) => row.high),
    low: rows.map((row) => row.low),
    close: rows.map((row) => row.close),
    volume: rows.map((row) => row.volume),
  });
  await importing.commit();
  const stored = await database.stocks.findBySymbols(market.stocks.map((stock) => stock.symbol));
  const ids = new Map(stored.map((stock) => [stock.symbol, stock.id]));
  await database.scans.transaction(async (tx) => {
    await tx.insertNewSignals(market.signals.map((signal) => ({ ...signal, stockId: ids.get(signal.symbol)! })));
  });
}
