import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { aMarket } from '../support/a-market.js';
import { ApiRig, applicationOver } from '../support/api-rig.js';
import { memoryReaders } from '../support/memory-readers.js';

const app = applicationOver(memoryReaders(aMarket(1)));
const json = { 'content-type': 'application/json' };
const ask = (body: string): RequestInit => ({ method: 'POST', headers: json, body });

const ANSWERS: readonly (readonly [string, string, RequestInit, number])[] = [
  ['an answer', '/graphql', ask('{"query":"{ __typename }"}'), 200],
  [
    'an answer to a listed origin',
    '/graphql',
    { ...ask('{"query":"{ __typename }"}'), headers: { ...json, origin: 'https://app.example' } },
    200,
  ],
  ['a refused operation', '/graphql', ask('{"query":"{ nothing }"}'), 400],
  ['a forbidden operation', '/graphql', ask('{"query":"{ quarantinedBars { edges { cursor } } }"}'), 403],
  ['a method that is not there', '/graphql', { method: 'DELETE', headers: json, body: '{}' }, 405],
  ['broken JSON', '/graphql', ask('{'), 400],
  ['a body that is too large', '/graphql', ask(`"${'x'.repeat(200_000)}"`), 413],
  ['a path that is not there', '/nothing', {}, 404],
  ['the index', '/', {}, 200],
  ['the health report', '/health', {}, 200],
  ['the probe of readiness', '/readyz', {}, 200],
];

const DATA_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const HEADERS: readonly (readonly [string, string | RegExp])[] = [
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
  ['referrer-policy', 'no-referrer'],
  ['content-security-policy', /^default-src 'none'; (.*; )?base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'],
  ['cache-control', 'no-store'],
  ['x-request-id', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/],
];

describe('security headers', () => {
  let rig: ApiRig;
  let answers: ReadonlyMap<string, { readonly status: number; readonly headers: Headers }>;
  beforeAll(async () => {
    rig = await ApiRig.start(app);
    answers = new Map(await Promise.all(ANSWERS.map(async ([name, path, init]) => [name, await fetch(rig.url + path, init)] as const)));
  });
  afterAll(() => rig?.[Symbol.asyncDispose]());

  describe.each(HEADERS)('%s', (header, value) => {
    it.each(ANSWERS)('stands in %s', (name, _path, _init, status) => {
      const answer = answers.get(name);
      expect(answer?.status).toBe(status);
      expect(answer?.headers.get(header)).toEqual(typeof value === 'string' ? value : expect.stringMatching(value));
    });
  });

  it('let data load nothing, whatever a browser takes it for', () => {
    const pages = new Set(['the index']);
    for (const [name, { headers }] of answers) if (!pages.has(name)) expect(headers.get('content-security-policy')).toBe(DATA_POLICY);
    expect(answers.get('the index')?.headers.get('content-security-policy')).not.toMatch(/unsafe|script-src|\*/);
  });

  it('name no software', () => {
    for (const { headers } of answers.values()) {
      for (const name of ['server', 'x-powered-by', 'via']) expect(headers.get(name)).toBeNull();
    }
  });

  it('never allow an origin credentials, and allow no origin where none asks', () => {
    for (const [name, { headers }] of answers) {
      expect(headers.get('access-control-allow-credentials')).toBeNull();
      expect(headers.get('access-control-allow-origin')).toBe(name.includes('listed origin') ? 'https://app.example' : null);
    }
  });

  it('ask for TLS only where the operator says so', async () => {
    await using told = await ApiRig.start(app, { hstsSeconds: 31_536_000 });
    for (const path of ['/', '/nothing', '/health']) {
      expect((await fetch(told.url + path)).headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
      expect((await fetch(rig.url + path)).headers.get('strict-transport-security')).toBeNull();
    }
  });
});
