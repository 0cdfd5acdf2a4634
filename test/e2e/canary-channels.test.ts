/** Secrets of the channels go where alerts go, to receivers that give them back in their errors; none is found in what operators read, or in the database. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { openDatabase } from '../../src/adapters/persistence/open-database.js';
import { ANY_SIGNAL } from '../../src/domain/alerts/alert-rule.js';
import { VpaProcess } from '../ledger/vpa-process.js';
import { aSignal } from '../support/a-signal.js';
import { freePort } from '../support/free-port.js';
import { OtlpSink } from '../support/otlp-sink.js';
import { createDatabase, startPostgres, withClient, type PostgresServer } from '../support/postgres.js';
import { until } from '../support/until.js';

const CANARY = 'Canary7Fq2';
const TOKEN = `12345:${CANARY}-telegram-token-of-35-letters`;
const SMTP_PASSWORD = `${CANARY}-smtp-password`;
const WEBHOOK_KEY = `${CANARY}-webhook-key-of-at-least-32-characters`;

let postgres: PostgresServer;
let http: Server;
let smtp: SMTPServer;
/** What came to the receivers, so that it is known that the secrets were on their way. */
const seen: string[] = [];
beforeAll(async () => {
  postgres = await startPostgres();
  // It says back all that it was told, as a careless receiver does.
  http = createServer((request, response) => {
    seen.push(`${request.url} ${JSON.stringify(request.headers)}`);
    response.writeHead(500, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ok: false, description: `Not found: ${request.url} ${JSON.stringify(request.headers)}` }));
  }).listen(0, '127.0.0.1');
  await once(http, 'listening');
  smtp = new SMTPServer({
    authOptional: false,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    logger: false,
    onAuth({ password }, _session, done) {
      seen.push(`smtp ${password}`);
      done(new Error(`535 the password ${password} is wrong`));
    },
  });
  smtp.listen(0, '127.0.0.1');
  await once(smtp.server, 'listening');
});
afterAll(async () => {
  http?.closeAllConnections();
  http?.close();
  await new Promise<void>((resolve) => smtp.close(resolve));
  await postgres?.remove();
});

test('secrets of channels are found in no log, metric, trace or row, whatever receivers answer', async () => {
  const databaseUrl = await createDatabase(postgres.url);
  const database = await openDatabase({ kind: 'postgres', url: databaseUrl, poolSize: 2, statementTimeoutMs: 10_000 });
  await database.migrate();
  const [sink, metricsPort] = [await OtlpSink.open(), await freePort()];
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const mail = `127.0.0.1:${(smtp.server.address() as AddressInfo).port}`;
  const worker = new VpaProcess({
    args: ['worker', 'alerts'],
    env: {
      DATABASE_URL: databaseUrl,
      REDIS_URL: inject('redisUrl'),
      METRICS_PORT: String(metricsPort),
      VPA_LOG_LEVEL: 'debug',
      VPA_ALERTS_ALLOW_INNER: 'true',
      VPA_ALERTS_PACE: 'fast',
      VPA_TELEGRAM_BOT_TOKEN: TOKEN,
      VPA_TELEGRAM_URL: url,
      VPA_SMTP_URL: `smtp://bot:${encodeURIComponent(SMTP_PASSWORD)}@${mail}`,
      VPA_SMTP_FROM: 'alerts@vpa.example',
      VPA_WEBHOOK_KEY: WEBHOOK_KEY,
      OTEL_EXPORTER_OTLP_ENDPOINT: sink.endpoint,
    },
    isUp: (log) => log.includes('workers run'),
    logLimit: 50_000_000,
  });
  try {
    await withClient(databaseUrl, async (client) => {
      await client.query("insert into users (email, password_hash, role) values ('an@nha.example', 'none', 'VIEWER')");
      for (const [channel, target] of [
        ['WEBHOOK', `${url}/hook`],
        ['TELEGRAM', '4711'],
        ['EMAIL', 'an@nha.example'],
      ])
        await client.query(
          `insert into alert_bindings (user_id, channel, target, label, language, state) select id, $1, $2, $2, 'vi', 'ACTIVE' from users`,
          [channel, target],
        );
      await client.query(
        `insert into alert_rules (user_id, name, trigger, filter, binding_ids, cooldown_minutes, ttl_minutes)
          select users.id, 'all', 'FOUND', $1, (select array_agg(id) from alert_bindings), 0, 60 from users`,
        [JSON.stringify(ANY_SIGNAL)],
      );
    });
    await worker.up();
    const ask = (sql: string) => withClient(databaseUrl, async (client) => (await client.query<{ n: number }>(sql)).rows[0]?.n ?? 0);
    await until('the matcher has its place', async () => (await ask('select count(*)::int as n from alert_positions')) > 0);
    const signal = aSignal();
    const payload = { type: 'signal.detected', signal: { ...signal, detectedAt: signal.detectedAt.toISOString() } };
    await withClient(databaseUrl, (client) =>
      client.query("insert into events (type, payload) values ('signal.detected', $1)", [JSON.stringify(payload)]),
    );
    await database.outbox.numberPending(10);
    await until(
      'each channel has tried twice',
      async () =>
        (await ask('select count(*)::int as n from (select delivery_id from alert_attempts group by 1 having count(*) > 1) as t')) >= 2,
      30_000,
    );
    await until('mail has tried', () => seen.some((each) => each.startsWith('smtp ')), 30_000);
    const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    const rows = await withClient(databaseUrl, async (client) => {
      const { rows: tables } = await client.query<{ name: string }>(
        "select format('%I', tablename) as name from pg_tables where schemaname = 'public'",
      );
      const texts: string[] = [];
      for (const { name } of tables)
        texts.push(...(await client.query<{ row: string }>(`select t::text as row from ${name} t`)).rows.map(({ row }) => row));
      return texts.join('\n');
    });
    expect(await worker.stop()).toBe(0);
    // The secrets were on their way.
    expect(seen.join('\n')).toContain(TOKEN);
    expect(seen.join('\n')).toContain(SMTP_PASSWORD);
    expect(seen.join('\n')).toContain('webhook-signature');
    expect(metrics).toContain('alert_deliveries_total');
    expect(rows).toContain('an@nha.example');
    const places = { log: worker.log, metrics, traces: sink.bodies.join('\n'), rows };
    const found = Object.entries(places).flatMap(([place, text]) =>
      [TOKEN, SMTP_PASSWORD, WEBHOOK_KEY]
        .filter((secret) =>
          [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64').replace(/=+$/, '')].some((form) =>
            text.includes(form),
          ),
        )
        .map((secret) => `${secret} in ${place}`),
    );
    expect(found).toEqual([]);
  } finally {
    await worker.stop();
    await database.close();
    sink.close();
  }
}, 120_000);
