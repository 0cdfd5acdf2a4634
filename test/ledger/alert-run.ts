import { setTimeout as delay } from 'node:timers/promises';

import { type Database } from '../../src/adapters/persistence/database.js';
import { openDatabase } from '../../src/adapters/persistence/open-database.js';
import { ANY_SIGNAL } from '../../src/domain/alerts/alert-rule.js';
import { parseTradingDate } from '../../src/domain/market/trading-date.js';
import { SeededRandom } from '../../src/domain/seeded-random.js';
import { aSignal } from '../support/a-signal.js';
import { createDatabase, type PostgresServer, startPostgres, withClient } from '../support/postgres.js';
import { type RedisServer, startRedis } from '../support/redis.js';
import { until } from '../support/until.js';
import { FakeReceivers } from './fake-receivers.js';
import { VpaProcess } from './vpa-process.js';

/** The ledger of the database against what the receivers took. */
export interface AlertRunResult {
  readonly seed: number;
  /** Alerts owed: signals × bindings. */
  readonly owed: number;
  readonly sent: number;
  /** Refused by their receiver for good, as they had to be. */
  readonly refused: number;
  /** Owed alerts that are not in the ledger, not at their end, or sent by its word and taken by nobody. */
  readonly lost: number;
  /** Alerts with more than one delivery. */
  readonly duplicatedInside: number;
  /** Alerts taken more than once although their sender had been told: it was killed before it wrote that down. */
  readonly duplicatedOutside: number;
  /** The most that one alert was taken so. */
  readonly mostOfOne: number;
  /** Taken under an id that the ledger does not know. */
  readonly strangers: number;
  /** Requests before the end of a pause that the receiver had asked for. */
  readonly early: number;
  /** Alerts of a destination that came before an older one. */
  readonly outOfOrder: number;
  readonly kills: number;
  readonly restarts: number;
  readonly redisStops: number;
  /** Attempts that the ledger says were lost with their process. */
  readonly lostAttempts: number;
  readonly requests: number;
  readonly unexpectedEnds: number;
}

const SIGNALS = 7;
const WEBHOOKS = 5;
const KILLS_OF_EACH = 2;
const LOAD_MS = 4_000;
const SETTLE_LIMIT_MS = 90_000;
const OPEN = "state in ('PENDING', 'SENDING', 'RETRYING')";

/** A PostgreSQL of one's own, whose commits reach the disk, and a Redis. */
export interface AlertStage {
  readonly postgres: PostgresServer;
  readonly redis: RedisServer;
  close(): Promise<void>;
}

export async function openAlertStage(): Promise<AlertStage> {
  const [postgres, redis] = await Promise.all([startPostgres({ durable: true }), startRedis()]);
  return { postgres, redis, close: async () => void (await Promise.all([postgres.remove(), redis.remove()])) };
}

/**
 * One run: signals come in while two alert workers are killed at any instant, Redis stops for a while in every second run, and PostgreSQL is
 * restarted in every third one.
 */
export async function runAlerts({ postgres, redis }: AlertStage, seed: number): Promise<AlertRunResult> {
  const random = new SeededRandom(seed);
  const receivers = new FakeReceivers(seed);
  const { url, smtpPort } = await receivers.start();
  const databaseUrl = await createDatabase(postgres.url);
  const database = await openDatabase({ kind: 'postgres', url: databaseUrl, poolSize: 3, statementTimeoutMs: 10_000 });
  await database.migrate();
  const env = {
    DATABASE_URL: databaseUrl,
    REDIS_URL: redis.url,
    METRICS_PORT: '0',
    VPA_DATABASE_POOL: '4',
    VPA_ALERTS_ALLOW_INNER: 'true',
    VPA_ALERTS_PACE: 'fast',
    VPA_WEBHOOK_KEY: 'k'.repeat(40),
    VPA_TELEGRAM_URL: url,
    VPA_TELEGRAM_BOT_TOKEN: `12345:${'t'.repeat(35)}`,
    VPA_SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
    VPA_SMTP_FROM: 'alerts@vpa.example',
  };
  const workers = [1, 2].map(() => new VpaProcess({ args: ['worker', 'alerts'], env, isUp: (log) => log.includes('workers run') }));
  try {
    const bindings = await subscribe(databaseUrl, url);
    await Promise.all(workers.map((worker) => worker.up()));
    await until('a matcher has its place', async () => (await ask(databaseUrl, 'select 1 from alert_positions')).length === 1);
    const restarts = seed % 3 === 0 ? 1 : 0;
    const redisStops = seed % 2 === 0 ? 0 : 1;
    await Promise.all([
      tellSignals(database, databaseUrl),
      ...workers.flatMap((worker) => Array.from({ length: KILLS_OF_EACH }, () => killAt(worker, random.between(100, LOAD_MS + 2_000)))),
      restarts === 0 ? Promise.resolve() : restartAt(postgres, random.between(500, LOAD_MS)),
      redisStops === 0 ? Promise.resolve() : stopFor(redis, random.between(200, LOAD_MS), random.between(500, LOAD_MS)),
    ]);
    await Promise.all(workers.map((worker) => worker.up()));
    await until(
      'every alert is at its end',
      async () => {
        const [row] = await ask(
          databaseUrl,
          `select count(*) filter (where ${OPEN})::int as open, count(*)::int as made from alert_deliveries`,
        );
        return row?.['open'] === 0 && row['made'] === SIGNALS * bindings;
      },
      SETTLE_LIMIT_MS,
    ).catch(() => undefined);
    const deliveries = await ask(databaseUrl, 'select id, seq::int as seq, binding_id, dedupe, state from alert_deliveries order by seq');
    for (const row of await ask(
      databaseUrl,
      "select payload ->> 'deliveryId' as id from events where type = 'alert.delivered' order by events.id",
    ))
      receivers.accepted.push({ destination: 'app', id: String(row['id']), isTold: true });
    const [lost] = await ask(databaseUrl, "select count(*)::int as count from alert_attempts where outcome = 'LOST'");
    const kills = workers.length * KILLS_OF_EACH;
    const unexpectedEnds = workers.reduce((sum, worker) => sum + worker.unexpectedEnds, 0);
    const settled = settle(deliveries, receivers, SIGNALS * bindings);
    const harm = { kills, restarts, redisStops, lostAttempts: Number(lost?.['count']) };
    return { seed, ...settled, ...harm, requests: receivers.requests, unexpectedEnds };
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
    await database.close();
    await receivers.close();
  }
}

/** A user with a rule about everything and a binding to each receiver, the inbox among them. Returns how many bindings there are. */
async function subscribe(databaseUrl: string, url: string): Promise<number> {
  const targets = [
    ...Array.from({ length: WEBHOOKS }, (_, i) => ['WEBHOOK', `${url}/hook-${i}`] as const),
    ['TELEGRAM', '4711'] as const,
    ['EMAIL', 'an@nha.example'] as const,
    ['APP', 'app'] as const,
  ];
  await withClient(databaseUrl, async (client) => {
    await client.query("insert into users (email, password_hash, role) values ('an@nha.example', 'none', 'VIEWER')");
    for (const [channel, target] of targets) {
      await client.query(
        `insert into alert_bindings (user_id, channel, target, label, language, state) select id, $1, $2, $2, 'vi', 'ACTIVE' from users`,
        [channel, target],
      );
    }
    await client.query(
      `insert into alert_rules (user_id, name, trigger, filter, binding_ids, cooldown_minutes, ttl_minutes)
       select users.id, 'all', 'FOUND', $1, (select array_agg(id) from alert_bindings), 0, 60 from users`,
      [JSON.stringify(ANY_SIGNAL)],
    );
  });
  return targets.length;
}

/** One signal after another, each committed and numbered, whatever has to be tried again for it. */
async function tellSignals(database: Database, databaseUrl: string): Promise<void> {
  for (let i = 0; i < SIGNALS; i += 1) {
    const signal = aSignal({ symbol: `S${i}`, tradingDate: parseTradingDate('2025-05-20') });
    const payload = { type: 'signal.detected', signal: { ...signal, detectedAt: signal.detectedAt.toISOString() } };
    await until(
      'the signal is told',
      async () => {
        try {
          await withClient(databaseUrl, (client) =>
            client.query(
              `insert into events (type, payload) select 'signal.detected', $1
             where not exists (select from events where payload -> 'signal' ->> 'id' = $2)`,
              [JSON.stringify(payload), signal.id],
            ),
          );
          await database.outbox.numberPending(100);
          return true;
        } catch {
          return false;
        }
      },
      SETTLE_LIMIT_MS,
    );
    await delay(LOAD_MS / SIGNALS);
  }
}

async function killAt(worker: VpaProcess, ms: number): Promise<void> {
  await delay(ms);
  await worker.up();
  worker.kill();
}

async function restartAt(postgres: PostgresServer, ms: number): Promise<void> {
  await delay(ms);
  await postgres.stop({ immediate: true });
  await postgres.start();
}

async function stopFor(redis: RedisServer, afterMs: number, forMs: number): Promise<void> {
  await delay(afterMs);
  await redis.stop();
  await delay(forMs);
  await redis.start();
}

async function ask(databaseUrl: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  return withClient(databaseUrl, async (client) => (await client.query<Record<string, unknown>>(sql)).rows);
}

function settle(deliveries: readonly Record<string, unknown>[], receivers: FakeReceivers, owed: number) {
  const told = new Map<string, number>();
  const taken = new Set<string>();
  for (const { id, isTold } of receivers.accepted) {
    taken.add(id);
    if (isTold) told.set(id, (told.get(id) ?? 0) + 1);
  }
  const rows = deliveries.map(({ id, seq, binding_id: binding, dedupe, state }) => ({
    id: String(id),
    seq: Number(seq),
    key: `${String(binding)} ${String(dedupe)}`,
    state: String(state),
  }));
  const seqOf = new Map(rows.map(({ id, seq }) => [id, seq]));
  const refused = rows.filter(({ id, state }) => state === 'FAILED' && receivers.isRefused(id) && !taken.has(id)).length;
  const sent = rows.filter(({ id, state }) => state === 'SENT' && taken.has(id)).length;
  const repeats = [...told.values()].filter((times) => times > 1);
  return {
    owed,
    sent,
    refused,
    lost: owed - sent - refused,
    duplicatedInside: rows.length - new Set(rows.map(({ key }) => key)).size,
    duplicatedOutside: repeats.reduce((sum, times) => sum + times - 1, 0),
    mostOfOne: Math.max(0, ...repeats.map((times) => times - 1)),
    strangers: [...taken].filter((id) => !seqOf.has(id)).length,
    early: receivers.early,
    outOfOrder: outOfOrder(receivers, seqOf),
  };
}

/** By the first time that each alert was taken. */
function outOfOrder(receivers: FakeReceivers, seqOf: ReadonlyMap<string, number>): number {
  const newest = new Map<string, number>();
  const seen = new Set<string>();
  let count = 0;
  for (const { destination, id } of receivers.accepted) {
    if (seen.has(id)) continue;
    seen.add(id);
    const seq = seqOf.get(id) ?? 0;
    if (seq < (newest.get(destination) ?? 0)) count += 1;
    newest.set(destination, Math.max(seq, newest.get(destination) ?? 0));
  }
  return count;
}
