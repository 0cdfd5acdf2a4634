import { describe, expect, it } from 'vitest';

import { aMarket } from '../support/a-market.js';
import { ApiRig, applicationOver } from '../support/api-rig.js';
import { bothDoors } from '../support/both-doors.js';
import { memoryReaders } from '../support/memory-readers.js';
import { RawClient } from '../support/raw-ws-client.js';

/** `levels` nested fields. */
function nested(levels: number): string {
  const names = ['stocks(first: 1)', 'edges', 'node'];
  const below = ['signals(first: 1)', 'edges', 'node', 'stock'];
  const path = Array.from({ length: levels - 1 }, (_, i) => names[i] ?? below[(i - names.length) % below.length]!);
  return `{ ${path.join(' { ')} { __typename ${'} '.repeat(levels)}`;
}
const aliases = (count: number): string => `{ stock(symbol: "A") { ${Array.from({ length: count }, (_, i) => `a${i}: name`).join(' ')} } }`;
function doubling(levels: number): string {
  const fragments = Array.from({ length: levels }, (_, i) => `fragment F${i} on Stock { ...F${i + 1} ...F${i + 1} }`);
  return `{ stock(symbol: "S001") { ...F0 } } ${fragments.join(' ')} fragment F${levels} on Stock { name }`;
}

/** What `limits.test.ts` has not: other sizes of the same attacks, and those that stay below every limit. */
const REFUSED = [
  ['nesting of 8, one more than anonymous callers may', nested(8), 'GRAPHQL_VALIDATION_FAILED'],
  ['nesting of 200', nested(200), 'GRAPHQL_VALIDATION_FAILED'],
  ['16 aliases, one more than anonymous callers may', aliases(16), 'GRAPHQL_VALIDATION_FAILED'],
  ['1 000 aliases, by their tokens', aliases(1_000), 'GRAPHQL_PARSE_FAILED'],
  ['6 000 aliases, by their length', aliases(6_000), 'GRAPHQL_PARSE_FAILED'],
  ['5 000 times the same field', `{ ${'__typename '.repeat(5_000)} }`, 'GRAPHQL_PARSE_FAILED'],
  ['fragments that double 2^18 times', doubling(18), 'GRAPHQL_VALIDATION_FAILED'],
  ['99 unknown directives', `{ __typename ${'@a '.repeat(99)} }`, 'GRAPHQL_VALIDATION_FAILED'],
  [
    'a list of 101 rows in a list of 100',
    '{ stocks(first: 100) { edges { node { signals(first: 101) { edges { cursor } } } } } }',
    'GRAPHQL_VALIDATION_FAILED',
  ],
] as const;

describe('the shape of an operation', () => {
  const doors = bothDoors(applicationOver(memoryReaders(aMarket(2))));

  it.each(REFUSED)('refuses %s on both transports, with no figure and at most five errors', async (_name, query, code) => {
    const [http, socket] = [await doors.overHttp({ query }), await doors.overSocket({ query })];

    expect([http.status, http.data, socket.data]).toEqual([400, undefined, undefined]);
    expect(http.codes).toEqual([code]);
    expect(socket.codes).toEqual(http.codes);
    for (const { text } of [http, socket]) {
      expect(text).not.toMatch(/stacktrace|node_modules|\b(7|8|15|1000|5000|20000)\b/);
      expect(text.match(/"message"/g)!.length).toBeLessThanOrEqual(5);
    }
  });

  it('runs what nests 7 fields, the documented limit of anonymous callers, and 15 aliases', async () => {
    for (const query of [nested(7), aliases(15)]) {
      expect(await doors.overHttp({ query })).toMatchObject({ status: 200, codes: [] });
      expect(await doors.overSocket({ query })).toMatchObject({ codes: [] });
    }
  });

  it('answers the probe { __typename } on both transports', async () => {
    const query = '{ __typename }';
    expect(await doors.overHttp({ query })).toMatchObject({ status: 200, data: { __typename: 'Query' } });
    expect((await doors.overSocket({ query })).data).toEqual({ __typename: 'Query' });
  });

  it('shows no page of its own to a browser that opens the endpoint, and none of GraphiQL where that is off', async () => {
    const headers = { accept: 'text/html,application/xhtml+xml' };
    const endpoint = await fetch(`${doors.rig.url}/graphql`, { headers });
    expect([endpoint.status, endpoint.headers.get('content-type')]).toEqual([400, expect.stringContaining('application/json')]);
    for (const path of ['/graphiql', '/graphiql/', '/graphiql/index.html', '/graphiql/assets/', '/playground', '/altair']) {
      const { status, headers: answered } = await fetch(doors.rig.url + path, { headers });
      expect([path, status, answered.get('content-type')]).toEqual([path, 404, expect.stringContaining('application/json')]);
    }
  });

  it('answers neither introspection nor mutation over the websocket where introspection is off', async () => {
    await using closed = await ApiRig.start(applicationOver(memoryReaders(aMarket(1))), { isIntrospectable: false });
    const socket = await new RawClient(closed.webSocketUrl).init();
    const attacks = ['{ __schema { types { name } } }', 'query { __type(name: "Query") { name } }', 'mutation { __typename }', nested(8)];
    for (const [id, query] of attacks.entries()) socket.subscribe(query, {}, String(id));
    socket.subscribe('{ __typename }', {}, 'last');
    await socket.until((messages) => messages.filter(({ id }) => id !== undefined).length > attacks.length);

    const answers = socket.messages.filter(({ id, type }) => id !== undefined && type !== 'complete');
    expect(answers.filter(({ id }) => id !== 'last').map(({ type }) => type)).toEqual(attacks.map(() => 'error'));
    expect(answers.find(({ id }) => id === 'last')?.type).toBe('next');
  });
});
