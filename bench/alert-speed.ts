import { openDatabase } from '../src/adapters/persistence/open-database.js';
import { createDatabase, startPostgres } from '../test/support/postgres.js';
import { startRedis } from '../test/support/redis.js';
import { alertDelays } from './support/alert-delays.js';
import { bareQueue, CHANNELS, makeRules, matchAndSend, tellSignals } from './support/alert-queue.js';
import { percentile } from './support/live-stack.js';
import { keepResult } from './support/result.js';

/**
 * Alerts matched and delivered per second beside a bare queue in the same PostgreSQL; then the delay from the commit of a signal to its receiver
 * at a steady rate, without and with a destination among the others that never answers.
 */
const SIGNALS = Number(process.argv[2] ?? 10_000);
const SECONDS = Number(process.argv[3] ?? 60);
const RULES = 200;
const PER_SECOND = 50;
const DESTINATIONS = 50;

const rounded = (value: number): number => Math.round(value * 10) / 10;
const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
try {
  const url = await createDatabase(postgres.url);
  const database = await openDatabase({ kind: 'postgres', url, poolSize: 8, statementTimeoutMs: 60_000 });
  await database.migrate();
  await makeRules(url, RULES);
  const jobs = SIGNALS * CHANNELS.length;
  const before = await bareQueue(url, jobs);
  // The place from which the matcher goes on.
  await matchAndSend(database);
  await tellSignals(database, url, SIGNALS, RULES);
  const { matchSeconds, sendSeconds } = await matchAndSend(database);
  const after = await bareQueue(url, jobs);
  const [putSeconds, takeSeconds] = [(before.putSeconds + after.putSeconds) / 2, (before.takeSeconds + after.takeSeconds) / 2];
  await database.close();
  const throughput = {
    signals: SIGNALS,
    rules: RULES,
    deliveries: jobs,
    matchedPerSecond: Math.round(jobs / matchSeconds),
    deliveredPerSecond: Math.round(jobs / sendSeconds),
    barePutPerSecond: Math.round(jobs / putSeconds),
    bareTakenPerSecond: Math.round(jobs / takeSeconds),
    ratioMatched: rounded(matchSeconds / putSeconds),
    ratioDelivered: rounded(sendSeconds / takeSeconds),
  };
  console.table([throughput]);

  const delays: Record<string, Record<string, number>> = {};
  for (const hasBlackHole of [false, true]) {
    const order = { postgresUrl: postgres.url, redisUrl: redis.url, destinations: DESTINATIONS, perSecond: PER_SECOND, seconds: SECONDS };
    const sorted = Float64Array.from(await alertDelays({ ...order, hasBlackHole })).sort();
    const at = (share: number) => rounded(percentile(sorted, share));
    delays[hasBlackHole ? 'withBlackHole' : 'allAnswer'] = {
      alerts: sorted.length,
      p50Ms: at(0.5),
      p95Ms: at(0.95),
      p99Ms: at(0.99),
      maxMs: at(1),
    };
  }
  console.table(delays);
  keepResult('alert-speed', { throughput, delays, perSecond: PER_SECOND, destinations: DESTINATIONS });
} finally {
  await Promise.all([postgres.remove(), redis.remove()]);
}
