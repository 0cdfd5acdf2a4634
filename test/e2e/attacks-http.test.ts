import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { aMarket } from '../support/a-market.js';
import { ApiRig, applicationOver } from '../support/api-rig.js';
import { memoryReaders } from '../support/memory-readers.js';

const BODY = '{"query":"{ __typename }"}';
const POST = 'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
const CHUNKED = `${POST}Transfer-Encoding: chunked\r\n\r\n`;
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;

/** What `transport.test.ts` has not: attacks on HTTP itself, which end with the connection. */
const REFUSED: readonly (readonly [string, string, RegExp])[] = [
  ['a million headers', `${POST}${Array.from({ length: 1_000_000 }, (_, i) => `a${i}: 1\r\n`).join('')}\r\n`, /^HTTP\/1\.1 431/],
  ['a path of 100 KB', `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, /^HTTP\/1\.1 431/],
  ['two lengths', `${POST}Content-Length: 26\r\nContent-Length: 5\r\n\r\n${BODY}`, /^HTTP\/1\.1 400/],
  ['a length that is none', `${POST}Content-Length: +26\r\n\r\n${BODY}`, /^HTTP\/1\.1 400/],
  ['a negative length', `${POST}Content-Length: -1\r\n\r\n${BODY}`, /^HTTP\/1\.1 400/],
  ['chunks and then something else', `${POST}Transfer-Encoding: chunked, identity\r\n\r\n${chunk(BODY)}0\r\n\r\n`, /^HTTP\/1\.1 400/],
  ['a chunk whose size is none', `${CHUNKED}zz\r\n${BODY}\r\n0\r\n\r\n`, /^HTTP\/1\.1 400/],
  ['a chunk whose size has no end', `${CHUNKED}${'f'.repeat(64)}\r\n`, /^HTTP\/1\.1 400/],
  ['extensions of chunks without end', `${CHUNKED}1;${'a'.repeat(100_000)}`, /^HTTP\/1\.1 413/],
  ['chunks over the limit of a body', CHUNKED + chunk('x'.repeat(10_000)).repeat(20), /^HTTP\/1\.1 413/],
  ['a header name with a blank', `${POST}Content-Length : 26\r\n\r\n${BODY}`, /^HTTP\/1\.1 400/],
  ['a bare line feed in a header', `${POST}X: a\nContent-Length: 26\r\n\r\n${BODY}`, /^HTTP\/1\.1 400/],
];

describe('HTTP itself', () => {
  let rig: ApiRig;
  beforeAll(async () => {
    rig = await ApiRig.start(applicationOver(memoryReaders(aMarket(1))));
  });
  afterAll(() => rig?.[Symbol.asyncDispose]());

  /** What came back until the server closed. */
  function raw(bytes: string): Promise<string> {
    return new Promise((resolve, reject) => {
      let answer = '';
      const socket = connect(rig.port, '127.0.0.1', () => socket.write(bytes));
      socket.on('data', (data) => (answer += data.toString()));
      socket.on('close', () => resolve(answer));
      socket.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
      });
    });
  }

  it.each(REFUSED)('refuses %s and closes the connection', async (_name, bytes, status) => {
    const answer = await raw(bytes);
    expect(answer).toMatch(status);
    expect(answer).toMatch(/\r\n\r\n\{"errors":\[\{"message":"[^"]+","extensions":\{"code":"(BAD_REQUEST|PAYLOAD_TOO_LARGE)"\}\}\]\}$/);
    expect((await rig.query('{ __typename }')).status).toBe(200);
  });

  it('refuses a request without a host', async () => {
    expect(await raw('GET /graphql HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 400/);
  });

  it('answers one request where a second one hides in the body of the first', async () => {
    const hidden = `GET /livez HTTP/1.1\r\nHost: x\r\n\r\n`;
    const answer = await raw(`${POST}Connection: close\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`);
    expect(answer.match(/^HTTP\/1\.1 \d+/gm)).toEqual(['HTTP/1.1 400']);
  });

  it.each(['gzip', 'deflate', 'br', 'identity, gzip'])('inflates no body that says it is %s', async (encoding) => {
    const response = await fetch(`${rig.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': encoding },
      body: gzipSync(`{"query":"{ __typename }","x":"${'x'.repeat(50_000_000)}"}`),
    });
    expect([response.status, await response.json()]).toEqual([
      400,
      { errors: [{ message: expect.any(String) as string, extensions: { code: 'BAD_REQUEST' } }] },
    ]);
  });
});
