import { describe, expect, it } from 'vitest';

import { aMarket } from '../support/a-market.js';
import { applicationOver } from '../support/api-rig.js';
import { bothDoors } from '../support/both-doors.js';
import { memoryReaders } from '../support/memory-readers.js';

const SIGNALS = 'query ($f: SignalFilter) { signals(filter: $f, first: 1) { totalCount } }';
const STOCK = 'query ($s: String!) { stock(symbol: $s) { symbol } }';
const FIRST = 'query ($n: Int) { stocks(first: $n) { totalCount } }';
const AFTER = 'query ($a: String) { stocks(after: $a) { totalCount } }';
const NODE = 'query ($id: ID!) { node(id: $id) { id } }';
const FROM = 'query ($d: TradingDate) { stock(symbol: "S001") { bars(from: $d) { edges { cursor } } } }';

describe('values', () => {
  const doors = bothDoors(applicationOver(memoryReaders(aMarket(2))));
  /** What is told of a payload: the status and codes of HTTP, the codes of the websocket, and the data of both. */
  const answersTo = async (payload: { query: string; variables?: unknown }) => {
    const [http, socket] = [await doors.overHttp(payload), await doors.overSocket(payload)];
    return { status: http.status, codes: [http.codes, socket.codes], data: [http.data, socket.data] };
  };
  const refused = (code: string) => ({ status: 400, codes: [[code], [code]], data: [undefined, undefined] });

  it.each([
    ['$ne for a symbol', STOCK, { s: { $ne: null } }],
    ['a list of operators for a symbol', STOCK, { s: [{ $like: '%' }] }],
    ['$like among symbols', SIGNALS, { f: { symbols: [{ $like: '%' }] } }],
    ['$or as a filter', SIGNALS, { f: { $or: [{ symbols: ['S001'] }, {}] } }],
    ['$in for a direction', SIGNALS, { f: { direction: { $in: ['BULLISH'] } } }],
    ['$gt for a number', FIRST, { n: { $gt: 0 } }],
    ['$gt for a cursor', AFTER, { a: { $gt: '' } }],
    ['$exists for an id', NODE, { id: { $exists: true } }],
    ['$gte for a date', FROM, { d: { $gte: '1990-01-01' } }],
    ['a key of the ORM', SIGNALS, { f: { 'stock.name': 'x' } }],
    ['a field that only the server sets', SIGNALS, { f: { ruleVersion: 'x' } }],
  ])('refuses an operator: %s', async (_name, query, variables) => {
    expect(await answersTo({ query, variables })).toEqual(refused('INVALID_INPUT'));
  });

  it.each([
    ['an Int of 2^31', FIRST, { n: 2 ** 31 }],
    ['an Int of −2^31−1', FIRST, { n: -(2 ** 31) - 1 }],
    ['a fraction for an Int', FIRST, { n: 1.5 }],
    ['10^20 for an Int', FIRST, { n: 1e20 }],
    ['a text for an Int', FIRST, { n: '5' }],
    ['true for an Int', FIRST, { n: true }],
    ['a number for a date', FROM, { d: 20_250_101 }],
    ['the year 275760', FROM, { d: '+275760-09-13' }],
    ['the year 0000', FROM, { d: '0000-01-01' }],
    ['the 30th of February', FROM, { d: '2026-02-30' }],
    ['the 29th of February of a common year', FROM, { d: '2025-02-29' }],
    ['a date with an offset', FROM, { d: '2025-01-01+07:00' }],
    ['a date with blanks', FROM, { d: ' 2025-01-01 ' }],
    ['a date with digits of another script', FROM, { d: '٢٠٢٥-٠١-٠١' }],
    ['a date cut short', FROM, { d: '2025-1-1' }],
  ])('refuses %s', async (_name, query, variables) => {
    expect(await answersTo({ query, variables })).toEqual(refused('INVALID_INPUT'));
  });

  it.each([
    ['NaN', '{ stocks(first: NaN) { totalCount } }'],
    ['Infinity', '{ stocks(first: Infinity) { totalCount } }'],
    ['1e400', '{ stocks(first: 1e400) { totalCount } }'],
    ['2147483648', '{ stocks(first: 2147483648) { totalCount } }'],
    ['a date that is none', '{ stock(symbol: "S001") { bars(from: "2026-02-30") { edges { cursor } } } }'],
  ])('refuses the literal %s', async (_name, query) => {
    expect(await answersTo({ query })).toEqual(refused('GRAPHQL_VALIDATION_FAILED'));
  });

  it('refuses numbers that JSON has no words for, or that become infinite', async () => {
    const body = (number: string) => `{"query":${JSON.stringify(FIRST)},"variables":{"n":${number}}}`;
    for (const number of ['NaN', 'Infinity', '-Infinity', '0x10', '01']) {
      expect(await doors.overHttp(body(number))).toMatchObject({ status: 400, codes: ['BAD_REQUEST'] });
    }
    for (const number of ['1e400', '-1e400']) {
      expect(await doors.overHttp(body(number))).toMatchObject({ status: 400, codes: ['INVALID_INPUT'] });
    }
  });

  it('answers 50 000 characters for a text with a code, not with a search for a match', async () => {
    for (const text of ['a', '0', '-', '.', ' ', 'A|'].map((part) => `${part.repeat(50_000 / part.length)}!`)) {
      expect(await answersTo({ query: FROM, variables: { d: text } })).toEqual(refused('INVALID_INPUT'));
      for (const variables of [{ s: text }, { a: text }]) {
        const payload = { query: 's' in variables ? STOCK : AFTER, variables };
        expect(await doors.overHttp(payload)).toMatchObject({ codes: ['INVALID_INPUT'] });
        expect(await doors.overSocket(payload)).toMatchObject({ codes: ['INVALID_INPUT'] });
      }
    }
  });
});

describe('objects that would change all objects', () => {
  const doors = bothDoors(applicationOver(memoryReaders(aMarket(2))));
  /** What stands on every object of this process, the server's too, and should not. */
  const pollution = () => Object.keys(Object.prototype);
  const POISONS = ['{"__proto__":{"polluted":1}}', '{"constructor":{"prototype":{"polluted":1}}}', '{"__proto__":null}', '{"toString":1}'];

  it.each(POISONS)('are refused in a filter: %s', async (poison) => {
    const body = `{"query":${JSON.stringify(SIGNALS)},"variables":{"f":${poison}}}`;
    expect(await doors.overHttp(body)).toMatchObject({ status: 400, codes: ['INVALID_INPUT'] });
    expect(await doors.overSocket(JSON.parse(body) as { query: string })).toMatchObject({ codes: ['INVALID_INPUT'] });
    expect(pollution()).toEqual([]);
  });

  it.each(POISONS)('are of no effect where nobody reads them: %s', async (poison) => {
    const body = `{"query":"{ __typename }","variables":${poison},"extensions":${poison},${poison.slice(1)}`;
    expect(await doors.overHttp(body)).toMatchObject({ status: 200, codes: [] });
    expect(await doors.overSocket(JSON.parse(body) as { query: string })).toMatchObject({ codes: [] });
    expect(pollution()).toEqual([]);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('are no name of a variable or of an operation: %s', async (name) => {
    const query = `query ${name} ($${name}: String!) { ${name}: stock(symbol: $${name}) { symbol } }`;
    const missing = await doors.overHttp({ query });
    const given = await doors.overHttp(`{"query":${JSON.stringify(query)},"operationName":"${name}","variables":{"${name}":"S001"}}`);
    expect([missing.codes, missing.status]).toEqual([['INVALID_INPUT'], 400]);
    expect([given.codes, given.text]).toEqual([[], expect.stringContaining('"S001"')]);
    expect((await doors.overSocket({ query })).codes).toEqual(['INVALID_INPUT']);
  });

  it.each(['__proto__', 'constructor', 'toString'])('are no operation of a document that names others: %s', async (operationName) => {
    const body = JSON.stringify({ query: 'query A { __typename } query B { __typename }', operationName });
    expect(await doors.overHttp(body)).toMatchObject({ status: 400, codes: ['OPERATION_RESOLUTION_FAILURE'] });
  });
});
