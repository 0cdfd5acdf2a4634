import pg from 'pg';

import type { Database } from '../../src/adapters/persistence/database.js';
import { matchAlerts } from '../../src/application/alerts/match-alerts.js';
import { sendAlerts, USUAL_PACE } from '../../src/application/alerts/send-alerts.js';
import type { AlertChannel, ChannelKind } from '../../src/application/ports/alert-channel.js';
import { ANY_SIGNAL } from '../../src/domain/alerts/alert-rule.js';
import { parseTradingDate } from '../../src/domain/market/trading-date.js';
import { SIGNAL_KINDS } from '../../src/domain/vpa/detectors/index.js';
import { aSignal } from '../../test/support/a-signal.js';
import { SILENT_LOGGER } from '../../test/support/fake-telemetry.js';
import { withClient } from '../../test/support/postgres.js';

export const CHANNELS = ['WEBHOOK', 'TELEGRAM', 'EMAIL'] as const;

const NO_METRICS = { increment: () => undefined, set: () => undefined, observe: () => undefined };
const NEVER = new AbortController().signal;

/** A user with rules, each about one symbol, with a binding of its own on each channel. */
export async function makeRules(url: string, rules: number): Promise<void> {
  await withClient(url, async (client) => {
    await client.query("insert into users (email, password_hash, role) values ('an@nha.example', 'none', 'VIEWER')");
    await client.query(
      `insert into alert_bindings (user_id, channel, target, label, language, state)
       select users.id, channel, channel || ' ' || rule, 'rule ' || rule, 'vi', 'ACTIVE'
       from users, unnest($1::text[]) as channel, generate_series(1, $2) as rule`,
      [[...CHANNELS], rules],
    );
    await client.query(
      `insert into alert_rules (user_id, name, trigger, filter, binding_ids, cooldown_minutes, ttl_minutes)
       select user_id, label, 'FOUND', $1::jsonb || jsonb_build_object('symbols', jsonb_build_array(replace(label, 'rule ', 'S'))), array_agg(id), 0, 4000
       from alert_bindings group by user_id, label`,
      [JSON.stringify(ANY_SIGNAL)],
    );
  });
}

/** Events of signals, the symbols of the rules in turn. */
export async function tellSignals(database: Database, url: string, signals: number, rules: number): Promise<void> {
  const events = Array.from({ length: signals }, (_, i) => {
    const turn = Math.floor(i / rules);
    const signal = aSignal({
      symbol: `S${(i % rules) + 1}`,
      kind: SIGNAL_KINDS[turn % SIGNAL_KINDS.length] ?? 'SPRING',
      tradingDate: parseTradingDate(`2025-05-${String(10 + Math.floor(turn / SIGNAL_KINDS.length)).padStart(2, '0')}`),
    });
    return { type: 'signal.detected', signal: { ...signal, detectedAt: signal.detectedAt.toISOString() } };
  });
  await withClient(url, (client) =>
    client.query("insert into events (type, payload) select 'signal.detected', value from jsonb_array_elements($1::jsonb)", [
      JSON.stringify(events),
    ]),
  );
  while ((await database.outbox.numberPending(1_000)).length > 0);
}

/** Seconds to match all events, and then to send all alerts through channels that take everything at once. */
export async function matchAndSend(database: Database): Promise<{ readonly matchSeconds: number; readonly sendSeconds: number }> {
  const { alerts, eventLog: log } = database;
  const match = matchAlerts({ alerts, log, metrics: NO_METRICS, logger: SILENT_LOGGER });
  const begun = performance.now();
  while (await match());
  const matched = performance.now();
  const accept = (kind: ChannelKind): [ChannelKind, AlertChannel] => [
    kind,
    {
      kind,
      parseTarget: (text) => text,
      send: async ({ deliveryId }) => ({ kind: 'ACCEPTED', reference: deliveryId, movedTo: null }),
      close: async () => undefined,
    },
  ];
  const send = sendAlerts({
    alerts,
    channels: new Map(CHANNELS.map(accept)),
    secretsOf: () => [],
    unsubscribeUrlOf: () => null,
    limiter: {
      take: async () => ({ allowed: true, remaining: 1, retryAfterMs: 0, bucket: { tokens: 1, atMs: 0 } }),
      close: async () => undefined,
    },
    metrics: NO_METRICS,
    logger: SILENT_LOGGER,
    now: () => new Date(),
    pace: USUAL_PACE,
  });
  while ((await send(NEVER)) > 0 || (await alerts.backlog()).open > 0);
  return { matchSeconds: (matched - begun) / 1000, sendSeconds: (performance.now() - matched) / 1000 };
}

/** The floor: the same number of jobs of the same size, put into a bare table in batches, taken sixteen at a time and ticked off one by one. */
export async function bareQueue(url: string, jobs: number): Promise<{ readonly putSeconds: number; readonly takeSeconds: number }> {
  const pool = new pg.Pool({ connectionString: url, max: 8 });
  try {
    await pool.query('drop table if exists bare_queue');
    await pool.query(
      'create table bare_queue (id bigint generated always as identity primary key, payload jsonb not null, taken boolean not null default false)',
    );
    await pool.query('create index on bare_queue (id) where not taken');
    const payload = JSON.stringify({ text: 'x'.repeat(1_500) });
    const begun = performance.now();
    for (let put = 0; put < jobs; put += 600) {
      await pool.query('insert into bare_queue (payload) select $1::jsonb from generate_series(1, $2)', [
        payload,
        Math.min(600, jobs - put),
      ]);
    }
    const isPut = performance.now();
    for (;;) {
      const { rows } = await pool.query<{ id: string }>(
        'update bare_queue set taken = true where id in (select id from bare_queue where not taken order by id limit 16 for update skip locked) returning id, payload',
      );
      if (rows.length === 0) break;
      await Promise.all(rows.map(({ id }) => pool.query('delete from bare_queue where id = $1', [id])));
    }
    return { putSeconds: (isPut - begun) / 1000, takeSeconds: (performance.now() - isPut) / 1000 };
  } finally {
    await pool.end();
  }
}
