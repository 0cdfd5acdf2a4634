import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { fillDatabase, startDoor, type RunningDoor } from '../support/door-stack.js';
import { createDatabase, dropDatabase, withClient } from '../support/postgres.js';
import { RawClient } from '../support/raw-ws-client.js';

/** Runs once it is part of a statement, wherever it stands in it: the sequence then has been called. */
const CANARY = "nextval('canary')";
const PAYLOADS = [
  `' OR ${CANARY} > 0 --`,
  `AAA' OR 1=1--`,
  `AAA'; SELECT ${CANARY}; --`,
  `' UNION SELECT ${CANARY}::text, version(), current_user --`,
  `'||(SELECT ${CANARY})||'`,
  `(SELECT ${CANARY})`,
  `") OR (SELECT ${CANARY}) > 0 OR ("1"="1`,
  `$$;SELECT ${CANARY};$$`,
  `AAA\\'; SELECT ${CANARY}; --`,
  `{"$gt": ${CANARY}}`,
  `AAA' AND (SELECT pg_sleep(30) IS NULL) --`,
  `'; DROP TABLE stocks CASCADE; --`,
];
const base64 = (text: string) => Buffer.from(text).toString('base64url');

/** Every place of the API where a text of a client comes near a statement. */
const PLACES: Readonly<Record<string, { readonly query: string; readonly wrap?: (payload: string) => string }>> = {
  'the symbol of a stock': { query: 'query ($v: String!) { hit: stock(symbol: $v) { id } }' },
  'symbols of stocks': { query: 'query ($v: String!) { list: stocks(filter: { symbols: [$v] }) { totalCount } }' },
  'sectors of stocks': { query: 'query ($v: String!) { list: stocks(filter: { sectors: [$v] }) { totalCount } }' },
  'symbols of signals': { query: 'query ($v: String!) { list: signals(filter: { symbols: [$v] }) { totalCount } }' },
  'an id': { query: 'query ($v: ID!) { hit: node(id: $v) { id } }' },
  'the key in an id of a stock': { query: 'query ($v: ID!) { hit: node(id: $v) { id } }', wrap: (text) => base64(`Stock:${text}`) },
  'the rule in an id of a signal': {
    query: 'query ($v: ID!) { hit: node(id: $v) { id } }',
    wrap: (text) => base64(`Signal:AAA:D1:2025-05-20:NO_SUPPLY:${text}`),
  },
  'a cursor': { query: 'query ($v: String!) { list: stocks(after: $v) { totalCount } }' },
  'the symbol in a cursor of stocks': {
    query: 'query ($v: String!) { list: stocks(after: $v) { totalCount } }',
    wrap: (text) => base64(`stock|${text}`),
  },
  'the date in a cursor of bars': {
    query: 'query ($v: String!) { hit: stock(symbol: "AAA") { bars(after: $v) { edges { cursor } } } }',
    wrap: (text) => base64(`bar|${text}`),
  },
  'the rule in a cursor of signals': {
    query: 'query ($v: String!) { list: signals(after: $v) { totalCount } }',
    wrap: (text) => base64(`signal|2025-05-20|AAA|NO_SUPPLY|${text}`),
  },
  'the kind in a cursor of signals': {
    query: 'query ($v: String!) { list: signals(after: $v) { totalCount } }',
    wrap: (text) => base64(`signal|2025-05-20|AAA|${text}|textbook-1`),
  },
  'a date': { query: 'query ($v: TradingDate!) { list: signals(filter: { from: $v }) { totalCount } }' },
  'an enum': { query: 'query ($v: SignalKind!) { list: signals(filter: { kinds: [$v] }) { totalCount } }' },
  'the order of bars': { query: 'query ($v: BarOrder!) { hit: stock(symbol: "AAA") { bars(order: $v) { edges { cursor } } } }' },
};
const CASES = Object.entries(PLACES).map(([name, place]) => [name, place] as const);

interface Answer {
  readonly data?: { readonly hit?: unknown; readonly list?: { readonly totalCount: number } | null } | null;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}

describe('SQL in what clients send, against PostgreSQL', () => {
  let databaseUrl: string;
  let door: RunningDoor;
  let socket: RawClient;
  let before: unknown;
  let operations = 0;

  const rowsOf = async (sql: string): Promise<unknown[]> => {
    const { rows } = await withClient(databaseUrl, (client) => client.query<Record<string, unknown>>(sql));
    return rows;
  };
  const contents = () =>
    rowsOf(
      'select (select count(*) from stocks) stocks, (select count(*) from vpa_signals) signals, (select count(*) from market_data) bars',
    );

  beforeAll(async () => {
    databaseUrl = await createDatabase(inject('postgresUrl'));
    await fillDatabase(databaseUrl, 3);
    await rowsOf('create sequence canary');
    before = await contents();
    door = await startDoor({ DATABASE_URL: databaseUrl, VPA_RATE_ANONYMOUS: '0', VPA_LOG_LEVEL: 'info' });
    socket = await new RawClient(door.url.replace('http', 'ws')).init();
  });
  afterAll(async () => {
    socket?.end();
    await door?.stop();
    await dropDatabase(databaseUrl);
  });

  const overHttp = async (query: string, v: string): Promise<Answer> => {
    const body = JSON.stringify({ query, variables: { v } });
    const response = await fetch(door.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    return (await response.json()) as Answer;
  };
  const overSocket = async (query: string, v: string): Promise<Answer> => {
    const id = `o${(operations += 1)}`;
    socket.subscribe(query, { v }, id);
    // One at a time, and only so many at once: the rate of messages has a limit of its own.
    await socket.until((messages) => messages.some((message) => message.id === id && message.type !== 'next'));
    const answer = socket.messages.find((message) => message.id === id);
    return answer?.type === 'error' ? { errors: answer.payload as NonNullable<Answer['errors']> } : (answer?.payload as Answer);
  };

  function expectNothingFound(answer: Answer): void {
    const codes = (answer.errors ?? []).map(({ extensions }) => extensions.code);
    if (codes.length > 0) expect(codes).toEqual(['INVALID_INPUT']);
    else expect(answer.data?.list?.totalCount ?? answer.data?.hit ?? 0).toBe(0);
  }

  it.each(CASES)('is a text, or refused, in %s', async (_name, { query, wrap = (text) => text }) => {
    for (const payload of PAYLOADS) expectNothingFound(await overHttp(query, wrap(payload)));
    for (const payload of PAYLOADS.slice(0, 3)) expectNothingFound(await overSocket(query, wrap(payload)));
  });

  it('is refused in the cursor and among the symbols of the live feed', async () => {
    const places = [
      'subscription ($v: String!) { signalDetected(after: $v) { __typename } }',
      'subscription ($v: String!) { signalDetected(filter: { symbols: [$v] }) { __typename } }',
    ];
    for (const query of places) {
      const answer = await overSocket(query, PAYLOADS[0]!);
      expect(answer.errors?.map(({ extensions }) => extensions.code)).toEqual(['INVALID_INPUT']);
    }
  });

  it('finds its places in the schema: the same queries answer where the text is a plain one', async () => {
    expect(await overHttp(PLACES['the symbol of a stock']!.query, 'AAA')).toMatchObject({
      data: { hit: { id: expect.any(String) as unknown } },
    });
    expect((await overHttp(PLACES['symbols of signals']!.query, 'AAA')).data?.list?.totalCount).toBeGreaterThan(0);
    expect(
      (await overHttp(PLACES['the rule in a cursor of signals']!.query, base64('signal|2025-05-20|AAA|NO_SUPPLY|textbook-1'))).errors,
    ).toBeUndefined();
    expect((await overHttp(PLACES['the order of bars']!.query, 'ASC')).errors).toBeUndefined();
    expect((await overHttp(PLACES['an enum']!.query, 'NO_SUPPLY')).errors).toBeUndefined();
  });

  it('gives a page of bars, not everything, for a range of 200 years', async () => {
    const query =
      'query ($v: String!) { hit: stock(symbol: $v) { bars(from: "1990-01-01", to: "2199-12-31") { edges { cursor } pageInfo { hasNextPage } } } }';
    const { data } = await overHttp(query, 'AAA');
    expect(data?.hit).toMatchObject({ bars: { edges: { length: 60 }, pageInfo: { hasNextPage: true } } });
  });

  it('has run nowhere, changed nothing, and made nothing fail', async () => {
    expect(await rowsOf('select is_called from canary')).toEqual([{ is_called: false }]);
    expect(await contents()).toEqual(before);
    expect(door.log).not.toMatch(/"level":"(error|warn)"/);
  });
});
