import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { AccountRig } from '../support/account-rig.js';
import { until } from '../support/until.js';

const ME = '{ me { email role } }';

let rig: AccountRig;
beforeAll(async () => {
  rig = await AccountRig.start();
  await rig.user('analyst@example.com', 'ANALYST');
  await rig.user('admin@example.com', 'ADMIN');
});
afterAll(() => rig?.[Symbol.asyncDispose]());

describe('API keys', () => {
  const CREATE =
    'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { apiKey { id prefix scopes } secret errors { code field } } }';
  interface Created {
    readonly createApiKey: {
      readonly apiKey: { readonly id: string; readonly prefix: string } | null;
      readonly secret: string | null;
      readonly errors: readonly { readonly code: string; readonly field: string | null }[];
    };
  }
  const create = async (token: string, input: Record<string, unknown>) =>
    (
      (await rig.as(token, CREATE, { input: { name: 'bot', scopes: ['SIGNAL_READ'], idempotencyKey: `key-${Math.random()}`, ...input } }))
        .body.data as Created
    ).createApiKey;

  it('do what their scopes say, until they are revoked', async () => {
    const { accessToken } = await rig.signIn('analyst@example.com');
    const { apiKey, secret } = await create(accessToken, {});
    expect(secret?.startsWith(apiKey!.prefix)).toBe(true);
    expect((await rig.as(secret, '{ signals(first: 1) { edges { cursor } } }')).status).toBe(200);
    expect((await rig.api.query('{ signals(first: 1) { edges { cursor } } }', {}, { 'x-api-key': secret! })).status).toBe(200);
    expect((await rig.as(secret, '{ stocks(first: 1) { edges { cursor } } }')).body.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await rig.as(secret, 'mutation { signOut { errors { code } } }')).body.errors?.[0]?.extensions.code).toBe('FORBIDDEN');

    const other = await rig.signIn('admin@example.com');
    const revoke = (token: string, id: string) =>
      rig.as(token, 'mutation ($id: ID!) { revokeApiKey(id: $id) { errors { code message } } }', { id });
    const [foreign, absent] = [
      await revoke(other.accessToken, apiKey!.id),
      await revoke(other.accessToken, '00000000-0000-4000-8000-000000000000'),
    ];
    expect(foreign.text).toBe(absent.text);
    expect(foreign.body.data).toMatchObject({ revokeApiKey: { errors: [{ code: 'NOT_FOUND' }] } });
    expect((await revoke(accessToken, apiKey!.id)).body.data).toEqual({ revokeApiKey: { errors: [] } });
    await until('the key is dead', async () => (await rig.as(secret, ME)).status === 401, 5_000);
  });

  it('are made once for an idempotency key, and keep no secret to be shown again', async () => {
    const { accessToken } = await rig.signIn('analyst@example.com');
    const answers = await Promise.all(Array.from({ length: 20 }, () => create(accessToken, { idempotencyKey: 'the-same-key' })));
    expect(new Set(answers.map(({ apiKey }) => apiKey?.id)).size).toBe(1);
    expect(answers.filter(({ secret }) => secret !== null)).toHaveLength(1);
    expect((await create(accessToken, { idempotencyKey: 'the-same-key', name: 'another' })).errors).toEqual([
      { code: 'CONFLICT', field: 'idempotencyKey' },
    ]);
  });

  it.each([
    [{ scopes: ['USER_MANAGE'] }, 'scopes'],
    [{ scopes: ['API_KEY_WRITE'] }, 'scopes'],
    [{ scopes: [] }, 'scopes'],
    [{ name: ' ' }, 'name'],
    [{ expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
    [{ idempotencyKey: 'short' }, 'idempotencyKey'],
  ])('with %j are refused by field', async (input, field) => {
    const { accessToken } = await rig.signIn('analyst@example.com');
    expect(await create(accessToken, input)).toMatchObject({ apiKey: null, secret: null, errors: [{ code: 'INVALID_INPUT', field }] });
  });

  it('lose what their owner loses', async () => {
    const { id } = await rig.user('fading@example.com', 'ADMIN');
    const { accessToken } = await rig.signIn('fading@example.com');
    const { secret } = await create(accessToken, { scopes: ['QUARANTINE_READ'] });
    await rig.database.accounts.changeUser(
      id,
      { role: 'VIEWER' },
      { action: 'USER_ROLE_CHANGED', actor: 'system', userId: id, subject: id, address: null },
    );
    await until(
      'the key may no more',
      async () =>
        (await rig.as(secret, '{ quarantinedBars(first: 1) { edges { cursor } } }')).body.errors?.[0]?.extensions.code === 'FORBIDDEN',
      5_000,
    );
  });
});
