/** Email against a real SMTP server that answers as it is told. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { callbackify } from 'node:util';

import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { createEmailChannel } from '../../src/adapters/channels/email.channel.js';
import type { AlertChannel } from '../../src/application/ports/alert-channel.js';
import { anAttempt, NEVER } from '../support/an-alert.js';

const mails: ParsedMail[] = [];
let refusal: { readonly responseCode: number; readonly message: string } | undefined;
let isSilent = false;
let server: SMTPServer;
let channel: AlertChannel;

/** Keeps a mail; a silent server never says that it did. */
async function take(stream: Readable): Promise<void> {
  mails.push(await simpleParser(stream));
  if (isSilent) await new Promise<never>(() => undefined);
}

const options = (port: number) => ({
  host: '127.0.0.1',
  port,
  isImplicitTls: false,
  user: null,
  password: null,
  from: 'VPA <alerts@vpa.example>',
  allowsPlaintext: true,
  timeoutMs: 1_000,
});

beforeAll(async () => {
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, callback) => callback(refusal === undefined ? null : Object.assign(new Error(refusal.message), refusal)),
    onData: (stream, _session, callback) => callbackify(() => take(stream))(callback),
  });
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  channel = createEmailChannel(options((listening.address() as AddressInfo).port));
});
afterAll(async () => {
  await channel.close();
  await new Promise<void>((resolve) => server.close(resolve));
});

const send = (changes = {}, message = {}) => channel.send(anAttempt({ target: 'an@nha.example', ...changes }, message), NEVER);

test('a message arrives as text and as HTML, with its Vietnamese subject and the id of its delivery', async () => {
  const { deliveryId } = anAttempt();
  const unsubscribeUrl = 'https://vpa.example/unsubscribe/abc';

  expect(await send({ unsubscribeUrl }, { title: 'Tín hiệu <TCB>: lực cầu' })).toMatchObject({ kind: 'ACCEPTED' });
  const mail = mails.at(-1)!;
  expect(mail.subject).toBe('Tín hiệu <TCB>: lực cầu');
  expect(mail.messageId).toBe(`<${deliveryId}@vpa.example>`);
  expect(mail.text).toContain('Điểm: 73');
  expect(mail.html).toContain('Tín hiệu &lt;TCB&gt;: lực cầu');
  expect(mail.headers.get('list')).toMatchObject({
    unsubscribe: { url: unsubscribeUrl },
    'unsubscribe-post': { name: 'List-Unsubscribe=One-Click' },
  });
  expect([mail.text, mail.html]).toEqual([expect.stringContaining(unsubscribeUrl), expect.stringContaining(`href="${unsubscribeUrl}"`)]);
});

test('nothing in a title starts a header', async () => {
  await send({}, { title: 'TCB\r\nBcc: everybody@example.org\r\n\r\nhello' });
  const mail = mails.at(-1)!;

  expect(mail.subject).toBe('TCB Bcc: everybody@example.org hello');
  expect(mail.bcc).toBeUndefined();
});

test.each([
  [421, '4.7.0 try later', { kind: 'RETRY', fault: 'SERVER_ERROR' }],
  [450, '4.2.0 greylisted', { kind: 'RETRY', fault: 'SERVER_ERROR' }],
  [550, '5.1.1 no such user', { kind: 'REJECTED', fault: 'UNKNOWN_RECIPIENT', disablesBinding: true }],
  [554, '5.7.1 refused', { kind: 'REJECTED', fault: 'INVALID_CONTENT', disablesBinding: false }],
])('%i %s is what it means', async (responseCode, message, outcome) => {
  refusal = { responseCode, message };
  try {
    expect(await send()).toMatchObject(outcome);
  } finally {
    refusal = undefined;
  }
});

test('a server that takes the message and says nothing is a time-out: it may have arrived', async () => {
  isSilent = true;
  try {
    expect(await send()).toMatchObject({ kind: 'RETRY', fault: 'TIMEOUT' });
  } finally {
    isSilent = false;
  }
});

test('no encryption, no message', async () => {
  const strict = createEmailChannel({ ...options((server.server.address() as AddressInfo).port), allowsPlaintext: false });
  const before = mails.length;

  expect(await strict.send(anAttempt({ target: 'an@nha.example' }), NEVER)).toMatchObject({ kind: 'RETRY' });
  expect(mails).toHaveLength(before);
  await strict.close();
});

test.each(['nobody', 'a@b@c', 'a@b\r\nBcc: c@d', '"x" <a@b>', 'a b@c', `${'a'.repeat(250)}@b.vn`])('%j is no address', (text) => {
  expect(() => channel.parseTarget(text)).toThrow('not an email address');
});
