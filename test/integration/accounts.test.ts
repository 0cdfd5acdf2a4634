import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { withClient } from '../support/postgres.js';
import { AccountRig, PASSWORD, SIGN_IN, type Tokens } from '../support/account-rig.js';
import { RawClient } from '../support/raw-ws-client.js';
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
  await rig.user('analyst@example.com', 'ANALYST');
  await rig.user('admin@example.com', 'ADMIN');
});
afterAll(() => rig?.[Symbol.asyncDispose]());

const refresh = async (token: string) => ((await rig.as(null, REFRESH, { t: token })).body.data as Refreshed).refreshSession;
const audited = async (action: string) =>
  withClient(rig.url, async (client) =>
    Number((await client.query<{ count: string }>('select count(*) from audit_events where action = $1', [action])).rows[0]!.count),
  );

describe('signing in', () => {
  it('gives tokens that say who one is, over HTTP and websocket, and is told by the audit trail', async () => {
    const before = await audited('SIGNED_IN');
    const { accessToken } = await rig.signIn('Viewer@Example.com ');
    expect((await rig.as(accessToken, ME)).body.data).toEqual({ me: { email: 'viewer@example.com', role: 'VIEWER' } });
    const socket = await new RawClient(rig.api.webSocketUrl).init({ authorization: `Bearer ${accessToken}` });
    socket.subscribe(ME);
    await socket.until((messages) => messages.some(({ type }) => type === 'next'));
    expect(socket.messages.find(({ type }) => type === 'next')?.payload).toMatchObject({ data: { me: { email: 'viewer@example.com' } } });
    socket.end();
    expect(await audited('SIGNED_IN')).toBe(before + 1);
  });

  it.each([
    ['a wrong password', 'viewer@example.com', 'wrong horse battery'],
    ['an unknown address', 'nobody@example.com', PASSWORD],
    ['something that is no address', "' or 1=1 --", PASSWORD],
  ])('tells %s nothing more than the others', async (_name, email, password) => {
    const { body, status } = await rig.as(null, SIGN_IN, { email, password });
    expect([status, body.errors]).toEqual([200, undefined]);
    expect(body.data).toEqual({
      signIn: {
        accessToken: null,
        refreshToken: null,
        expiresAt: null,
        errors: [{ code: 'UNAUTHENTICATED', message: 'the address or the password is wrong', field: null }],
      },
    });
  });

  it('is refused after a few guesses from one address, and lets the owner in from another', async () => {
    await using own = await AccountRig.start({ trustedProxies: 1 });
    await own.user('owner@example.com');
    const from = (address: string, password: string) =>
      own.api.query(SIGN_IN, { email: 'owner@example.com', password }, { 'x-forwarded-for': address });
    const answers = [];
    for (let guess = 0; guess < 12; guess++) answers.push((await from('203.0.113.9', 'guess number 12345')).body);
    expect(answers.filter(({ errors }) => errors?.[0]?.extensions.code === 'RATE_LIMITED').length).toBeGreaterThanOrEqual(3);
    // Even the right password does not help the one who guesses.
    expect((await from('203.0.113.9', PASSWORD)).body.errors?.[0]?.extensions.code).toBe('RATE_LIMITED');
    expect((await from('198.51.100.7', PASSWORD)).body.data).toMatchObject({ signIn: { errors: [] } });
  });
});

describe('a token', () => {
  const secret = new Uint8Array(32).fill(7);
  const forged = async (change: (jwt: SignJWT) => SignJWT, header: Record<string, unknown> = {}, key = secret) => {
    const { accessToken } = await rig.signIn('viewer@example.com');
    const claims = JSON.parse(Buffer.from(accessToken.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>;
    return change(new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'test', ...header })).sign(key);
  };

  it.each([
    [
      'with no signature',
      async () =>
        `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"x","exp":9999999999}').toString('base64url')}.`,
    ],
    ['of another key', () => forged((jwt) => jwt, {}, new Uint8Array(32).fill(8))],
    ['of an unknown key id', () => forged((jwt) => jwt, { kid: "x' or 1=1" })],
    ['of another algorithm', () => forged((jwt) => jwt, { alg: 'HS512' })],
    ['of another issuer', () => forged((jwt) => jwt.setIssuer('somebody'))],
    ['for another audience', () => forged((jwt) => jwt.setAudience('elsewhere'))],
    ['that has expired', () => forged((jwt) => jwt.setExpirationTime(1))],
    ['that is not valid yet', () => forged((jwt) => jwt.setNotBefore('1h'))],
    [
      'of a session that never was',
      () => forged((jwt) => jwt, {}).then(() => forged((jwt) => jwt.setSubject('00000000-0000-4000-8000-000000000000'))),
    ],
    ['as large as a book', async () => 'a'.repeat(7_000)],
    ['that is none', async () => 'nonsense'],
    ['that looks like a key', async () => `vpa_${'x'.repeat(43)}`],
  ])('%s is refused in one way, over HTTP and websocket', async (_name, make) => {
    const token = await make();
    const { status, body, headers } = await rig.as(token, ME);
    expect([status, body.errors?.map(({ message, extensions }) => [message, extensions.code])]).toEqual([
      401,
      [['the token or key is not valid', 'UNAUTHENTICATED']],
    ]);
    expect(headers.get('www-authenticate')).toBe('Bearer');
    const socket = new RawClient(rig.api.webSocketUrl);
    await socket.opened();
    socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
    expect((await socket.closed).code).toBe(4403);
  });

  it.each(['Basic dXNlcjpwYXNz', 'Bearer', 'Bearer a b'])('in the header %j is refused', async (authorization) => {
    expect((await rig.api.query(ME, {}, { authorization })).status).toBe(401);
  });
});

describe('the end of a session', () => {
  const NEXT = 'another horse battery';
  it.each([
    ['signing out', async ({ accessToken }: Tokens) => rig.as(accessToken, 'mutation { signOut { errors { code } } }')],
    [
      'a password changed elsewhere',
      async () => {
        const { accessToken } = await rig.signIn('leaving@example.com');
        return rig.as(accessToken, `mutation { changePassword(current: "${PASSWORD}", next: "${NEXT}") { errors { code } } }`);
      },
    ],
    [
      'a ban',
      async () => {
        const { accessToken } = await rig.signIn('admin@example.com');
        const { id } = (await rig.database.accounts.findByEmail('leaving@example.com'))!;
        return rig.as(accessToken, `mutation { setUserBan(userId: "${id}", isBanned: true) { user { isActive } errors { code } } }`);
      },
    ],
  ])('by %s reaches HTTP and websocket within five seconds', async (_name, end) => {
    const { id } = await rig.user('leaving@example.com');
    const tokens = await rig.signIn('leaving@example.com');
    const socket = await new RawClient(rig.api.webSocketUrl).init({ authorization: `Bearer ${tokens.accessToken}` });
    expect((await rig.as(tokens.accessToken, ME)).status).toBe(200);

    const { body } = await end(tokens);
    expect(body.errors).toBeUndefined();
    const endedAt = performance.now();
    expect((await socket.closed).code).toBe(4403);
    await until('the token is dead', async () => (await rig.as(tokens.accessToken, ME)).status === 401);
    expect(performance.now() - endedAt).toBeLessThan(5_000);
    expect((await refresh(tokens.refreshToken)).errors).toEqual([{ code: 'UNAUTHENTICATED' }]);
    await rig.database.accounts.deleteUser(id, { action: 'USER_DELETED', actor: 'system', userId: id, subject: id, address: null });
  });
});

describe('making accounts', () => {
  it('takes an invitation, once', async () => {
    const { accessToken } = await rig.signIn('admin@example.com');
    const invited = await rig.as(accessToken, 'mutation { inviteUser(email: "New@example.com", role: ANALYST) { token errors { code } } }');
    const { token } = (invited.body.data as { inviteUser: { token: string } }).inviteUser;
    const ACCEPT =
      'mutation ($t: String!, $p: String!) { acceptInvitation(token: $t, password: $p) { user { email role } errors { code field } } }';
    const accept = async (p: string) => (await rig.as(null, ACCEPT, { t: token, p })).body.data;
    expect(await accept('short')).toEqual({ acceptInvitation: { user: null, errors: [{ code: 'INVALID_INPUT', field: 'password' }] } });
    expect(await accept(PASSWORD)).toEqual({ acceptInvitation: { user: { email: 'new@example.com', role: 'ANALYST' }, errors: [] } });
    expect(await accept(PASSWORD)).toMatchObject({ acceptInvitation: { user: null, errors: [{ code: 'NOT_FOUND' }] } });
  });

  it('is open to anybody only where the server says so', async () => {
    const SIGN_UP = `mutation ($e: String!) { signUp(email: $e, password: "${PASSWORD}") { user { role } errors { code field } } }`;
    expect((await rig.as(null, SIGN_UP, { e: 'me@example.com' })).body.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    await using open = await AccountRig.start({ isSignUpOpen: true });
    expect((await open.as(null, SIGN_UP, { e: 'me@example.com' })).body.data).toEqual({ signUp: { user: { role: 'VIEWER' }, errors: [] } });
    expect((await open.as(null, SIGN_UP, { e: 'me@example.com' })).body.data).toMatchObject({
      signUp: { errors: [{ code: 'CONFLICT', field: 'email' }] },
    });
    expect((await open.as(null, SIGN_UP, { e: 'nowhere' })).body.data).toMatchObject({
      signUp: { errors: [{ code: 'INVALID_INPUT', field: 'email' }] },
    });
  });
});

describe('an account', () => {
  it('is exported whole, without secrets, and goes with all that belongs to it', async () => {
    await rig.user('gone@example.com', 'ANALYST');
    const { accessToken, refreshToken } = await rig.signIn('gone@example.com');
    const { body } = await rig.as(accessToken, '{ exportMyData mySessions { id userAgent } }');
    const data = body.data as { exportMyData: string; mySessions: unknown[] };
    expect(JSON.parse(data.exportMyData)).toMatchObject({
      user: { email: 'gone@example.com' },
      sessions: [{}],
      auditEvents: [{ action: 'SIGNED_IN' }, { action: 'USER_CREATED' }],
    });
    expect(data.exportMyData).not.toMatch(/argon2|passwordHash|tokenHash/);
    const remove = (password: string) =>
      rig.as(accessToken, 'mutation ($p: String!) { deleteMyAccount(password: $p) { errors { code field } } }', { p: password });
    expect((await remove('wrong horse battery')).body.data).toEqual({
      deleteMyAccount: { errors: [{ code: 'UNAUTHENTICATED', field: 'password' }] },
    });
    expect((await remove(PASSWORD)).body.data).toEqual({ deleteMyAccount: { errors: [] } });
    expect((await refresh(refreshToken)).errors).toEqual([{ code: 'UNAUTHENTICATED' }]);
    expect((await rig.signIn('gone@example.com')).errors).toMatchObject([{ code: 'UNAUTHENTICATED' }]);
    await until('the token is dead', async () => (await rig.as(accessToken, ME)).status === 401, 5_000);
  });

  it('changes nothing of itself that is for administrators', async () => {
    const { accessToken } = await rig.signIn('admin@example.com');
    const { id } = (await rig.database.accounts.findByEmail('admin@example.com'))!;
    const { body } = await rig.as(accessToken, `mutation { changeUserRole(userId: "${id}", role: VIEWER) { errors { code field } } }`);
    expect(body.data).toEqual({ changeUserRole: { errors: [{ code: 'CONFLICT', field: 'userId' }] } });
  });
});

describe('the audit trail', () => {
  it('is read by administrators, filtered and paged, and changed by nobody', async () => {
    const { accessToken } = await rig.signIn('admin@example.com');
    const page = async (after: string | null) =>
      (
        (
          await rig.as(
            accessToken,
            'query ($a: String) { auditEvents(first: 2, after: $a, actions: [SIGNED_IN]) { edges { node { id action } } pageInfo { endCursor } } }',
            { a: after },
          )
        ).body.data as { auditEvents: { edges: { node: { id: string; action: string } }[]; pageInfo: { endCursor: string } } }
      ).auditEvents;
    const first = await page(null);
    const second = await page(first.pageInfo.endCursor);
    const ids = [...first.edges, ...second.edges].map(({ node }) => BigInt(node.id));
    expect(ids).toHaveLength(4);
    expect(ids).toEqual(ids.toSorted((a, b) => (a > b ? -1 : 1)));
    for (const change of ["update audit_events set actor = 'nobody'", 'delete from audit_events', 'truncate audit_events'])
      await expect(withClient(rig.url, (client) => client.query(change))).rejects.toThrow(/append-only/);
  });
});
