/** Secrets go every way that they can go; none of them is found in what operators read, or in the database and its log. */
import { readFileSync, globSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { openDatabase } from '../../src/adapters/persistence/open-database.js';
import { VpaProcess } from '../ledger/vpa-process.js';
import { freePort } from '../support/free-port.js';
import { OtlpSink } from '../support/otlp-sink.js';
import { createDatabase, startPostgres, withClient, type PostgresServer } from '../support/postgres.js';
import { RawClient } from '../support/raw-ws-client.js';
import { until } from '../support/until.js';

const CANARY = 'Canary7Fq2';
const SECRETS = new Map([
  ['password of the database', `${CANARY}-database-password`],
  ['signing key', Buffer.from(`${CANARY}-signing-key-of-32-bytes-or-more`).toString('base64url')],
  ['header of the collector', `${CANARY}-collector`],
  ['password', `${CANARY}-password`],
  ['next password', `${CANARY}-next-password`],
  ['wrong password', `${CANARY}-wrong-password`],
  ['made-up key', `vpa_${CANARY}-made-up-key`],
]);
const secret = (name: string): string => SECRETS.get(name)!;

let server: PostgresServer;
let adminUrl: string;
let databaseUrl: string;
const ROLE = `canary_${process.pid}`;
beforeAll(async () => {
  // It logs every statement with its values, the most that an operator can ask of it.
  server = await startPostgres({
    settings: ['logging_collector=on', 'log_directory=log', 'log_statement=all', 'log_parameter_max_length_on_error=-1'],
  });
  adminUrl = await createDatabase(server.url);
  await withClient(adminUrl, async (client) => {
    await client.query('set log_statement = none');
    await client.query(`create role ${ROLE} login superuser password '${secret('password of the database')}'`);
  });
  const url = new URL(adminUrl);
  url.username = ROLE;
  url.password = secret('password of the database');
  databaseUrl = url.toString();
  const database = await openDatabase({ kind: 'postgres', url: databaseUrl, poolSize: 1, statementTimeoutMs: 10_000 });
  await database.migrate();
  await database.close();
});
afterAll(() => server?.remove());

/** What PostgreSQL has logged. */
function databaseLog(): string {
  return globSync('log/*', { cwd: server.data })
    .map((name) => readFileSync(join(server.data, name), 'utf8'))
    .join('\n');
}

/** All rows of all tables, as text. */
async function dump(): Promise<string> {
  return withClient(adminUrl, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
    );
    const texts = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t`);
      texts.push(...rows.map(({ row }) => `${name} ${row}`));
    }
    return texts.join('\n');
  });
}

/** The text and the ways in which it is written elsewhere. */
function formsOf(text: string): string[] {
  return [text, encodeURIComponent(text), Buffer.from(text).toString('base64').replace(/=+$/, ''), Buffer.from(text).toString('hex')];
}

test('secrets are found in no log, metric, trace or row, nor in a log of the database that holds every statement', async () => {
  const sink = await OtlpSink.open();
  const [port, metricsPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const api = new VpaProcess({
    args: ['api'],
    env: {
      PORT: String(port),
      METRICS_PORT: String(metricsPort),
      DATABASE_URL: databaseUrl,
      REDIS_URL: inject('redisUrl'),
      VPA_JWT_KEYS: `k1=${secret('signing key')}`,
      VPA_SIGN_UP: 'open',
      VPA_LOG_LEVEL: 'debug',
      OTEL_EXPORTER_OTLP_ENDPOINT: sink.endpoint,
      OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${secret('header of the collector')}`,
    },
    isUp: async () => (await fetch(`${url}/readyz`).catch(() => null))?.ok === true,
    logLimit: 50_000_000,
  });
  try {
    await api.up();
    const post = async (body: unknown, headers: Record<string, string> = {}) => {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      const text = await response.text();
      return {
        status: response.status,
        text,
        data: (): unknown => (JSON.parse(text) as { data: unknown }).data,
      };
    };
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
    const email = 'canary@example.com';
    const credentials = (password: string) => `email: "${email}", password: "${password}"`;

    // As literals in the document, the worst a client can do, and as variables.
    await post({ query: `mutation { signUp(${credentials(secret('password'))}) { errors { code } } }` });
    await post({ query: `mutation { signUp(${credentials(secret('password'))}) { errors { code } } }` });
    await withClient(adminUrl, (client) => client.query("update users set role = 'ADMIN'"));
    await post({ query: `mutation { signIn(${credentials(secret('wrong password'))}) { errors { code } } }` });
    const signIn = {
      query: 'mutation S($p: String!) { signIn(email: "canary@example.com", password: $p) { accessToken refreshToken } }',
      variables: { p: secret('password') },
    };
    const { signIn: first } = (await post(signIn)).data() as { signIn: { accessToken: string; refreshToken: string } };
    const refresh = { query: 'mutation ($t: String!) { refreshSession(refreshToken: $t) { accessToken refreshToken errors { code } } }' };
    const refreshed = await post({ ...refresh, variables: { t: first.refreshToken } });
    const { refreshSession: second } = refreshed.data() as { refreshSession: typeof first };
    const create = `mutation { createApiKey(input: { name: "bot", scopes: [STOCK_READ], idempotencyKey: "canary-key" }) { secret } }`;
    const { createApiKey: key } = (await post({ query: create }, bearer(second.accessToken))).data() as {
      createApiKey: { secret: string };
    };
    const invite = 'mutation { inviteUser(email: "other@example.com", role: VIEWER) { token } }';
    const { inviteUser: invited } = (await post({ query: invite }, bearer(second.accessToken))).data() as { inviteUser: { token: string } };
    for (const [name, text] of [
      ['access token', first.accessToken],
      ['signature of the access token', first.accessToken.split('.')[2]!],
      ['next access token', second.accessToken],
      ['refresh token', first.refreshToken],
      ['next refresh token', second.refreshToken],
      // Its first eight characters are its name.
      ['API key', key.secret.slice(12)],
      ['invitation', invited.token],
    ] as const) {
      expect([name, text.length > 20]).toEqual([name, true]);
      SECRETS.set(name, text);
    }

    // The right places.
    const STOCKS = { query: '{ stocks(first: 1) { totalCount } }' };
    expect((await post(STOCKS, { 'x-api-key': key.secret })).status).toBe(200);
    expect((await post({ query: '{ me { email } mySessions { id } }' }, bearer(second.accessToken))).status).toBe(200);
    const socket = await new RawClient(`${url.replace('http', 'ws')}/graphql`).init(bearer(second.accessToken));
    socket.subscribe(STOCKS.query);
    await socket.until((messages) => messages.some(({ type }) => type === 'next'));
    socket.end();

    // The wrong places: whatever holds them fails.
    const all = [...SECRETS.values()];
    for (const text of all) {
      await post(STOCKS, {
        'x-api-key': text,
        'x-forwarded-for': text,
        'x-request-id': text,
        'user-agent': text,
        origin: `https://${text}`,
      });
      await post(`{"query": "{ stocks", "${text}`);
      await post({ query: `{ stocks(first: 1, ${text.replaceAll(/\W/g, '_')}: 1) { totalCount } }` });
      await post({ query: `query { stock(symbol: "${text}") { name } }`, operationName: text });
      await post({ query: `mutation { refreshSession(refreshToken: "${text}") { errors { code } } }`, extensions: { [text]: text } });
      await fetch(`${url}/graphql?access_token=${encodeURIComponent(text)}&query=${encodeURIComponent(`{ node(id: "${text}") { id } }`)}`);
      await fetch(`${url}/${encodeURIComponent(text)}`);
      const wrong = new RawClient(`${url.replace('http', 'ws')}/graphql?token=${encodeURIComponent(text)}`);
      await wrong.opened();
      wrong.send({ type: 'connection_init', payload: { authorization: `Basic ${text}` } });
      await wrong.closed;
    }

    // Faults of the server while it holds them: the driver's errors know the statement and its values.
    for (const table of ['users', 'user_sessions', 'refresh_tokens', 'api_keys', 'invitations']) {
      await withClient(adminUrl, (client) => client.query(`alter table ${table} rename to ${table}_away`));
      const answers = [
        await post(signIn),
        await post({ ...refresh, variables: { t: second.refreshToken } }),
        await post(STOCKS, { 'x-api-key': `vpa_${table}${CANARY}` }),
        await post({
          query: `mutation { acceptInvitation(token: "${invited.token}", password: "${secret('next password')}") { errors { code } } }`,
        }),
      ];
      expect(answers.some(({ text }) => text.includes('INTERNAL'))).toBe(true);
      for (const { text } of answers) for (const each of all) expect(text).not.toContain(each);
      await withClient(adminUrl, (client) => client.query(`alter table ${table}_away rename to ${table}`));
    }
    const change = 'mutation ($c: String!, $n: String!) { changePassword(current: $c, next: $n) { errors { code } } }';
    const variables = { c: secret('password'), n: secret('next password') };
    const changed = await post({ query: change, variables }, bearer(second.accessToken));
    expect(changed.data()).toEqual({ changePassword: { errors: [] } });

    await until('the spans are at the collector', () =>
      sink.spans.some(({ attributes }) => attributes['graphql.operation.name'] === 'changePassword'),
    );
    const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    const rows = await dump();
    expect(await api.stop()).toBe(0);
    const places = { log: api.log, metrics, traces: sink.bodies.join('\n'), rows, 'log of the database': databaseLog() };
    // What should be there is there.
    expect(places.rows).toContain(email);
    expect(places.log).toContain('a GraphQL operation failed');
    expect(places['log of the database']).toMatch(/insert into user_sessions[^]*relation "users" does not exist/);
    expect(places.metrics).toContain('vpa_');
    const found = [];
    for (const [place, text] of Object.entries(places))
      for (const [name, value] of SECRETS) if (formsOf(value).some((form) => text.includes(form))) found.push(`${name} in ${place}`);
    expect(found).toEqual([]);
  } finally {
    await api.stop();
    sink.close();
  }
}, 120_000);
