import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

import { openDatabase } from '../../src/adapters/persistence/open-database.js';
import { ANY_SIGNAL } from '../../src/domain/alerts/alert-rule.js';
import { parseTradingDate } from '../../src/domain/market/trading-date.js';
import { SIGNAL_KINDS } from '../../src/domain/vpa/detectors/index.js';
import { signalId } from '../../src/domain/vpa/signal.js';
import { aSignal } from '../../test/support/a-signal.js';
import { VpaProcess } from '../../test/ledger/vpa-process.js';
import { createDatabase, withClient } from '../../test/support/postgres.js';
import { until } from '../../test/support/until.js';

export interface DelayOrder {
  readonly postgresUrl: string;
  readonly redisUrl: string;
  readonly destinations: number;
  readonly perSecond: number;
  readonly seconds: number;
  /** Whether the first destination takes connections and never answers. */
  readonly hasBlackHole: boolean;
}

/**
 * Signals at a steady rate, each in a transaction of its own and each to one of many webhooks in turn; a relay and an alert worker run
 * as processes. Milliseconds from the commit until the receiver has the whole request, of all destinations but the first.
 */
export async function alertDelays(order: DelayOrder): Promise<readonly number[]> {
  const arrived = new Map<string, number>();
  const server = createServer((request, response) => {
    void readText(request).then((body) => {
      const at = performance.now();
      if (order.hasBlackHole && request.url === '/hook-1') return;
      const { data } = JSON.parse(body) as { data: { signal: { id: string } } };
      if (!arrived.has(data.signal.id)) arrived.set(data.signal.id, at);
      response.end('ok');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const databaseUrl = await createDatabase(order.postgresUrl);
  const database = await openDatabase({ kind: 'postgres', url: databaseUrl, poolSize: 2, statementTimeoutMs: 10_000 });
  await database.migrate();
  await database.close();
  await subscribe(databaseUrl, `http://127.0.0.1:${(server.address() as AddressInfo).port}`, order.destinations);
  const env = {
    DATABASE_URL: databaseUrl,
    REDIS_URL: order.redisUrl,
    METRICS_PORT: '0',
    VPA_LOG_LEVEL: 'info',
    VPA_ALERTS_ALLOW_INNER: 'true',
    VPA_WEBHOOK_KEY: 'k'.repeat(40),
  };
  const workers = ['relay', 'alerts'].map(
    (name) => new VpaProcess({ args: ['worker', name], env, isUp: (log) => log.includes('workers run') }),
  );
  try {
    await Promise.all(workers.map((worker) => worker.up()));
    const committed = await tell(databaseUrl, order);
    const wanted = [...committed].filter(([, { destination }]) => destination !== 1);
    await until('the alerts have arrived', () => wanted.every(([id]) => arrived.has(id)), 60_000);
    return wanted.map(([id, { at }]) => (arrived.get(id) ?? Infinity) - at);
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
    server.closeAllConnections();
    server.close();
  }
}

async function subscribe(databaseUrl: string, url: string, destinations: number): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    await client.query("insert into users (email, password_hash, role) values ('an@nha.example', 'none', 'VIEWER')");
    await client.query(
      `insert into alert_bindings (user_id, channel, target, label, language, state)
       select id, 'WEBHOOK', $1 || '/hook-' || n, 'S' || n, 'vi', 'ACTIVE' from users, generate_series(1, $2) as n`,
      [url, destinations],
    );
    await client.query(
      `insert into alert_rules (user_id, name, trigger, filter, binding_ids, cooldown_minutes, ttl_minutes)
       select user_id, label, 'FOUND', $1::jsonb || jsonb_build_object('symbols', jsonb_build_array(label)), array[id], 0, 60 from alert_bindings`,
      [JSON.stringify(ANY_SIGNAL)],
    );
  });
}

async function tell(databaseUrl: string, { destinations, perSecond, seconds }: DelayOrder) {
  const committed = new Map<string, { readonly at: number; readonly destination: number }>();
  await withClient(databaseUrl, async (client) => {
    await until('a matcher has its place', async () => (await client.query('select 1 from alert_positions')).rowCount === 1);
    const begun = performance.now();
    for (let i = 0; i < perSecond * seconds; i += 1) {
      await delay(Math.max(0, begun + (i * 1000) / perSecond - performance.now()));
      const [destination, turn] = [(i % destinations) + 1, Math.floor(i / destinations)];
      const base = aSignal({
        symbol: `S${destination}`,
        kind: SIGNAL_KINDS[turn % SIGNAL_KINDS.length] ?? 'SPRING',
        tradingDate: parseTradingDate(`2025-05-${String(10 + Math.floor(turn / SIGNAL_KINDS.length)).padStart(2, '0')}`),
      });
      const signal = { ...base, id: signalId(base), detectedAt: base.detectedAt.toISOString() };
      await client.query("insert into events (type, payload) values ('signal.detected', $1)", [
        JSON.stringify({ type: 'signal.detected', signal }),
      ]);
      committed.set(signal.id, { at: performance.now(), destination });
    }
  });
  return committed;
}
