/** What strangers could learn or take, and what must not grow for ever. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { pruneAccounts } from '../../src/application/accounts/prune-accounts.js';
import { AccountRig, PASSWORD, SIGN_IN } from '../support/account-rig.js';
import { SILENT_LOGGER } from '../support/fake-telemetry.js';
import { withClient } from '../support/postgres.js';
import { rankSumP } from '../support/rank-sum.js';
import { RawClient } from '../support/raw-ws-client.js';
import { until } from '../support/until.js';

let rig: AccountRig;
beforeAll(async () => {
  rig = await AccountRig.start();
});
afterAll(() => rig?.[Symbol.asyncDispose]());

const signInFrom = async (address: string, email: string, password: string) =>
  (await rig.api.query(SIGN_IN, { email, password }, { 'x-forwarded-for': address })).body;
const isLimited = ({ errors }: Awaited<ReturnType<typeof signInFrom>>) => errors?.[0]?.extensions.code === 'RATE_LIMITED';

describe('a stranger', () => {
  it('learns by no clock whether an address has an account: 200 tries each, in turns', async () => {
    const TRIES = 200;
    // Accounts of their own for the tries, as guesses at one are limited.
    for (let i = 0; i < TRIES / 5; i++)
      await rig.database.accounts.createUser(
        {
          email: `known${i}@example.com`,
          passwordHash: await rig.deps.passwords.hash(i === 0 ? PASSWORD : `${PASSWORD} ${i}`),
          role: 'VIEWER',
        },
        { action: 'USER_CREATED', actor: 'system', subject: null, address: null },
      );
    const timed = async (turn: number, name: string) => {
      const start = performance.now();
      const { data } = await signInFrom(`10.9.${turn}.1`, `${name}${turn % (TRIES / 5)}@example.com`, 'wrong horse battery');
      expect(data).toMatchObject({ signIn: { errors: [{ code: 'UNAUTHENTICATED' }] } });
      return performance.now() - start;
    };
    await timed(0, 'known');
    await timed(0, 'nobody');
    const compare = async () => {
      const known: number[] = [];
      const unknown: number[] = [];
      for (let turn = 0; turn < TRIES; turn++) {
        // In turns, and by turns first, so that what else the machine does meets both alike.
        if (turn % 2 === 0) known.push(await timed(turn, 'known'));
        unknown.push(await timed(turn, 'nobody'));
        if (turn % 2 === 1) known.push(await timed(turn, 'known'));
      }
      return rankSumP(known, unknown);
    };
    // Alike, they look unlike in one of a hundred rounds; a difference is there in both.
    const [first, second] = [await compare(), await compare()];
    expect(Math.max(first, second)).toBeGreaterThan(0.01);
    await withClient(rig.url, async (client) => {
      const { rows } = await client.query<{ isKnown: boolean; count: string }>(
        `select user_id is not null as "isKnown", count(*) from audit_events where action = 'SIGN_IN_FAILED' group by 1 order by 1`,
      );
      // The same work for both: a failure at no account is told as well.
      expect(rows.map(({ count }) => Number(count))).toEqual([2 * TRIES + 1, 2 * TRIES + 1]);
    });
  }, 120_000);

  it('with a whole IPv6 network is one guesser', async () => {
    await rig.user('sixth@example.com');
    const answers = [];
    for (let host = 1; host <= 9; host++)
      answers.push(await signInFrom(`2001:db8:7:7::${host}`, 'sixth@example.com', 'guess number 12345'));
    expect(answers.map(isLimited)).toEqual([...Array<boolean>(8).fill(false), true]);
  });

  it('with many machines keeps an owner out of no place where the owner has signed in before', async () => {
    await rig.user('besieged@example.com');
    expect((await signInFrom('198.51.100.1', 'besieged@example.com', PASSWORD)).data).toMatchObject({ signIn: { errors: [] } });
    const guesses = [];
    for (let guess = 0; guess < 130; guess++)
      guesses.push(await signInFrom(`203.0.113.${guess % 40}`, 'besieged@example.com', 'guess number 12345'));
    expect(guesses.some(isLimited)).toBe(true);
    const counted = (event: string) => rig.deps.metrics.counter(`vpa_access_events_total{event=${event}}`);
    expect(counted('sign_in_limited')).toBeGreaterThanOrEqual(guesses.filter(isLimited).length);
    expect(counted('sign_in_failed')).toBeGreaterThanOrEqual(guesses.filter((guess) => !isLimited(guess)).length);
    expect(isLimited(await signInFrom('192.0.2.200', 'besieged@example.com', 'guess number 12345'))).toBe(true);
    expect((await signInFrom('198.51.100.1', 'besieged@example.com', PASSWORD)).data).toMatchObject({ signIn: { errors: [] } });
  });
});

describe('a password', () => {
  it('may hold any character, and is the same however a keyboard composes it', async () => {
    const { accounts } = rig.database;
    const tokenHash = rig.deps.secrets.hash('invitation-of-viet');
    await accounts.invite(
      { tokenHash, email: 'viet@example.com', role: 'VIEWER', expiresAt: new Date(Date.now() + 60_000) },
      { action: 'USER_INVITED', actor: 'system', userId: null, subject: null, address: null },
    );
    const password = 'mật khẩu @ của tôi';
    const { body } = await rig.as(
      null,
      'mutation ($p: String!) { acceptInvitation(token: "invitation-of-viet", password: $p) { errors { field message } } }',
      { p: password.normalize('NFC') },
    );
    expect(body.data).toEqual({ acceptInvitation: { errors: [] } });
    expect((await rig.signIn('viet@example.com', password.normalize('NFD'))).errors).toEqual([]);
    expect((await rig.signIn('viet@example.com', password.normalize('NFC'))).errors).toEqual([]);
  });
});

describe('a changed role', () => {
  it('closes the sockets that were opened with the one before, and no others', async () => {
    const { id } = await rig.user('demoted@example.com', 'ADMIN');
    await rig.user('same@example.com', 'ADMIN');
    const [demoted, same] = [await rig.signIn('demoted@example.com'), await rig.signIn('same@example.com')];
    const open = (token: string) => new RawClient(rig.api.webSocketUrl).init({ authorization: `Bearer ${token}` });
    const [closing, staying] = [await open(demoted.accessToken), await open(same.accessToken)];
    const mayManage = async (socket: RawClient) => {
      socket.subscribe('{ users(first: 1) { edges { cursor } } }');
      await socket.until((messages) => messages.some(({ type }) => type === 'next' || type === 'error'));
      socket.end();
      return socket.messages.some(({ type }) => type === 'next');
    };
    const audit = { action: 'USER_ROLE_CHANGED', actor: 'system', userId: id, subject: id, address: null } as const;
    await rig.database.accounts.changeUser(id, { role: 'VIEWER' }, audit);
    expect((await closing.closed).code).toBe(4403);
    await until('the token stands for the new role', async () => !(await mayManage(await open(demoted.accessToken))), 5_000);
    expect(await mayManage(staying)).toBe(true);
  });
});

describe('an account', () => {
  it('has at most 50 keys, and at most 50 sessions: the one used longest ago gives way', async () => {
    const { id } = await rig.user('hoarder@example.com', 'ANALYST');
    const first = await rig.signIn('hoarder@example.com');
    const audit = { action: 'SIGNED_IN', actor: 'system', userId: id, subject: null, address: null } as const;
    for (let i = 0; i < 50; i++)
      await rig.database.accounts.openSession(
        { userId: id, refreshHash: `hash-${i}`, expiresAt: new Date(Date.now() + 60_000), userAgent: null, address: null },
        audit,
      );
    expect(await rig.database.accounts.listSessions(id)).toHaveLength(50);
    expect((await rig.as(first.accessToken, '{ me { id } }')).status).toBe(401);

    const CREATE = 'mutation ($i: CreateApiKeyInput!) { createApiKey(input: $i) { errors { code message } } }';
    const { accessToken } = await rig.signIn('hoarder@example.com');
    const create = async (i: number) =>
      (await rig.as(accessToken, CREATE, { i: { name: 'bot', scopes: ['SIGNAL_READ'], idempotencyKey: `hoarded-${i}` } })).body.data;
    for (let i = 0; i < 50; i++) expect(await create(i)).toEqual({ createApiKey: { errors: [] } });
    expect(await create(50)).toMatchObject({ createApiKey: { errors: [{ code: 'CONFLICT' }] } });
    // What was made before is still answered.
    expect(await create(0)).toEqual({ createApiKey: { errors: [] } });
  });
});

describe('what belongs to somebody', () => {
  it('is exported whole, however much there is', async () => {
    const { id } = await rig.user('busy@example.com');
    const { accessToken } = await rig.signIn('busy@example.com');
    await withClient(rig.url, (client) =>
      client.query("insert into audit_events (action, actor, user_id) select 'SIGNED_OUT', 'system', $1 from generate_series(1, 2500)", [
        id,
      ]),
    );
    const { body } = await rig.as(accessToken, '{ exportMyData }');
    const { auditEvents } = JSON.parse((body.data as { exportMyData: string }).exportMyData) as { auditEvents: { id: string }[] };
    expect([auditEvents.length, new Set(auditEvents.map((event) => event.id)).size]).toEqual([2_502, 2_502]);
  });

  it('gets the answer of what is absent from anybody else', async () => {
    const { id } = await rig.user('mine@example.com');
    await rig.signIn('mine@example.com');
    await rig.user('theirs@example.com');
    const { accessToken } = await rig.signIn('theirs@example.com');
    const [session] = await rig.database.accounts.listSessions(id);
    const revoke = async (of: string) =>
      (await rig.as(accessToken, 'mutation ($id: ID!) { revokeSession(id: $id) { errors { code message field } } }', { id: of })).text;
    const foreign = await revoke(session!.id);
    expect(foreign).toContain('NOT_FOUND');
    expect(foreign).toBe(await revoke('00000000-0000-4000-8000-000000000000'));
    expect(foreign).toBe(await revoke('no id'));
    expect(await rig.database.accounts.listSessions(id)).toHaveLength(1);
  });
});

describe('what has ended', () => {
  it('is forgotten after 30 days, and nothing else', async () => {
    const { id } = await rig.user('forgotten@example.com', 'ANALYST');
    const old = await rig.signIn('forgotten@example.com');
    const kept = await rig.signIn('forgotten@example.com');
    await withClient(rig.url, async (client) => {
      const { rows } = await client.query<{ id: string }>('select session_id as id from refresh_tokens where token_hash = $1', [
        rig.deps.secrets.hash(old.refreshToken),
      ]);
      await client.query("update user_sessions set revoked_at = now() - interval '31 days' where id = $1", [rows[0]!.id]);
      await client.query(
        `insert into idempotency_keys (owner, key, operation, request_hash, result_id, created_at)
         values ('user:x', 'old', 'o', 'h', 'r', now() - interval '31 days'), ('user:x', 'new', 'o', 'h', 'r', now() - interval '29 days')`,
      );
      await client.query(
        `insert into refresh_tokens (token_hash, session_id, used_at)
         select v.hash, s.id, now() - v.age from (values ('used-old', interval '31 days'), ('used-new', interval '29 days')) v (hash, age),
           (select id from user_sessions where user_id = $1 and revoked_at is null) s`,
        [id],
      );
    });
    const prune = pruneAccounts({ accounts: rig.database.accounts, logger: SILENT_LOGGER, now: () => new Date() });
    await prune();
    expect(await rig.database.accounts.listSessions(id)).toHaveLength(1);
    expect((await rig.as(kept.accessToken, '{ me { id } }')).status).toBe(200);
    await withClient(rig.url, async (client) => {
      const of = async (query: string) => (await client.query<{ name: string }>(query)).rows.map(({ name }) => name);
      expect(await of("select key as name from idempotency_keys where owner = 'user:x'")).toEqual(['new']);
      expect(await of("select token_hash as name from refresh_tokens where token_hash like 'used-%'")).toEqual(['used-new']);
    });
  });
});
