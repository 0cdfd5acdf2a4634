/** What belongs to somebody else answers exactly like what does not exist, for every operation that takes an id. */
import { randomUUID } from 'node:crypto';

import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  type GraphQLField,
  type GraphQLInputType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { accountUseCases } from '../../src/application/accounts/account-use-cases.js';
import { authenticate, findEndedCredentials } from '../../src/application/accounts/authenticate.js';
import { alertUseCases } from '../../src/application/alerts/alert-rules.js';
import { backtestUseCases } from '../../src/application/backtests/backtests.js';
import { portfolioUseCases } from '../../src/application/portfolio/portfolios.js';
import { screenUseCases } from '../../src/application/screens/screens.js';
import { buildSchema } from '../../src/server/build-schema.js';
import { AccountRig } from '../support/account-rig.js';
import { aMarket } from '../support/a-market.js';
import { ApiRig, applicationOver } from '../support/api-rig.js';
import { memoryReaders } from '../support/memory-readers.js';
import { withClient } from '../support/postgres.js';
import { RawClient } from '../support/raw-ws-client.js';

/** Where what an operation takes is stored. A new operation with an id has to be entered here or below. */
const OBJECTS: Readonly<Record<string, string>> = {
  'mutation.revokeSession': 'user_sessions',
  'mutation.revokeApiKey': 'api_keys',
  'mutation.createAlertRule': 'alert_bindings',
  'mutation.muteAlertRule': 'alert_rules',
  'mutation.deleteAlertRule': 'alert_rules',
  'mutation.confirmAlertBinding': 'alert_bindings',
  'mutation.rotateWebhookSecret': 'alert_bindings',
  'mutation.deleteAlertBinding': 'alert_bindings',
  'mutation.acknowledgeAlert': 'alert_deliveries',
  'mutation.redeliverAlert': 'alert_deliveries',
  'query.portfolioValue': 'portfolios',
  'query.portfolioPerformance': 'portfolios',
  'query.previewOrder': 'portfolios',
  'query.exportPortfolio': 'portfolios',
  'mutation.importTransactions': 'portfolios',
  'query.portfolioTransactions': 'portfolios',
  'mutation.recordTransaction': 'portfolios',
  'query.backtest': 'backtests',
  'query.compareBacktests': 'backtests',
  'mutation.cancelBacktest': 'backtests',
  'mutation.deleteSavedScreen': 'saved_screens',
  'mutation.runSavedScreen': 'saved_screens',
};
/** Takes an id of something that belongs to nobody; or is for administrators, who see everything. */
const NOBODYS = ['query.node', 'query.auditEvents', 'mutation.cancelCorporateAction', 'mutation.changeUserRole', 'mutation.setUserBan'];
/** Goes over a websocket; backtest-jobs.test.ts asks it. */
const LIVE = ['subscription.backtestProgress'];
/** Fields that an operation needs beside the required ones, to get as far as looking for the object. */
const BESIDES: Readonly<Record<string, string>> = { 'mutation.recordTransaction': 'amount: 1000' };

const schema = buildSchema();
const operations = (['query', 'mutation', 'subscription'] as const).flatMap((type) => {
  const root = { query: schema.getQueryType(), mutation: schema.getMutationType(), subscription: schema.getSubscriptionType() }[type]!;
  return Object.values(root.getFields()).map((field) => ({ name: `${type}.${field.name}`, type, field }));
});

function takesId(type: GraphQLInputType): boolean {
  const named = getNamedType(type);
  if (isInputObjectType(named)) return Object.values(named.getFields()).some((field) => takesId(field.type));
  return named.name === 'ID';
}

/** The smallest value, with `$id` for every id. */
function valueOf(type: GraphQLInputType, besides = ''): string {
  if (isNonNullType(type)) return valueOf(type.ofType, besides);
  if (isListType(type)) return `[${valueOf(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues().at(-1)!.name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(
      (field) => (isNonNullType(field.type) && field.defaultValue === undefined) || takesId(field.type),
    );
    return `{ ${fields.map((field) => `${field.name}: ${valueOf(field.type)}`).join(', ')} ${besides} }`;
  }
  const values: Readonly<Record<string, string>> = {
    ID: '$id',
    Boolean: 'true',
    Int: '1',
    Long: '1',
    Vnd: '1',
    TradingDate: '"2025-05-20"',
  };
  return values[type.name] ?? '"some-words"';
}

function documentOf(name: string, type: string, field: GraphQLField<unknown, unknown>): string {
  const args = field.args
    .filter((arg) => (isNonNullType(arg.type) && arg.defaultValue === undefined) || takesId(arg.type))
    .map((arg) => `${arg.name}: ${arg.name === 'symbol' ? '"HPG"' : valueOf(arg.type, BESIDES[name])}`);
  const named = getNamedType(field.type);
  const hasErrors = 'getFields' in named && 'errors' in named.getFields();
  const selection = isLeafType(named) ? '' : hasErrors ? '{ __typename errors { code message field } }' : '{ __typename }';
  return `${type} ($id: ID!) { ${field.name}(${args.join(', ')}) ${selection} }`;
}

let rig: AccountRig;
let api: ApiRig;
let other: string;
const foreign: Record<string, string> = {};

beforeAll(async () => {
  rig = await AccountRig.start();
  const { database, deps } = rig;
  const { secrets, now } = deps;
  const app = {
    ...applicationOver(memoryReaders(aMarket(1))),
    ...accountUseCases(deps),
    ...alertUseCases({ alerts: database.alerts, targets: new Map(), secrets, signingSecret: () => 'whsec_', market: database, now }),
    ...portfolioUseCases({ portfolios: database.portfolios, secrets, now }),
    ...backtestUseCases({
      backtests: database.backtests,
      stocks: database.stocks,
      secrets,
      quota: { open: 5, daily: 5 },
      clock: { now },
    }),
    ...screenUseCases({ screens: database.screens, secrets }),
  };
  api = await ApiRig.start(app, { credentials: { authenticate: authenticate(deps), findEnded: findEndedCredentials(deps) } });
  const { id: owner } = await rig.user('owner@example.com', 'ANALYST');
  await rig.user('other@example.com', 'ANALYST');
  await rig.signIn('owner@example.com');
  other = (await rig.signIn('other@example.com')).accessToken;
  for (const table of new Set(Object.values(OBJECTS))) foreign[table] = randomUUID();
  await withClient(rig.url, async (client) => {
    const { rows } = await client.query<{ id: string }>('select id from user_sessions where user_id = $1', [owner]);
    foreign['user_sessions'] = rows[0]!.id;
    const { api_keys, alert_bindings, alert_rules, alert_deliveries, portfolios, saved_screens, backtests } = foreign;
    await client.query(
      `insert into api_keys (id, user_id, name, prefix, key_hash, scopes) values ($1, $2, 'mine', 'vpa_12345678', 'hash', '{signal:read}')`,
      [api_keys, owner],
    );
    await client.query(
      `insert into alert_bindings (id, user_id, channel, target, label, language, code_hash)
        values ($1, $2, 'EMAIL', 'owner@example.com', 'mine', 'vi', 'hash')`,
      [alert_bindings, owner],
    );
    await client.query(
      `insert into alert_rules (id, user_id, name, trigger, filter, binding_ids, cooldown_minutes, ttl_minutes)
        values ($1, $2, 'mine', 'FOUND', '{}', array[$3::uuid], 60, 60)`,
      [alert_rules, owner, alert_bindings],
    );
    await client.query(
      `insert into alert_deliveries (id, user_id, rule_id, binding_id, dedupe, priority, message, state, occurred_at, due_at, expires_at)
        values ($1, $2, $3, $4, 'one', 'HIGH', '{"title": "x"}', 'FAILED', now(), now(), now() + interval '1 hour')`,
      [alert_deliveries, owner, alert_rules, alert_bindings],
    );
    await client.query("insert into portfolios (id, user_id, name) values ($1, $2, 'mine')", [portfolios, owner]);
    await client.query(
      `insert into backtests (id, user_id, strategy, terms, rule_set, to_date, cash, risk_free_pct)
        values ($1, $2, '{}', '{}', 'textbook', '2025-05-20', 1000000, 0)`,
      [backtests, owner],
    );
    await client.query("insert into saved_screens (id, user_id, name, filter, order_by) values ($1, $2, 'mine', '{}', 'SCORE')", [
      saved_screens,
      owner,
    ]);
  });
});
afterAll(async () => {
  await api?.[Symbol.asyncDispose]();
  await rig?.[Symbol.asyncDispose]();
});

/** Rows of the owner, as they are stored. */
const stored = (): Promise<unknown> =>
  withClient(rig.url, async (client) => {
    const rows: unknown[] = [];
    for (const [table, id] of Object.entries(foreign)) rows.push((await client.query(`select * from ${table} where id = $1`, [id])).rows);
    return rows;
  });

describe('an id', () => {
  it('is taken by no operation that is not in the list', () => {
    const withId = operations.filter(({ field }) => field.args.some((arg) => takesId(arg.type)));
    expect(withId.map(({ name }) => name).toSorted()).toEqual([...Object.keys(OBJECTS), ...NOBODYS, ...LIVE].toSorted());
  });

  it.each(Object.keys(OBJECTS))('of somebody else is as good as none in %s', async (name) => {
    const { type, field } = operations.find((operation) => operation.name === name)!;
    const document = documentOf(name, type, field);
    const ask = async (id: string): Promise<string> => {
      const { body } = await api.query(document, { id }, { authorization: `Bearer ${other}` });
      return JSON.stringify(body).replaceAll(id, 'ID');
    };
    const overSocket = async (id: string): Promise<string> => {
      const client = await new RawClient(api.webSocketUrl).init({ authorization: `Bearer ${other}` });
      client.send({ type: 'subscribe', id: 'one', payload: { query: document, variables: { id } } });
      await client.until((messages) => messages.some((message) => message.id === 'one'));
      const { payload } = client.messages.find((message) => message.id === 'one')!;
      client.end();
      return JSON.stringify(payload).replaceAll(id, 'ID');
    };
    const before = await stored();
    // Mutations are refused there, whatever they are about.
    const socketAnswer = await overSocket(randomUUID());
    expect(await overSocket(foreign[OBJECTS[name]!]!)).toBe(socketAnswer);
    const absent = await ask(randomUUID());
    expect(await ask(foreign[OBJECTS[name]!]!)).toBe(absent);
    // It was refused for the object, and not for the form of the request.
    expect(absent).toMatch(name === 'mutation.createAlertRule' ? /INVALID_INPUT.*bindingIds/ : /NOT_FOUND|":null|"edges":\[\]/);
    expect(await stored()).toEqual(before);
  });
});
