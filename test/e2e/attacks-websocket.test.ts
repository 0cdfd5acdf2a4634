import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { RawClient } from '../support/raw-ws-client.js';
import { startLiveApi, type LiveApi } from '../support/live-api.js';

const WATCH = 'subscription { signalDetected { __typename } }';
const INIT = { type: 'connection_init' };
const subscribe = (id: string, query = WATCH) => ({ type: 'subscribe', id, payload: { query } });

/** The protocol layer alone is tested in `test/integration/live-protocol.test.ts`; this is the door that clients meet. */
describe('the websocket of the whole server', () => {
  let api: LiveApi;
  let url: string;
  beforeAll(async () => {
    api = await startLiveApi(2, { liveLimits: { initTimeoutMs: 1_000, maxConnectionsPerAddress: 1_100 } });
    url = api.rig.webSocketUrl;
  });
  afterAll(() => api?.[Symbol.asyncDispose]());

  async function endOf(messages: readonly (string | Buffer | object)[]): Promise<number> {
    const client = new RawClient(url);
    await client.opened();
    for (const message of messages) {
      if (Buffer.isBuffer(message)) client.socket.send(message, { binary: false });
      else client.send(message);
      if (message === INIT) await client.until((answers) => answers.some(({ type }) => type === 'connection_ack'));
    }
    return (await client.closed).code;
  }

  it.each([
    [4408, 'never says connection_init', []],
    [4401, 'subscribes before it was acknowledged', [subscribe('1')]],
    [4429, 'says connection_init twice', [INIT, INIT]],
    [4409, 'uses an id twice', [INIT, subscribe('1'), subscribe('1')]],
    [4400, 'sends no JSON', ['{']],
    [4400, 'sends a list', ['[]']],
    [4400, 'sends null', ['null']],
    [4400, 'sends invalid UTF-8', [Buffer.from([0x7b, 0xff, 0xfe, 0x7d])]],
    [4400, 'sends NaN for a number', [INIT, '{"type":"subscribe","id":"1","payload":{"query":"{ __typename }","variables":{"n":NaN}}}']],
    [4400, 'sends a type of the old protocol', [INIT, { type: 'start', id: '1', payload: { query: WATCH } }]],
    [4400, 'sends what only servers send', [INIT, { type: 'next', id: '1', payload: { data: {} } }]],
    [4400, 'sends a document for a text', [INIT, { type: 'subscribe', id: '1', payload: { query: { kind: 'Document' } } }]],
    [4400, 'sends a list for variables', [INIT, { type: 'subscribe', id: '1', payload: { query: WATCH, variables: [1] } }]],
    [1009, 'sends a message of 200 KB', [INIT, `"${'x'.repeat(200_000)}"`]],
    [1013, 'sends messages in a flood', [INIT, ...Array.from({ length: 200 }, () => ({ type: 'ping' }))]],
  ] as const)('closes with %i who %s', async (code, _who, messages) => {
    expect(await endOf(messages)).toBe(code);
  });

  it('closes 1 000 idle sockets with 4408, and answers others meanwhile', async () => {
    const idle = Array.from({ length: 1_000 }, () => new RawClient(url));
    await Promise.all(idle.map((client) => client.opened()));
    const busy = new RawClient(url);
    await busy.init();
    busy.subscribe('{ __typename }');
    await busy.until((messages) => messages.some(({ type }) => type === 'next'));
    expect(new Set((await Promise.all(idle.map(({ closed }) => closed))).map(({ code }) => code))).toEqual(new Set([4408]));
    busy.end();
  });

  it.each([
    ['the old sub-protocol', {}, 'graphql-ws', '400'],
    ['an unknown sub-protocol', {}, 'mqtt', '400'],
    ['the origin of a foreign page', { origin: 'https://evil.example' }, 'graphql-transport-ws', '403'],
    ['the origin of a sandboxed page', { origin: 'null' }, 'graphql-transport-ws', '403'],
    ['an origin that only begins like a listed one', { origin: 'https://app.example.evil.example' }, 'graphql-transport-ws', '403'],
  ] as const)('opens nothing for %s', async (_name, options, protocol, status) => {
    await expect(new RawClient(url, options, protocol).opened()).rejects.toThrow(status);
  });

  it('compresses nothing, so that no small message grows into a large one', async () => {
    const client = await new RawClient(url, { perMessageDeflate: true }).init();
    expect(client.socket.extensions).toBe('');
    client.end();
  });

  it('runs 20 operations of one socket and refuses the 21st; the socket stays', async () => {
    const client = await new RawClient(url).init();
    for (let i = 1; i <= 21; i += 1) client.send(subscribe(String(i)));
    await client.until((messages) => messages.some(({ type }) => type === 'error'));
    expect(client.messages.filter(({ type }) => type === 'error')).toEqual([
      {
        type: 'error',
        id: '21',
        payload: [expect.objectContaining({ extensions: expect.objectContaining({ code: 'RATE_LIMITED' }) as unknown })],
      },
    ]);
    client.send({ type: 'complete', id: '1' });
    client.send(subscribe('22', '{ __typename }'));
    await client.until((messages) => messages.some(({ id, type }) => id === '22' && type === 'next'));
    client.end();
  });

  it('counts sockets by the address of the connection, whatever X-Forwarded-For says', async () => {
    await using other = await startLiveApi(1, { liveLimits: { maxConnectionsPerAddress: 2 } });
    const open = async (address: string) => {
      const client = new RawClient(other.rig.webSocketUrl, { headers: { 'x-forwarded-for': address, forwarded: `for=${address}` } });
      await client.opened();
      return client;
    };
    await Promise.all([open('1.1.1.1'), open('2.2.2.2')]);
    await expect(open('3.3.3.3')).rejects.toThrow('429');
  });
});
