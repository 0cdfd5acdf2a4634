/** Channels that speak HTTP against a server that answers as it is told. */
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { OutgoingOptions } from '../../src/adapters/channels/outgoing-request.js';
import { createSlackChannel } from '../../src/adapters/channels/slack.channel.js';
import { createTelegramChannel } from '../../src/adapters/channels/telegram.channel.js';
import { createWebhookSecret } from '../../src/adapters/channels/webhook-signature.js';
import { createWebhookChannel } from '../../src/adapters/channels/webhook.channel.js';
import type { AlertChannel } from '../../src/application/ports/alert-channel.js';
import { anAttempt, NEVER } from '../support/an-alert.js';
import { json, reset, silence, startHttpSink, status, type HttpSink } from '../support/http-sink.js';

const TOKEN = '123456:secret-of-the-bot';
const OUTGOING: OutgoingOptions = { timeoutMs: 300, ports: [443], allowsInnerAddresses: true };
const ACCEPTED = { kind: 'ACCEPTED', reference: null, movedTo: null };

let sink: HttpSink;
let closed: string;
beforeAll(async () => {
  sink = await startHttpSink();
  const gone = await startHttpSink();
  closed = gone.url;
  await gone[Symbol.asyncDispose]();
});
afterAll(() => sink[Symbol.asyncDispose]());

const telegramAt = (baseUrl: string) => createTelegramChannel({ baseUrl, botToken: TOKEN, timeoutMs: 300 });
const hook = (secrets: readonly string[] = [], target = `${sink.url}/hook`) => anAttempt({ target, secrets });

describe.each<[string, () => AlertChannel]>([
  ['WEBHOOK', () => createWebhookChannel(OUTGOING)],
  ['SLACK', () => createSlackChannel(OUTGOING)],
])('%s', (_kind, create) => {
  test.each([
    ['200', status(200, {}, 'ok'), ACCEPTED],
    ['204', status(204), ACCEPTED],
    ['429 with a pause in seconds', status(429, { 'retry-after': '34' }), { kind: 'RETRY', fault: 'RATE_LIMITED', retryAfterMs: 34_000 }],
    ['429 without', status(429), { kind: 'RETRY', fault: 'RATE_LIMITED', retryAfterMs: null }],
    [
      'a pause up to a date',
      status(503, { 'retry-after': 'Tue, 20 May 2025 08:01:00 GMT' }),
      { fault: 'SERVER_ERROR', retryAfterMs: 60_000 },
    ],
    ['500', status(500), { kind: 'RETRY', fault: 'SERVER_ERROR' }],
    ['404', status(404), { kind: 'RETRY', fault: 'CLIENT_ERROR' }],
    ['410', status(410), { kind: 'REJECTED', fault: 'GONE', disablesBinding: true }],
    ['a redirect', status(302, { location: 'http://127.0.0.1:1/' }), { kind: 'RETRY', fault: 'REDIRECT' }],
    ['no answer', silence, { kind: 'RETRY', fault: 'TIMEOUT' }],
    ['a cut connection', reset, { kind: 'RETRY', fault: 'CONNECTION' }],
    ['an answer of a megabyte', status(200, {}, 'x'.repeat(1 << 20)), ACCEPTED],
  ])('makes of %s what it means', async (_answer, answer, outcome) => {
    const before = sink.requests.length;
    sink.answer(answer);
    expect(await create().send(hook(), NEVER)).toMatchObject(outcome);
    expect(sink.requests.length - before, 'requests, redirects not followed').toBe(1);
  });

  test('tells where nobody listens', async () => {
    expect(await create().send(hook([], closed), NEVER)).toMatchObject({ kind: 'RETRY', fault: 'CONNECTION' });
  });

  test('gives up when it is told to', async () => {
    sink.answer(silence);
    expect(await create().send(hook(), AbortSignal.timeout(50))).toMatchObject({ kind: 'RETRY', fault: 'TIMEOUT' });
  });
});

describe('WEBHOOK', () => {
  test('signs the bytes that it sends, by each secret of a rotation, with the id of the delivery', async () => {
    const [old, young] = [createWebhookSecret(), createWebhookSecret()];
    const attemptedAt = new Date();
    await createWebhookChannel(OUTGOING).send({ ...hook([young, old]), attemptedAt }, NEVER);
    const { headers, body } = sink.requests.at(-1)!;
    const sent = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

    for (const secret of [old, young]) expect(new Webhook(secret).verify(body, sent)).toMatchObject({ type: 'signal.detected' });
    expect(() => new Webhook(createWebhookSecret()).verify(body, sent)).toThrow('No matching signature found');
    expect(sent['webhook-id']).toBe(hook().deliveryId);
    expect(JSON.parse(body)).toEqual({
      type: 'signal.detected',
      timestamp: '2025-05-20T08:00:00.000Z',
      data: { symbol: 'TCB', kind: 'PROFESSIONAL_VOLUME' },
    });
  });
});

describe('SLACK', () => {
  test('escapes what would be a link or a mention', async () => {
    await createSlackChannel(OUTGOING).send(
      { ...hook(), message: { ...hook().message, title: '<!channel> & <https://a.example|b>' } },
      NEVER,
    );

    expect(JSON.parse(sink.requests.at(-1)!.body)).toMatchObject({ text: expect.stringMatching(/^&lt;!channel&gt; &amp; &lt;https:/) });
  });

  test.each(['channel_is_archived', 'no_service'])('ends the binding after %s', async (answer) => {
    sink.answer(status(404, {}, answer));
    expect(await createSlackChannel(OUTGOING).send(hook(), NEVER)).toMatchObject({
      kind: 'REJECTED',
      fault: 'GONE',
      disablesBinding: true,
    });
  });
});

describe('TELEGRAM', () => {
  const send = (changes = {}, message = {}) => telegramAt(sink.url).send(anAttempt({ target: '42', ...changes }, message), NEVER);
  const no = (code: number, description: string, parameters = {}) => json(code, { ok: false, error_code: code, description, parameters });
  const yes = json(200, { ok: true, result: { message_id: 7 } });

  test('sends HTML to the chat and keeps the id of the message', async () => {
    sink.answer(yes);
    expect(await send({}, { title: '<b> & "x"' })).toEqual({ kind: 'ACCEPTED', reference: '7', movedTo: null });
    const { path, body } = sink.requests.at(-1)!;
    expect(path).toBe(`/bot${TOKEN}/sendMessage`);
    expect(JSON.parse(body)).toMatchObject({ chat_id: '42', parse_mode: 'HTML' });
    expect(JSON.parse(body)).toMatchObject({ text: expect.stringMatching(/^<b>&lt;b&gt; &amp; &quot;x&quot;<\/b>/) });
  });

  test.each([
    [
      '429',
      no(429, 'Too Many Requests: retry after 34', { retry_after: 34 }),
      { kind: 'RETRY', fault: 'RATE_LIMITED', retryAfterMs: 34_000, scope: 'CHANNEL' },
    ],
    ['a pause of days, which is asked again after one', no(429, 'Too Many', { retry_after: 1e6 }), { retryAfterMs: 86_400_000 }],
    ['403', no(403, 'Forbidden: bot was blocked by the user'), { kind: 'REJECTED', fault: 'BLOCKED', disablesBinding: true }],
    ['an unknown chat', no(400, 'Bad Request: chat not found'), { kind: 'REJECTED', fault: 'UNKNOWN_RECIPIENT', disablesBinding: true }],
    [
      'a text that it refuses',
      no(400, 'Bad Request: message text is empty'),
      { kind: 'REJECTED', fault: 'INVALID_CONTENT', disablesBinding: false },
    ],
    ['a wrong token', no(401, 'Unauthorized'), { kind: 'RETRY', fault: 'UNAUTHORIZED', scope: 'CHANNEL' }],
    ['502 with HTML', status(502, {}, '<html>'), { kind: 'RETRY', fault: 'SERVER_ERROR' }],
    ['no answer', silence, { kind: 'RETRY', fault: 'TIMEOUT' }],
    ['a cut connection', reset, { kind: 'RETRY', fault: 'CONNECTION' }],
  ])('makes of %s what it means', async (_answer, answer, outcome) => {
    sink.answer(answer);
    expect(await send()).toMatchObject(outcome);
  });

  test('follows a group that has moved, and tells its new id', async () => {
    sink.answer(no(400, 'Bad Request: group chat was upgraded', { migrate_to_chat_id: -100123 }), yes);
    expect(await send({ target: '-5' })).toMatchObject({ kind: 'ACCEPTED', movedTo: '-100123' });
    expect(JSON.parse(sink.requests.at(-1)!.body)).toMatchObject({ chat_id: '-100123' });
  });

  test('sends as plain text, once, what can not be read as HTML', async () => {
    sink.answer(no(400, "Bad Request: can't parse entities"), yes);
    expect(await send()).toMatchObject({ kind: 'ACCEPTED' });
    expect(JSON.parse(sink.requests.at(-1)!.body)).not.toHaveProperty('parse_mode');
    const before = sink.requests.length;
    sink.answer(no(400, "can't parse entities"), no(400, "can't parse entities"));
    expect(await send()).toMatchObject({ kind: 'REJECTED', fault: 'INVALID_CONTENT' });
    expect(sink.requests.length - before).toBe(2);
  });

  test('keeps its token out of what it tells', async () => {
    const told = [await telegramAt(closed).send(anAttempt({ target: '42' }), NEVER)];
    expect(JSON.stringify(told)).not.toContain('secret');
  });

  test('takes whole numbers as chats', () => {
    expect(telegramAt(sink.url).parseTarget(' -100123 ')).toBe('-100123');
    expect(() => telegramAt(sink.url).parseTarget('@someone')).toThrow('a chat id is a whole number');
  });
});
