import { connect, type Socket } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { DomainError } from '../../src/domain/errors.js';
import { aMarket } from '../support/a-market.js';
import { answerOf, ApiRig, applicationOver } from '../support/api-rig.js';
import { memoryReaders } from '../support/memory-readers.js';
import { RawClient } from '../support/raw-ws-client.js';

const SECRET = 'connect ECONNREFUSED postgres://user:hunter2@db:5432';
const STOCKS = '{ stocks(first: 1) { edges { node { symbol } } } }';

describe('the HTTP door', () => {
  let rig: ApiRig;
  const faults: { next: Error | null } = { next: null };
  beforeAll(async () => {
    const app = applicationOver(memoryReaders(aMarket(3)));
    rig = await ApiRig.start({
      ...app,
      listStocks: (input, actor) => (faults.next === null ? app.listStocks(input, actor) : Promise.reject(faults.next)),
    });
  });
  afterAll(() => rig?.[Symbol.asyncDispose]());

  const send = async (init: RequestInit, path = '/graphql') => answerOf(await fetch(rig.url + path, init));
  const json = { 'content-type': 'application/json' };

  it.each([
    ['a body over the limit', json, JSON.stringify({ query: STOCKS, padding: 'x'.repeat(200_000) }), 413, 'PAYLOAD_TOO_LARGE'],
    ['JSON cut short', json, '{"query": "{ stocks', 400, 'BAD_REQUEST'],
    ['invalid UTF-8', json, Buffer.from('{"query":"{ __typename } #\u00ff"}', 'latin1'), 400, 'BAD_REQUEST'],
    ['gzip', { ...json, 'content-encoding': 'gzip' }, Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]), 400, 'BAD_REQUEST'],
    ['an empty body', json, '', 400, 'BAD_REQUEST'],
    ['no object', json, '"text"', 400, 'BAD_REQUEST'],
    ['a batch', json, JSON.stringify([{ query: STOCKS }, { query: STOCKS }]), 400, 'BAD_REQUEST'],
    ['an empty batch', json, '[]', 400, 'BAD_REQUEST'],
    ['variables as a list', json, JSON.stringify({ query: STOCKS, variables: [] }), 400, 'BAD_REQUEST'],
    ['a query that is no text', json, JSON.stringify({ query: { kind: 'Document' } }), 400, 'BAD_REQUEST'],
    ['no query', json, JSON.stringify({ operationName: 'A' }), 400, 'BAD_REQUEST'],
    [
      'lists nested 40 000 deep',
      json,
      `{"query":"query ($s: String!) { stock(symbol: $s) { name } }","variables":{"s":${'['.repeat(40_000)}${']'.repeat(40_000)}}}`,
      400,
      'INVALID_INPUT',
    ],
    ['text/plain, which a foreign page can send', { 'content-type': 'text/plain' }, JSON.stringify({ query: STOCKS }), 400, 'BAD_REQUEST'],
    [
      'a form, which a foreign page can send',
      { 'content-type': 'application/x-www-form-urlencoded' },
      'query=%7B__typename%7D',
      400,
      'BAD_REQUEST',
    ],
  ])('answers %s in JSON', async (_name, headers, body, status, code) => {
    const answer = await send({ method: 'POST', headers, body });
    expect([answer.status, answer.body.errors?.[0]?.extensions.code]).toEqual([status, code]);
    expect(answer.text).not.toMatch(/node_modules|\bat .*:\d+/);
  });

  it('takes queries by GET with a header that no foreign page can send, and nothing but queries', async () => {
    const get = (query: string, headers: Record<string, string>) => send({ headers }, `/graphql?query=${encodeURIComponent(query)}`);

    expect((await get('{ __typename }', {})).status).toBe(400);
    expect((await get('{ __typename }', json)).status).toBe(200);
    expect((await get('mutation { __typename }', json)).status).toBe(405);
    expect((await get('subscription { signalDetected { __typename } }', json)).status).toBe(405);
    expect((await send({ method: 'PUT', headers: json, body: '{}' })).status).toBe(405);
  });

  it('refuses a subscription over HTTP', async () => {
    const { status, body } = await rig.query('subscription { signalDetected { __typename } }');
    expect([status, body.errors?.[0]?.extensions.code]).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
  });

  it('lets exactly the listed origins read, and never every origin', async () => {
    const preflight = (origin: string) =>
      send({
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
      });
    const allowed = await preflight('https://app.example');
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([204, 'https://app.example']);

    for (const origin of ['https://evil.example', 'https://app.example.evil.example', 'http://app.example', 'null']) {
      expect((await preflight(origin)).headers.get('access-control-allow-origin')).toBeNull();
      const answer = await rig.query(STOCKS, undefined, { origin });
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      expect(answer.headers.get('vary')).toContain('Origin');
    }
  });

  it('masks what resolvers throw, under an id that the log has too', async () => {
    for (const fault of [
      new Error(SECRET),
      new DomainError('INTERNAL', SECRET),
      new DomainError('INTERNAL', SECRET, { retryable: true }),
    ]) {
      faults.next = fault;
      const { status, body, text, headers } = await rig.query(STOCKS);
      const requestId = headers.get('x-request-id');

      expect(status).toBe(200);
      expect(body.errors).toEqual([expect.objectContaining({ message: 'Internal server error', path: ['stocks'] })]);
      expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'INTERNAL', requestId });
      expect(text).not.toMatch(/hunter2|ECONNREFUSED/);
      expect(
        rig.logger.lines.some(({ level, fields }) => level === 'error' && fields['requestId'] === requestId && fields['error'] === fault),
      ).toBe(true);
    }
    const socket = await new RawClient(rig.webSocketUrl).init();
    socket.subscribe(STOCKS);
    await socket.until((messages) => messages.some(({ id }) => id === '1'));
    faults.next = null;
    expect(JSON.stringify(socket.messages)).toContain('Internal server error');
    expect(JSON.stringify(socket.messages)).not.toMatch(/hunter2|ECONNREFUSED/);
    expect(rig.metrics.counter('graphql_operations_total{operation=stocks,type=query,outcome=server_error}')).toBe(4);
  });

  it('shows an expected failure with its code', async () => {
    faults.next = new DomainError('SERVICE_READ_ONLY', 'the service is read-only now', { retryable: true });
    const { body } = await rig.query(STOCKS);
    faults.next = null;
    expect(body.errors?.[0]).toMatchObject({
      message: 'the service is read-only now',
      extensions: { code: 'SERVICE_READ_ONLY', retryable: true },
    });
  });

  it('answers in JSON where there is nothing', async () => {
    const { status, body } = await send({}, '/nothing/here?x=<script>');
    expect([status, body.errors?.[0]?.extensions.code]).toEqual([404, 'NOT_FOUND']);
  });

  it('counts requests by route, never by path', async () => {
    for (const path of ['/a', '/b', '/c']) await send({}, path);
    const series = [...rig.metrics.counters.keys()].filter((key) => key.startsWith('api_requests_total') && key.includes('status=404'));
    expect(series).toEqual(['api_requests_total{method=GET,endpoint=other,status=404}']);
  });

  it('opens no websocket for a page of a foreign origin', async () => {
    const socket = new RawClient(rig.webSocketUrl, { origin: 'https://evil.example' });
    await expect(socket.opened()).rejects.toThrow('403');
  });

  it('refuses a request that says its length in two ways', async () => {
    const answer = await raw(
      rig.port,
      'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400/);
  });

  it('refuses headers without end', async () => {
    expect(await raw(rig.port, `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(40_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431/);
  });

  it('cuts clients that never finish their headers, and those that never finish their body', async () => {
    const slow = await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        raw(
          rig.port,
          i % 2 === 0
            ? 'POST /graphql HTTP/1.1\r\nHost: x\r\nX-A: '
            : 'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
        ),
      ),
    );
    expect(slow.every((answer) => answer.startsWith('HTTP/1.1 408'))).toBe(true);
  });
});

/** Sends bytes and resolves with what came back when the server has closed. */
function raw(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket: Socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (data) => (answer += data.toString()));
    socket.on('close', () => resolve(answer));
    socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? resolve(answer) : reject(error)));
  });
}
