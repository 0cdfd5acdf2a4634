import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { aMarket } from '../support/a-market.js';
import { ApiRig, applicationOver } from '../support/api-rig.js';
import { memoryReaders } from '../support/memory-readers.js';

interface Page {
  readonly edges: readonly { readonly cursor: string; readonly node: Readonly<Record<string, string>> }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly endCursor: string | null };
}

const PAGE_INFO = 'pageInfo { hasNextPage hasPreviousPage endCursor }';
const LISTS = {
  stocks: {
    query: `query ($first: Int!, $after: String) { list: stocks(first: $first, after: $after) { edges { cursor node { id symbol } } ${PAGE_INFO} } }`,
    keyOf: ({ symbol }: Readonly<Record<string, string>>) => symbol,
  },
  signals: {
    query: `query ($first: Int!, $after: String) { list: signals(first: $first, after: $after) { edges { cursor node { id symbol tradingDate kind } } ${PAGE_INFO} } }`,
    keyOf: ({ tradingDate, symbol, kind }: Readonly<Record<string, string>>) => `${tradingDate} ${symbol} ${kind}`,
  },
  'bars, oldest first,': {
    query: `query ($first: Int!, $after: String) { stock(symbol: "S002") { list: bars(first: $first, after: $after, order: ASC) { edges { cursor node { tradingDate } } ${PAGE_INFO} } } }`,
    keyOf: ({ tradingDate }: Readonly<Record<string, string>>) => tradingDate,
  },
  'bars, newest first,': {
    query: `query ($first: Int!, $after: String) { stock(symbol: "S002") { list: bars(first: $first, after: $after) { edges { cursor node { tradingDate } } ${PAGE_INFO} } } }`,
    keyOf: ({ tradingDate }: Readonly<Record<string, string>>) => tradingDate,
  },
  'signals of a stock': {
    query: `query ($first: Int!, $after: String) { stock(symbol: "S002") { list: signals(first: $first, after: $after) { edges { cursor node { id tradingDate kind } } ${PAGE_INFO} } } }`,
    keyOf: ({ tradingDate, kind }: Readonly<Record<string, string>>) => `${tradingDate} ${kind}`,
  },
};

const market = aMarket(23);
const datesOf = (stockId: string) => market.bars.filter((bar) => bar.stockId === stockId).map((bar) => bar.tradingDate as string);
const [, second] = market.stocks;
const EXPECTED: Readonly<Record<keyof typeof LISTS, readonly string[]>> = {
  stocks: market.stocks.map(({ symbol }) => symbol),
  signals: market.signals
    .toSorted((a, b) => b.tradingDate.localeCompare(a.tradingDate) || a.symbol.localeCompare(b.symbol) || a.kind.localeCompare(b.kind))
    .map(({ tradingDate, symbol, kind }) => `${tradingDate} ${symbol} ${kind}`),
  'bars, oldest first,': datesOf(second!.id),
  'bars, newest first,': datesOf(second!.id).toReversed(),
  'signals of a stock': market.signals
    .filter(({ stockId }) => stockId === second!.id)
    .toSorted((a, b) => b.tradingDate.localeCompare(a.tradingDate))
    .map(({ tradingDate, kind }) => `${tradingDate} ${kind}`),
};

describe('a walk over pages of any sizes', () => {
  let rig: ApiRig;
  beforeAll(async () => {
    rig = await ApiRig.start(applicationOver(memoryReaders(market)));
  });
  afterAll(() => rig?.[Symbol.asyncDispose]());

  const read = async (query: string, first: number, after: string | null): Promise<Page> => {
    const { body } = await rig.query(query, { first, after });
    expect(body.errors).toBeUndefined();
    const data = body.data as { readonly list?: Page; readonly stock?: { readonly list: Page } };
    return (data.list ?? data.stock?.list)!;
  };

  it.each(Object.keys(LISTS) as (keyof typeof LISTS)[])('gives the %s in order, without a gap or a double', async (name) => {
    const { query, keyOf } = LISTS[name];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 8 }), async (sizes) => {
        const seen: string[] = [];
        let after: string | null = null;
        for (let turn = 0; ; turn += 1) {
          const first = sizes[turn % sizes.length]!;
          const page: Page = await read(query, first, after);
          seen.push(...page.edges.map(({ node }) => keyOf(node) ?? ''));
          expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
          expect(page.pageInfo.endCursor).toBe(page.edges.at(-1)?.cursor ?? null);
          if (!page.pageInfo.hasNextPage) break;
          expect(page.edges).toHaveLength(first);
          after = page.pageInfo.endCursor;
        }
        expect(seen).toEqual(EXPECTED[name]);
      }),
      { numRuns: 12 },
    );
  });

  it('finds every signal and stock again by its id', async () => {
    for (const name of ['signals', 'stocks'] as const) {
      const { edges } = await read(LISTS[name].query, 20, null);
      for (const { node } of edges) {
        const { body } = await rig.query('query ($id: ID!) { node(id: $id) { id __typename } }', { id: node['id'] });
        expect(body.data).toEqual({ node: { id: node['id'], __typename: name === 'signals' ? 'Signal' : 'Stock' } });
      }
    }
  });

  it('finds nothing by a made-up id', async () => {
    for (const id of [
      '',
      'x',
      'U3RvY2s6MQ',
      Buffer.from("Stock:' or 1=1").toString('base64url'),
      Buffer.from('Signal:A').toString('base64url'),
    ]) {
      const { body } = await rig.query('query ($id: ID!) { node(id: $id) { id } }', { id });
      expect(body).toEqual({ data: { node: null }, extensions: { cost: 2 } });
    }
  });

  it('counts all that match, on every page', async () => {
    const { body } = await rig.query('{ stocks(first: 2) { totalCount } signals(first: 1, filter: { symbols: ["s002"] }) { totalCount } }');
    expect(body.data).toEqual({
      stocks: { totalCount: market.stocks.length },
      signals: { totalCount: EXPECTED['signals of a stock'].length },
    });
  });
});
