import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { aMarket } from '../support/a-market.js';
import { ApiRig, applicationOver } from '../support/api-rig.js';
import { memoryReaders } from '../support/memory-readers.js';
import { RawClient } from '../support/raw-ws-client.js';

interface ShownError {
  readonly message: string;
  readonly extensions: { readonly code: string };
}

interface Attack {
  readonly name: string;
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  readonly code: string;
  readonly reason: string;
}

const nested = (levels: number): string => {
  const pairs = Array.from({ length: levels }, () => 'stock { signals(first: 1) { edges { node {');
  return `{ signals(first: 1) { edges { node { ${pairs.join(' ')} kind ${'} } } }'.repeat(levels)} } } } }`;
};
const aliases = (count: number): string => `{ stock(symbol: "A") { ${Array.from({ length: count }, (_, i) => `a${i}: name`).join(' ')} } }`;
const doubling = (levels: number): string => {
  const fragments = Array.from({ length: levels }, (_, i) => `fragment F${i} on Stock { ...F${i + 1} ...F${i + 1} }`);
  return `{ stock(symbol: "A") { ...F0 } } ${fragments.join(' ')} fragment F${levels} on Stock { name }`;
};

const ATTACKS: readonly Attack[] = [
  { name: 'a document that does not parse', query: '{ stocks(', code: 'GRAPHQL_PARSE_FAILED', reason: 'syntax' },
  { name: 'a token bomb', query: `{ ${'stocks '.repeat(5_000)} }`, code: 'GRAPHQL_PARSE_FAILED', reason: 'syntax' },
  { name: 'depth 9', query: nested(2), code: 'GRAPHQL_VALIDATION_FAILED', reason: 'depth' },
  { name: 'depth 41', query: nested(10), code: 'GRAPHQL_VALIDATION_FAILED', reason: 'depth' },
  {
    name: 'depth through fragments',
    query:
      '{ signals { ...A } } fragment A on SignalConnection { edges { node { ...B } } } fragment B on Signal { stock { signals { edges { node { stock { name } } } } } }',
    code: 'GRAPHQL_VALIDATION_FAILED',
    reason: 'depth',
  },
  { name: '31 aliases', query: aliases(31), code: 'GRAPHQL_VALIDATION_FAILED', reason: 'aliases' },
  {
    name: '11 root fields',
    query: `{ ${Array.from({ length: 11 }, (_, i) => `${i === 0 ? '' : `a${i}: `}stock(symbol: "A") { name }`).join(' ')} }`,
    code: 'GRAPHQL_VALIDATION_FAILED',
    reason: 'root_fields',
  },
  {
    name: '31 directives',
    query: `{ stock(symbol: "A") { name ${'@skip(if: false) '.repeat(31)} } }`,
    code: 'GRAPHQL_VALIDATION_FAILED',
    reason: 'directives',
  },
  {
    name: 'list × list',
    query: '{ stocks(first: 100) { edges { node { bars(first: 100) { edges { node { close } } } } } } }',
    code: 'GRAPHQL_VALIDATION_FAILED',
    reason: 'cost',
  },
  {
    name: 'list × list by variables',
    query: 'query ($n: Int!, $m: Int!) { stocks(first: $n) { edges { node { bars(first: $m) { edges { node { close } } } } } } }',
    variables: { n: 100, m: 1000 },
    code: 'GRAPHQL_VALIDATION_FAILED',
    reason: 'cost',
  },
  { name: 'fragment doubling 2^15', query: doubling(15), code: 'GRAPHQL_VALIDATION_FAILED', reason: 'cost' },
  {
    name: 'a fragment cycle',
    query: '{ stock(symbol: "A") { ...A } } fragment A on Stock { ...B } fragment B on Stock { ...A }',
    code: 'GRAPHQL_VALIDATION_FAILED',
    reason: 'validation',
  },
  {
    name: 'nested introspection',
    query: '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }',
    code: 'GRAPHQL_VALIDATION_FAILED',
    reason: 'validation',
  },
  {
    name: 'an unknown operation',
    query: 'query A { __typename } query B { __typename }',
    operationName: 'C',
    code: 'OPERATION_RESOLUTION_FAILURE',
    reason: 'operation_name',
  },
  {
    name: 'a sign-in tried 15 times under aliases',
    query: `mutation { ${Array.from({ length: 15 }, (_, i) => `a${i}: signIn(password: "${i}") { token }`).join(' ')} }`,
    code: 'GRAPHQL_VALIDATION_FAILED',
    reason: 'mutations',
  },
  {
    name: 'a mutation twice by a fragment',
    query: 'mutation { ...F ...F } fragment F on Mutation { signIn { token } }',
    code: 'GRAPHQL_VALIDATION_FAILED',
    reason: 'mutations',
  },
  { name: 'an unknown mutation', query: 'mutation { withdraw }', code: 'GRAPHQL_VALIDATION_FAILED', reason: '' },
  { name: 'an operation of administrators', query: '{ quarantinedBars { edges { cursor } } }', code: 'FORBIDDEN', reason: 'permission' },
  {
    name: 'an operation of administrators in a fragment under an alias',
    query: 'query { ...F } fragment F on Query { x: quarantinedBars { edges { cursor } } }',
    code: 'FORBIDDEN',
    reason: 'permission',
  },
  { name: 'NUL in a literal', query: '{ stock(symbol: "A\\u0000") { name } }', code: 'GRAPHQL_VALIDATION_FAILED', reason: 'nul' },
  {
    name: 'NUL in a variable',
    query: 'query ($s: String!) { stock(symbol: $s) { name } }',
    variables: { s: 'A\0' },
    code: 'INVALID_INPUT',
    reason: 'variables',
  },
  {
    name: 'variables nested without end',
    query: 'query ($s: String!) { stock(symbol: $s) { name } }',
    variables: { s: JSON.parse('['.repeat(500) + ']'.repeat(500)) as unknown },
    code: 'INVALID_INPUT',
    reason: 'variables',
  },
  {
    name: 'a variable of the wrong type',
    query: 'query ($n: Int) { stocks(first: $n) { edges { cursor } } }',
    variables: { n: 2 ** 40 },
    code: 'INVALID_INPUT',
    reason: 'variables',
  },
  {
    name: 'null for a value that must be',
    query: 'query ($n: Int) { stocks(first: $n) { edges { cursor } } }',
    variables: { n: null },
    code: 'INVALID_INPUT',
    reason: 'variables',
  },
  {
    name: 'an operator object for a text',
    query: 'query ($f: SignalFilter) { signals(filter: $f) { edges { cursor } } }',
    variables: { f: { symbols: [{ $ne: null }] } },
    code: 'INVALID_INPUT',
    reason: 'variables',
  },
  {
    name: 'an unknown part of a filter',
    query: 'query ($f: SignalFilter) { signals(filter: $f) { edges { cursor } } }',
    variables: { f: { symbol: ['A'] } },
    code: 'INVALID_INPUT',
    reason: 'variables',
  },
];

const HINTS: readonly { readonly query: string; readonly variables?: Record<string, unknown> }[] = [
  { query: '{ stokcs { edges { cursor } } }' },
  { query: '{ stocks { edgs { cursor } } }' },
  { query: '{ stocks(fist: 1) { edges { cursor } } }' },
  { query: '{ stocks { ... on StockConection { totalCount } } }' },
  { query: '{ signals(filter: { kinds: [NO_SUPLY] }) { edges { cursor } } }' },
  { query: '{ signals(filter: { kindss: [] }) { edges { cursor } } }' },
  { query: 'query ($f: SignalFiltr) { signals(filter: $f) { edges { cursor } } }' },
  { query: 'query ($f: SignalFilter) { signals(filter: $f) { edges { cursor } } }', variables: { f: { symbol: ['A'] } } },
  { query: 'query ($f: SignalFilter) { signals(filter: $f) { edges { cursor } } }', variables: { f: { kinds: ['NO_SUPLY'] } } },
];

describe('limits of an operation', () => {
  let rig: ApiRig;
  let socket: RawClient;
  beforeAll(async () => {
    rig = await ApiRig.start(applicationOver(memoryReaders(aMarket(2))));
  });
  afterAll(() => rig?.[Symbol.asyncDispose]());
  // One each, as all these messages over one socket would come faster than is allowed.
  beforeEach(async () => {
    socket = await new RawClient(rig.webSocketUrl).init();
  });
  afterEach(() => socket.end());

  let operations = 0;
  const overSocket = async (payload: object): Promise<readonly ShownError[]> => {
    const id = `o${(operations += 1)}`;
    socket.send({ type: 'subscribe', id, payload });
    await socket.until((messages) => messages.some((message) => message.id === id && message.type !== 'next'));
    const answer = socket.messages.find((message) => message.id === id);
    return answer?.type === 'error' ? (answer.payload as ShownError[]) : [];
  };
  const payloadOf = ({ query, variables, operationName }: Omit<Attack, 'name' | 'code' | 'reason'>) => ({
    query,
    ...(variables === undefined ? {} : { variables }),
    ...(operationName === undefined ? {} : { operationName }),
  });

  it.each(ATTACKS)('refuses $name over HTTP with a code and counts it', async ({ code, reason, ...attack }) => {
    const before = rig.metrics.counter(`graphql_rejections_total{reason=${reason}}`);
    const { status, body } = await rig.post(payloadOf(attack));

    expect(body.errors?.map((error) => error.extensions.code)).toEqual(Array(body.errors?.length).fill(code));
    expect({ status, hasData: body.data !== undefined }).toEqual({ status: code === 'FORBIDDEN' ? 403 : 400, hasData: false });
    expect(body.errors?.length).toBeGreaterThan(0);
    if (reason !== '') expect(rig.metrics.counter(`graphql_rejections_total{reason=${reason}}`)).toBe(before + 1);
  });

  it.each(ATTACKS)(
    'refuses $name over the websocket with the same code, and keeps the socket',
    async ({ code, reason: _reason, ...attack }) => {
      const errors = await overSocket(payloadOf(attack));

      expect(errors.length, 'errors').toBeGreaterThan(0);
      expect(errors.map((error) => error.extensions.code)).toEqual(Array(errors.length).fill(code));
      expect(await overSocket({ query: '{ __typename }' })).toEqual([]);
    },
  );

  it.each(HINTS)('gives no hint about the schema for $query', async (payload) => {
    const { status, text } = await rig.post(payload);
    const errors = await overSocket(payload);

    expect(status).toBe(400);
    expect(errors.length).toBeGreaterThan(0);
    for (const answer of [text, JSON.stringify(errors)]) expect(answer).not.toMatch(/did you mean|stacktrace/i);
  });

  it('tells no limit and no more than five errors', async () => {
    const unknown = Array.from({ length: 40 }, (_, i) => `f${i}`).join(' ');
    const flood = await rig.query(`{ stock(symbol: "A") { ${unknown} } }`);
    const deep = await rig.query(nested(10));
    const bomb = await rig.query(`{ ${'a '.repeat(3_000)} }`);

    expect(flood.body.errors).toHaveLength(5);
    for (const { text } of [deep, bomb]) expect(text).not.toMatch(/\b(8|1000|1_000)\b/);
  });

  it('allows the standard introspection, and refuses all introspection where it is off', async () => {
    const { getIntrospectionQuery } = await import('graphql');
    await using closed = await ApiRig.start(applicationOver(memoryReaders(aMarket(1))), { isIntrospectable: false });
    const shut = await new RawClient(closed.webSocketUrl).init();
    shut.subscribe('{ __schema { queryType { name } } }');
    await shut.until((messages) => messages.some(({ id }) => id === '1'));

    expect((await rig.query(getIntrospectionQuery())).status).toBe(200);
    for (const query of [getIntrospectionQuery(), '{ __type(name: "Stock") { name } }']) {
      const { status, body } = await closed.query(query);
      expect([status, body.errors?.[0]?.extensions.code]).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
    }
    expect(shut.messages.at(-1)).toMatchObject({
      type: 'error',
      payload: expect.arrayContaining([expect.objectContaining({ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } })]) as unknown,
    });
    expect((await closed.query('{ __typename }')).body.data).toEqual({ __typename: 'Query' });
  });

  it.each([
    'bm90IGEgY3Vyc29y',
    '',
    "x' OR 1=1--",
    'a'.repeat(1_000),
    Buffer.from('stock|A\0').toString('base64url'),
    `${Buffer.from('stock|S001').toString('base64url')}!`,
  ])('answers the made-up cursor %j with INVALID_INPUT', async (after) => {
    const { status, body } = await rig.query('query ($after: String) { stocks(after: $after) { edges { cursor } } }', { after });
    expect(body.errors?.[0]?.extensions.code).toBe('INVALID_INPUT');
    expect(status).toBeLessThan(500);
  });

  it('takes a cursor only in the list that made it', async () => {
    const made = await rig.query('{ stocks(first: 1) { pageInfo { endCursor } } }');
    const after = (made.body.data as { stocks: { pageInfo: { endCursor: string } } }).stocks.pageInfo.endCursor;
    const { body } = await rig.query('query ($after: String) { signals(after: $after) { edges { cursor } } }', { after });
    expect(body.errors?.[0]?.extensions.code).toBe('INVALID_INPUT');
  });

  it.each([
    ['first: 0', '{ stocks(first: 0) { edges { cursor } } }'],
    ['first: 101', '{ stocks(first: 101) { edges { cursor } } }'],
    ['first: -5', '{ signals(first: -5) { edges { cursor } } }'],
    ['1001 bars', '{ stock(symbol: "S001") { bars(first: 1001) { edges { cursor } } } }'],
    ['a range that ends before it begins', '{ signals(filter: { from: "2025-02-01", to: "2025-01-01" }) { edges { cursor } } }'],
    ['SQL for a symbol', `{ stock(symbol: "VCB' OR 1=1--") { name } }`],
  ])('answers %s with INVALID_INPUT', async (_name, query) => {
    const { body } = await rig.query(query);
    expect(body.errors?.[0]?.extensions.code).toBe('INVALID_INPUT');
  });

  it.each(['2026-02-30', '0000-01-01', '275760-09-13', '2025-01-01T00:00:00Z', 'yesterday'])('refuses the date %s', async (from) => {
    const { status, body } = await rig.query(
      'query ($from: TradingDate) { stock(symbol: "S001") { bars(from: $from) { edges { cursor } } } }',
      { from },
    );
    expect([status, body.errors?.[0]?.extensions.code]).toEqual([400, 'INVALID_INPUT']);
  });

  it('counts by root field, so that made-up operation names add no series', async () => {
    const seriesOf = () => [...rig.metrics.counters.keys()].filter((key) => key.startsWith('graphql_operations_total')).toSorted();
    await rig.query('query N { stocks(first: 1) { edges { cursor } } }');
    const before = seriesOf();
    for (let i = 0; i < 50; i += 1) await rig.query(`query N${i} { stocks(first: 1) { edges { cursor } } }`);
    expect(seriesOf()).toEqual(before);
  });
});
