/** What is kept of a user comes out with the export and goes with the account, whatever tables there are. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { OWN_TABLES } from '../../src/adapters/persistence/repositories/own-data.js';
import { AccountRig, PASSWORD } from '../support/account-rig.js';
import { withClient } from '../support/postgres.js';

/** Tables that hang on `users` and are no part of the list, and why. */
const ELSEWHERE = new Map([
  ['user_sessions', 'exported as `sessions`'],
  ['api_keys', 'exported as `apiKeys`'],
  ['refresh_tokens', 'nothing but hashes of secrets'],
]);
const BINDING = '00000000-0000-4000-8000-00000000000b';
const RULE = '00000000-0000-4000-8000-00000000000c';
const BACKTEST = '00000000-0000-4000-8000-00000000000e';
const PORTFOLIO = '00000000-0000-4000-8000-00000000000d';

let rig: AccountRig;
beforeAll(async () => {
  rig = await AccountRig.start();
});
afterAll(() => rig?.[Symbol.asyncDispose]());

const rowsOf = (table: string): Promise<number> =>
  withClient(rig.url, async (client) => Number((await client.query<{ n: string }>(`select count(*) as n from ${table}`)).rows[0]!.n));

/** Tables whose rows go when their user goes, straight or through others. */
async function tablesOfUsers(): Promise<readonly string[]> {
  const { rows } = await withClient(rig.url, (client) =>
    client.query<{ name: string }>(`
      with recursive hanging as (
        select 'users'::regclass as table_id
        union
        select conrelid::regclass from pg_constraint join hanging on confrelid = table_id where contype = 'f' and confdeltype = 'c')
      select table_id::text as name from hanging where table_id <> 'users'::regclass order by name`),
  );
  return rows.map(({ name }) => name);
}

describe('what belongs to a user', () => {
  it('is in no table that the export does not know', async () => {
    const known = [...ELSEWHERE.keys(), ...OWN_TABLES.map(({ table }) => table)];
    expect(await tablesOfUsers()).toEqual(known.toSorted());
  });

  it('comes out whole, without secrets and without what belongs to others, and goes with the account', async () => {
    const { id } = await rig.user('keeper@example.com');
    const { id: other } = await rig.user('other@example.com');
    await withClient(rig.url, async (client) => {
      await client.query(
        `insert into alert_bindings (id, user_id, channel, target, label, language, code_hash)
          values ($1, $2, 'EMAIL', 'keeper@example.com', 'mine', 'vi', 'hash-of-a-code'),
            (gen_random_uuid(), $3, 'EMAIL', 'other@example.com', 'not mine', 'vi', null)`,
        [BINDING, id, other],
      );
      await client.query(
        `insert into alert_rules (id, user_id, name, trigger, filter, binding_ids, cooldown_minutes, ttl_minutes)
          values ($1, $2, 'springs', 'FOUND', '{}', array[$3::uuid], 60, 60)`,
        [RULE, id, BINDING],
      );
      await client.query(
        `with told as (
          insert into alert_deliveries (user_id, rule_id, binding_id, dedupe, priority, message, state, occurred_at, due_at, expires_at)
          values ($1, $2, $3, 'signal', 'HIGH', '{"title": "HPG: SPRING"}', 'SENT', now(), now(), now()) returning id)
        insert into alert_attempts (delivery_id, attempt, attempted_at, outcome, latency_ms) select id, 1, now(), 'ACCEPTED', 12 from told`,
        [id, RULE, BINDING],
      );
      await client.query("insert into saved_screens (user_id, name, filter, order_by) values ($1, 'near support', '{}', 'SCORE')", [id]);
      await client.query("insert into portfolios (id, user_id, name) values ($1, $2, 'savings'), (gen_random_uuid(), $3, 'secret')", [
        PORTFOLIO,
        id,
        other,
      ]);
      await client.query(
        "insert into portfolio_transactions (portfolio_id, date, type, amount, fee, tax) values ($1, '2025-06-10', 'DEPOSIT', 100000000, 0, 0)",
        [PORTFOLIO],
      );
      await client.query(
        `insert into backtests (id, user_id, strategy, terms, rule_set, to_date, cash, risk_free_pct, lease_holder)
          values ($1, $2, '{"name": "spring"}', '{}', 'textbook', '2025-05-20', 1000000, 0, 'a-secret-machine')`,
        [BACKTEST, id],
      );
      await client.query(
        `insert into backtest_trades values ($1, 1, 'HPG', 'SPRING', '2025-05-14', '2025-05-15', 26000, 100, 3900, '2025-05-20', '2025-05-20',
          27000, 4050, 2700, 'TARGET', 3, 89350)`,
        [BACKTEST],
      );
      await client.query("insert into backtest_equity_points values ($1, '2025-05-20', 1089350, 0)", [BACKTEST]);
      await client.query(
        `insert into idempotency_keys (owner, key, operation, request_hash, result_id) values ('user:' || $1, 'keeper-key', 'x', 'y', 'z')`,
        [id],
      );
    });
    const { accessToken } = await rig.signIn('keeper@example.com');
    const { body } = await rig.as(accessToken, '{ exportMyData }');
    const { exportMyData: text } = body.data as { exportMyData: string };
    expect(JSON.parse(text)).toMatchObject({
      user: { email: 'keeper@example.com' },
      alertBindings: [{ id: BINDING, target: 'keeper@example.com', label: 'mine', createdAt: expect.any(String) as string }],
      alertRules: [{ name: 'springs', bindingIds: [BINDING] }],
      alertDeliveries: [{ state: 'SENT', message: { title: 'HPG: SPRING' } }],
      alertAttempts: [{ outcome: 'ACCEPTED', latencyMs: 12 }],
      savedScreens: [{ name: 'near support', orderBy: 'SCORE' }],
      portfolios: [{ id: PORTFOLIO, name: 'savings' }],
      portfolioTransactions: [{ type: 'DEPOSIT', amount: 100_000_000 }],
      backtests: [{ id: BACKTEST, strategy: { name: 'spring' }, toDate: '2025-05-20', state: 'QUEUED' }],
      backtestTrades: [{ symbol: 'HPG', entryPrice: 26_000, profit: 89_350 }],
      backtestEquityPoints: [{ date: '2025-05-20', equity: 1_089_350 }],
    });
    expect(text).not.toMatch(/hash-of-a-code|codeHash|not mine|secret/);

    const before = await Promise.all(OWN_TABLES.map(({ table }) => rowsOf(table)));
    expect(before.every((count) => count > 0)).toBe(true);
    const removed = await rig.as(accessToken, 'mutation ($p: String!) { deleteMyAccount(password: $p) { errors { code } } }', {
      p: PASSWORD,
    });
    expect(removed.body.data).toEqual({ deleteMyAccount: { errors: [] } });
    const left = await Promise.all(OWN_TABLES.map(async ({ table }) => [table, await rowsOf(table)] as const));
    // What is the other user's stays.
    expect(left.filter(([, count]) => count > 0)).toEqual([
      ['alert_bindings', 1],
      ['portfolios', 1],
    ]);
    expect(await rowsOf('idempotency_keys')).toBe(0);
  });
});

describe('the last administrator', () => {
  const CHANGE = 'mutation ($id: ID!) { changeUserRole(userId: $id, role: VIEWER) { errors { code } } }';
  const CONFLICT = [{ code: 'CONFLICT' }];

  it('stays: not removed, and of two who demote each other at once one remains', async () => {
    const first = await rig.user('first@example.com', 'ADMIN');
    const { accessToken } = await rig.signIn('first@example.com');
    const remove = () =>
      rig.as(accessToken, 'mutation ($p: String!) { deleteMyAccount(password: $p) { errors { code } } }', { p: PASSWORD });
    expect((await remove()).body.data).toEqual({ deleteMyAccount: { errors: CONFLICT } });

    const second = await rig.user('second@example.com', 'ADMIN');
    const { accessToken: other } = await rig.signIn('second@example.com');
    const answers = await Promise.all([rig.as(accessToken, CHANGE, { id: second.id }), rig.as(other, CHANGE, { id: first.id })]);
    // Who asks after the other was served is no administrator any more, and is not let in.
    const errors = answers.map(({ body }) => (body.data as { changeUserRole: { errors: unknown[] } } | undefined)?.changeUserRole.errors);
    expect(errors.filter((each) => each?.length === 0)).toHaveLength(1);
    for (const each of errors) if (each?.length !== 0) expect([undefined, CONFLICT]).toContainEqual(each);
    const { rows } = await withClient(rig.url, (client) => client.query("select id from users where role = 'ADMIN' and is_active"));
    expect(rows).toHaveLength(1);
  });

  it('is not banned, and goes when there is another', async () => {
    const { accounts } = rig.database;
    const { items } = await accounts.listUsers({ first: 100, after: null });
    const last = items.find(({ role }) => role === 'ADMIN')!;
    const audit = { actor: 'local_admin', userId: last.id, subject: last.id, address: null } as const;
    await expect(accounts.changeUser(last.id, { isActive: false }, { action: 'USER_BANNED', ...audit })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await rig.user('third@example.com', 'ADMIN');
    await accounts.changeUser(last.id, { isActive: false }, { action: 'USER_BANNED', ...audit });
    expect(await accounts.findById(last.id)).toMatchObject({ isActive: false });
  });
});
