/** Addresses that a user must not make this server call: none of them gets a connection. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createWebhookChannel } from '../../src/adapters/channels/webhook.channel.js';
import type { OutgoingOptions } from '../../src/adapters/channels/outgoing-request.js';
import { anAttempt, NEVER } from '../support/an-alert.js';
import { startHttpSink, type HttpSink } from '../support/http-sink.js';

const HOSTS = [
  'localhost',
  'a.localhost',
  'metadata',
  'metadata.google.internal',
  'db.internal',
  'printer.local',
  'router.lan',
  'intranet',
  '127.0.0.1',
  '127.1',
  '127.255.255.254',
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '0177.0.0.1',
  '017700000001',
  '0.0.0.0',
  '0',
  '10.0.0.1',
  '10.255.255.255',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.0.1',
  '192.168.255.255',
  '169.254.169.254',
  '2852039166',
  '169.254.0.1',
  '100.64.0.1',
  '100.127.255.255',
  '198.18.0.1',
  '192.0.0.1',
  '192.0.2.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '[::1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::ffff:10.0.0.1]',
  '[::127.0.0.1]',
  '[fc00::1]',
  '[fd12:3456::1]',
  '[fe80::1]',
  '[fec0::1]',
  '[ff02::1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b::a9fe:a9fe]',
  '[2002:7f00:1::]',
  '[2001:db8::1]',
  '[2001:0:1::1]',
  '[100::1]',
];
const TEXTS = [
  'http://example.org/hook',
  'https://user:pw@example.org/',
  'https://example.org:22/',
  'https://example.org:8443/',
  'ftp://example.org/',
  'file:///etc/passwd',
  'gopher://example.org/',
  'javascript:alert(1)',
  'https://',
  'example.org',
  '',
  `https://example.org/${'x'.repeat(3_000)}`,
];

let sink: HttpSink;
beforeAll(async () => {
  sink = await startHttpSink();
});
afterAll(() => sink[Symbol.asyncDispose]());

const strict = (resolve?: OutgoingOptions['resolve']): OutgoingOptions => ({
  timeoutMs: 500,
  ports: [443, sink.port],
  allowsInnerAddresses: false,
  ...(resolve === undefined ? {} : { resolve }),
});

describe('an address of a user', () => {
  test.each([...HOSTS.map((host) => `https://${host}/`), ...TEXTS])('%s is refused when it is given', (text) => {
    expect(() => createWebhookChannel(strict()).parseTarget(text)).toThrow(/address/);
  });

  test.each(HOSTS)('%s is refused when it is called, and nothing connects', async (host) => {
    const before = sink.connections();
    const target = `https://${host}:${sink.port}/`;

    expect(await createWebhookChannel(strict()).send(anAttempt({ target }), NEVER)).toMatchObject({
      kind: 'REJECTED',
      fault: 'FORBIDDEN_ADDRESS',
    });
    expect(sink.connections()).toBe(before);
  });

  test('a name that turns inwards the second time is refused the second time', async () => {
    const before = sink.connections();
    const answers = [['93.184.215.14'], ['127.0.0.1'], ['93.184.215.14', '127.0.0.1'], ['::ffff:127.0.0.1']];
    const channel = createWebhookChannel(
      strict(async () => (answers.shift() ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))),
    );
    const target = channel.parseTarget(`https://turns.example:${sink.port}/`);

    expect(await channel.send(anAttempt({ target }), AbortSignal.timeout(100))).toMatchObject({ kind: 'RETRY' });
    for (let i = 0; i < 3; i++)
      expect(await channel.send(anAttempt({ target }), NEVER)).toMatchObject({ kind: 'REJECTED', fault: 'FORBIDDEN_ADDRESS' });
    expect(sink.connections(), 'connections to this machine').toBe(before);
  });

  test('a public one is kept as it is', () => {
    expect(createWebhookChannel(strict()).parseTarget('https://hooks.example.org/a?b=c')).toBe('https://hooks.example.org/a?b=c');
  });
});
