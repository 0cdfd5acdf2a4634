import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { AccountRig, type Tokens } from '../support/account-rig.js';
import { withClient } from '../support/postgres.js';
import { until } from '../support/until.js';

const ME = '{ me { email role } }';
const REFRESH = 'mutation ($t: String!) { refreshSession(refreshToken: $t) { accessToken refreshToken errors { code } } }';

interface Refreshed {
  readonly refreshSession: Tokens & { readonly errors: readonly { readonly code: string }[] };
}

let rig: AccountRig;
beforeAll(async () => {
  rig = await AccountRig.start();
  await rig.user('viewer@example.com');
});
afterAll(() => rig?.[Symbol.asyncDispose]());

const refresh = async (token: string) => ((await rig.as(null, REFRESH, { t: token })).body.data as Refreshed).refreshSession;
const audited = async (action: string) =>
  withClient(rig.url, async (client) =>
    Number((await client.query<{ count: string }>('select count(*) from audit_events where action = $1', [action])).rows[0]!.count),
  );

describe('refreshing', () => {
  it('has one winner among many at once, raises no false alarm, and goes on', async () => {
    const first = await rig.signIn('viewer@example.com');
    const answers = await Promise.all(Array.from({ length: 1_000 }, () => refresh(first.refreshToken)));
    const winners = answers.filter(({ errors }) => errors.length === 0);
    expect(winners).toHaveLength(1);
    expect(new Set(answers.flatMap(({ errors }) => errors.map(({ code }) => code)))).toEqual(new Set(['CONFLICT']));
    const second = await refresh(winners[0]!.refreshToken);
    expect(second.errors).toEqual([]);
    expect((await rig.as(second.accessToken, ME)).status).toBe(200);
  });

  it('ends the session where a token comes back that was exchanged before', async () => {
    const before = await audited('REFRESH_REUSED');
    const first = await rig.signIn('viewer@example.com');
    const second = await refresh(first.refreshToken);
    await withClient(rig.url, (client) =>
      client.query("update refresh_tokens set used_at = used_at - interval '1 minute' where used_at is not null"),
    );
    expect((await refresh(first.refreshToken)).errors).toEqual([{ code: 'UNAUTHENTICATED' }]);
    expect((await refresh(second.refreshToken)).errors).toEqual([{ code: 'UNAUTHENTICATED' }]);
    await until('the access token is dead', async () => (await rig.as(second.accessToken, ME)).status === 401, 5_000);
    expect(await audited('REFRESH_REUSED')).toBe(before + 1);
    expect(rig.deps.metrics.counter('vpa_access_events_total{event=refresh_reused}')).toBe(1);
  });

  describe('under an idempotency key', () => {
    const AGAIN = `mutation ($t: String!, $k: String!) {
      refreshSession(refreshToken: $t, idempotencyKey: $k) { accessToken refreshToken errors { code field } } }`;
    const attempt = async (token: string, key: string) =>
      ((await rig.as(null, AGAIN, { t: token, k: key })).body.data as Refreshed).refreshSession;

    it('gives the same next token to who lost the answer, until that one is used', async () => {
      const first = await rig.signIn('viewer@example.com');
      const answers = await Promise.all(Array.from({ length: 20 }, () => attempt(first.refreshToken, 'attempt-1')));
      expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
      expect(answers[0]?.refreshToken).toHaveLength(43);
      const [next, ...others] = [...new Set(answers.map(({ refreshToken }) => refreshToken))];
      expect(others).toEqual([]);
      expect((await rig.as(answers[7]!.accessToken, ME)).status).toBe(200);
      expect(next).not.toBe(first.refreshToken);
      expect((await refresh(next!)).errors).toEqual([]);
      expect(await attempt(first.refreshToken, 'attempt-1')).toMatchObject({ refreshToken: null, errors: [{ code: 'CONFLICT' }] });
    });

    it('gives it to no other request, to none after ten seconds and to none whose session has ended', async () => {
      const first = await rig.signIn('viewer@example.com');
      const next = await attempt(first.refreshToken, 'attempt-2');
      expect((await attempt(first.refreshToken, 'attempt-3')).errors).toMatchObject([{ code: 'CONFLICT' }]);
      expect((await refresh(first.refreshToken)).errors).toMatchObject([{ code: 'CONFLICT' }]);
      expect((await attempt(first.refreshToken, 'short')).errors).toEqual([{ code: 'INVALID_INPUT', field: 'idempotencyKey' }]);
      await rig.as(next.accessToken, 'mutation { signOut { errors { code } } }');
      expect((await attempt(first.refreshToken, 'attempt-2')).errors).toMatchObject([{ code: 'CONFLICT' }]);

      const late = await rig.signIn('viewer@example.com');
      const later = await attempt(late.refreshToken, 'attempt-4');
      await withClient(rig.url, (client) =>
        client.query("update refresh_tokens set used_at = used_at - interval '11 s' where used_at is not null"),
      );
      expect((await attempt(late.refreshToken, 'attempt-4')).errors).toMatchObject([{ code: 'UNAUTHENTICATED' }]);
      expect((await refresh(later.refreshToken)).errors).toMatchObject([{ code: 'UNAUTHENTICATED' }]);
    });
  });

  it('tells nothing of tokens that never were', async () => {
    expect((await refresh('nonsense')).errors).toEqual([{ code: 'UNAUTHENTICATED' }]);
    expect((await refresh('x'.repeat(10_000))).errors).toEqual([{ code: 'UNAUTHENTICATED' }]);
  });
});
