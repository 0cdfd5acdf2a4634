/** Every operation of the schema for every kind of caller, over HTTP and websocket. */
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isNonNullType,
  isListType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Permission } from '../../src/domain/access/permission.js';
import { ROLE_PERMISSIONS } from '../../src/domain/access/role.js';
import { buildSchema } from '../../src/server/build-schema.js';
import { AccountRig, type Tokens } from '../support/account-rig.js';
import { until } from '../support/until.js';
import { RawClient } from '../support/raw-ws-client.js';

/** Who may do what, written down by hand: a new operation has to be decided about here. */
const EXPECTED: Readonly<Record<string, 'ANYBODY' | 'VIEWER' | 'ANALYST' | 'ADMIN'>> = {
  'query.node': 'ANYBODY',
  'query.stock': 'ANYBODY',
  'query.stocks': 'ANYBODY',
  'query.signals': 'ANYBODY',
  'query.explainSignal': 'ANYBODY',
  'query.signalStats': 'ANYBODY',
  'query.screen': 'ANYBODY',
  'query.savedScreens': 'VIEWER',
  'mutation.saveScreen': 'VIEWER',
  'mutation.deleteSavedScreen': 'VIEWER',
  'mutation.runSavedScreen': 'VIEWER',
  'query.marketStatus': 'ANYBODY',
  'query.me': 'ANYBODY',
  'subscription.signalDetected': 'ANYBODY',
  'subscription.priceUpdated': 'ANYBODY',
  'subscription.provisionalSignals': 'ANYBODY',
  'subscription.marketStatusChanged': 'ANYBODY',
  'subscription.signalUpdated': 'ANYBODY',
  'subscription.alertDelivered': 'VIEWER',
  'mutation.signIn': 'ANYBODY',
  'mutation.signUp': 'ANYBODY',
  'mutation.refreshSession': 'ANYBODY',
  'mutation.acceptInvitation': 'ANYBODY',
  'query.mySessions': 'VIEWER',
  'query.myApiKeys': 'VIEWER',
  'query.exportMyData': 'VIEWER',
  'mutation.signOut': 'VIEWER',
  'mutation.changePassword': 'VIEWER',
  'mutation.revokeSession': 'VIEWER',
  'mutation.deleteMyAccount': 'VIEWER',
  'mutation.createApiKey': 'ANALYST',
  'mutation.revokeApiKey': 'ANALYST',
  'query.portfolios': 'VIEWER',
  'query.portfolioValue': 'VIEWER',
  'query.portfolioPerformance': 'VIEWER',
  'query.exportPortfolio': 'VIEWER',
  'mutation.importTransactions': 'VIEWER',
  'query.portfolioTransactions': 'VIEWER',
  'query.previewOrder': 'VIEWER',
  'mutation.createPortfolio': 'VIEWER',
  'mutation.recordTransaction': 'VIEWER',
  'query.backtest': 'VIEWER',
  'query.backtests': 'VIEWER',
  'query.compareBacktests': 'VIEWER',
  'mutation.startBacktest': 'VIEWER',
  'mutation.cancelBacktest': 'VIEWER',
  'subscription.backtestProgress': 'VIEWER',
  'query.alertRules': 'VIEWER',
  'query.alertBindings': 'VIEWER',
  'query.alertDeliveries': 'VIEWER',
  'query.alertRuleTemplates': 'VIEWER',
  'query.previewAlertRule': 'VIEWER',
  'mutation.createAlertRule': 'VIEWER',
  'mutation.muteAlertRule': 'VIEWER',
  'mutation.deleteAlertRule': 'VIEWER',
  'mutation.createAlertBinding': 'VIEWER',
  'mutation.confirmAlertBinding': 'VIEWER',
  'mutation.rotateWebhookSecret': 'VIEWER',
  'mutation.deleteAlertBinding': 'VIEWER',
  'mutation.acknowledgeAlert': 'VIEWER',
  'mutation.redeliverAlert': 'VIEWER',
  'query.quarantinedBars': 'ADMIN',
  'query.quarantineCounts': 'ADMIN',
  'mutation.saveStocks': 'ADMIN',
  'mutation.recordCorporateAction': 'ADMIN',
  'mutation.cancelCorporateAction': 'ADMIN',
  'query.users': 'ADMIN',
  'query.auditEvents': 'ADMIN',
  'mutation.inviteUser': 'ADMIN',
  'mutation.changeUserRole': 'ADMIN',
  'mutation.setUserBan': 'ADMIN',
};
/** What needs somebody who signed in, whatever the scopes of a key. */
const NOT_FOR_KEYS = /^mutation\.(?!.*(Alert|Webhook|Backtest|Portfolio|Transaction|Screen))|^query\.exportMyData$/;
const NOT_IN_SCOPES: readonly Permission[] = ['session:open', 'account:write', 'api-key:write'];
const ORDER = ['ANYBODY', 'VIEWER', 'ANALYST', 'ADMIN'] as const;

const schema = buildSchema();
const roots = { query: schema.getQueryType()!, mutation: schema.getMutationType()!, subscription: schema.getSubscriptionType()! };
const operations = Object.entries(roots).flatMap(([type, root]) =>
  Object.values(root.getFields()).map((field) => ({ name: `${type}.${field.name}`, type, field })),
);

/** The smallest valid document of a root field. */
function documentOf(type: string, field: GraphQLField<unknown, unknown>): string {
  const needed = field.args.filter((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined);
  const args = needed.map(({ name, type: of }) => `${name}: ${valueOf(of)}`).join(', ');
  return `${type} { ${field.name}${args === '' ? '' : `(${args})`}${selectionOf(field.type)} }`;
}

function selectionOf(type: GraphQLOutputType): string {
  return isLeafType(getNamedType(type)) ? '' : ' { __typename }';
}

function valueOf(type: GraphQLInputType): string {
  if (isNonNullType(type)) return valueOf(type.ofType);
  if (isListType(type)) return `[${valueOf(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (isInputObjectType(type)) {
    const needed = Object.values(type.getFields()).filter((field) => isNonNullType(field.type) && field.defaultValue === undefined);
    return `{ ${needed.map((field) => `${field.name}: ${valueOf(field.type)}`).join(', ')} }`;
  }
  const values: Readonly<Record<string, string>> = {
    Boolean: 'true',
    Int: '1',
    Float: '1',
    TradingDate: '"2025-05-20"',
    Decimal: '"1"',
    Long: '1',
    Vnd: '1',
    DateTime: '"2030-01-01T00:00:00Z"',
  };
  return values[type.name] ?? '"00000000-0000-4000-8000-000000000000"';
}

let rig: AccountRig;
const credentials = new Map<string, string | null>([['anonymous', null]]);
beforeAll(async () => {
  rig = await AccountRig.start();
  for (const role of ['VIEWER', 'ANALYST', 'ADMIN'] as const) {
    await rig.user(`${role}@example.com`, role);
    credentials.set(role, (await rig.signIn(`${role}@example.com`)).accessToken);
  }
  const admin = credentials.get('ADMIN')!;
  const key = async (name: string, scopes: readonly Permission[]) => {
    const input = { name, scopes: scopes.map((scope) => scope.toUpperCase().replaceAll(/[:-]/g, '_')), idempotencyKey: `matrix-${name}` };
    const { body } = await rig.as(admin, 'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }', { input });
    credentials.set(name, (body.data as { createApiKey: { secret: string } }).createApiKey.secret);
  };
  await key(
    'key-with-all-scopes',
    [...ROLE_PERMISSIONS.ADMIN].filter((scope) => !NOT_IN_SCOPES.includes(scope)),
  );
  await key('key-with-one-scope', ['bar:read']);
  await rig.user('left@example.com', 'ADMIN');
  const left: Tokens = await rig.signIn('left@example.com');
  await rig.as(left.accessToken, 'mutation { signOut { errors { code } } }');
  await until('the token is dead', async () => (await rig.as(left.accessToken, '{ me { id } }')).status === 401);
  credentials.set('revoked', left.accessToken);
  const claims = {
    userId: (await rig.database.accounts.findByEmail('admin@example.com'))!.id,
    sessionId: '00000000-0000-4000-8000-000000000000',
  };
  credentials.set('expired', await rig.deps.tokens!.sign({ ...claims, expiresAt: new Date(Date.now() - 1_000) }));
});
afterAll(() => rig?.[Symbol.asyncDispose]());

/** What the table says that a caller gets: allowed, FORBIDDEN or UNAUTHENTICATED. */
function expectedFor(caller: string, name: string): string {
  if (caller === 'revoked' || caller === 'expired') return 'UNAUTHENTICATED';
  const needs = EXPECTED[name]!;
  // Its one scope is bar:read.
  if (caller === 'key-with-one-scope') return name === 'subscription.priceUpdated' ? 'allowed' : 'FORBIDDEN';
  if (caller === 'key-with-all-scopes')
    return name === 'query.me' || (NOT_FOR_KEYS.test(name) && !isForAdministration(name)) ? 'FORBIDDEN' : 'allowed';
  const has = caller === 'anonymous' ? 'ANYBODY' : (caller as (typeof ORDER)[number]);
  return ORDER.indexOf(has) >= ORDER.indexOf(needs) ? 'allowed' : 'FORBIDDEN';
}

/** Keys of an administrator may administrate, if their scopes say so. */
function isForAdministration(name: string): boolean {
  return EXPECTED[name] === 'ADMIN';
}

const CODES = ['FORBIDDEN', 'UNAUTHENTICATED'];
const outcomeOf = (errors: readonly { readonly message: string; readonly extensions: { readonly code: string } }[] | undefined): string =>
  errors?.map(({ extensions }) => extensions.code).find((code) => CODES.includes(code)) ?? 'allowed';

describe('the access matrix', () => {
  it('decides about every operation that the schema has', () => {
    expect(operations.map(({ name }) => name).toSorted()).toEqual(Object.keys(EXPECTED).toSorted());
  });

  const CALLERS = ['anonymous', 'VIEWER', 'ANALYST', 'ADMIN', 'key-with-all-scopes', 'key-with-one-scope', 'revoked', 'expired'];
  // What would end the session that the other rows still need, and sign-up, which is closed to all by configuration.
  const ENDS = ['mutation.signOut', 'mutation.revokeSession'];

  it.each(CALLERS)('holds for %s over HTTP', async (caller) => {
    for (const { name, type, field } of operations) {
      if (type === 'subscription' || name === 'mutation.signUp' || (ENDS.includes(name) && expectedFor(caller, name) === 'allowed'))
        continue;
      const { body } = await rig.as(credentials.get(caller) ?? null, documentOf(type, field));
      expect([name, outcomeOf(body.errors)]).toEqual([name, expectedFor(caller, name)]);
    }
  });

  it.each(CALLERS)('holds for %s over websockets', async (caller) => {
    const credential = credentials.get(caller) ?? null;
    const payload = credential === null ? {} : { authorization: `Bearer ${credential}` };
    if (caller === 'revoked' || caller === 'expired') {
      const refused = new RawClient(rig.api.webSocketUrl);
      await refused.opened();
      refused.send({ type: 'connection_init', payload });
      expect((await refused.closed).code).toBe(4403);
      return;
    }
    const socket = await new RawClient(rig.api.webSocketUrl).init(payload);
    for (const { name, type, field } of operations) {
      if (type === 'mutation') continue;
      socket.send({ type: 'subscribe', id: name, payload: { query: documentOf(type, field) } });
      await socket.until((messages) => messages.some(({ id }) => id === name));
      const answer = socket.messages.find(({ id }) => id === name)!;
      const errors = answer.type === 'error' ? answer.payload : (answer.payload as { errors?: unknown }).errors;
      expect([name, outcomeOf(errors as never)]).toEqual([name, expectedFor(caller, name)]);
    }
    socket.end();
  });
});
