import { execFile, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import pg from 'pg';

import { freePort } from '../../test/support/free-port.js';
import { createDatabase, startPostgres } from '../../test/support/postgres.js';
import { startRedis } from '../../test/support/redis.js';
import type { HeapReport } from './heap-probe.js';
import type { SubscribersReport } from './subscribers.js';

const CLI = fileURLToPath(new URL('../../src/main/cli.js', import.meta.url));
const HEAP_PROBE = fileURLToPath(new URL('heap-probe.js', import.meta.url));
const SUBSCRIBERS = fileURLToPath(new URL('subscribers.js', import.meta.url));
const START_LIMIT_MS = 30_000;

/** Every field that a signal has, and its stock: a large message. */
export const WATCH_ALL = `subscription {
  signalDetected {
    __typename
    ... on SignalDetected {
      cursor
      signal {
        id symbol tradingDate kind direction ruleVersion origin detectedAt volumeRatio spreadRatio closePosition changePct
        bodyRatio upperWick lowerWick atr14 resistance30 support30 isDowntrend isUptrend background isShortHistory isIlliquid
        stock { id symbol name sector exchange isIndex isSimulated }
      }
    }
    ... on FeedPosition { cursor }
    ... on FeedGap { cursor reason }
  }
}`;

/** PostgreSQL, Redis and a relay of its own; APIs and subscribers as asked: all real processes. */
export async function startLiveStack() {
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  const databaseUrl = await createDatabase(postgres.url);
  const env = { ...process.env, DATABASE_URL: databaseUrl, REDIS_URL: redis.url, VPA_LOG_LEVEL: 'warn', METRICS_PORT: '0' };
  await promisify(execFile)(process.execPath, [CLI, 'migrate'], { env });
  const children = new Set<ChildProcess>();
  const start = (
    program: string,
    args: readonly string[],
    options: { env?: NodeJS.ProcessEnv; execArgv?: string[] } = {},
  ): ChildProcess => {
    const child = fork(program, args, { execArgv: [], serialization: 'advanced', env, ...options });
    children.add(child);
    child.once('exit', () => children.delete(child));
    return child;
  };
  start(CLI, ['worker', 'relay']);
  const close = async (): Promise<void> => {
    await database.end();
    for (const child of children) child.kill('SIGKILL');
    await Promise.all([postgres.remove(), redis.remove()]);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close().then(() => process.exit(1)));
  const database = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  const { rows } = await database.query<{ id: string }>("select id from stocks where symbol = 'VCB'");
  const stockId = rows[0]?.id ?? '';

  return {
    redisUrl: redis.url,
    /** Commits one event; returns when, in ms since 1970. The number comes back as `volumeRatio`. */
    async tell(number: number): Promise<number> {
      await database.query({ name: 'tell', text: INSERT, values: [JSON.stringify(anEvent(number, stockId))] });
      return performance.timeOrigin + performance.now();
    },
    /** Commits many at once, each larger by so many characters. */
    async tellMany(from: number, count: number, filler: number): Promise<number> {
      const events = Array.from({ length: count }, (_, i) => anEvent(from + i, stockId, filler));
      await database.query({ name: 'tell-many', text: INSERT_MANY, values: [JSON.stringify(events)] });
      return performance.timeOrigin + performance.now();
    },
    async startApi() {
      const [port, metricsPort] = [await freePort(), await freePort()];
      const execArgv = ['--expose-gc', '--import', HEAP_PROBE];
      const api = start(CLI, ['api'], { env: { ...env, PORT: String(port), METRICS_PORT: String(metricsPort) }, execArgv });
      await untilReady(`http://127.0.0.1:${port}/readyz`);
      return {
        url: `ws://127.0.0.1:${port}/graphql`,
        heap: async (): Promise<HeapReport> => {
          api.send('heap');
          return (await once(api, 'message'))[0] as HeapReport;
        },
        metric: async (name: string): Promise<number> => {
          const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
          return Number(
            text
              .split('\n')
              .find((line) => line.startsWith(`${name} `))
              ?.split(' ')[1] ?? 0,
          );
        },
        stop: async () => {
          api.kill('SIGTERM');
          await once(api, 'exit');
        },
      };
    },
    /** Subscribers in a process of their own. */
    async startSubscribers(url: string, count: number, query: string) {
      const child = start(SUBSCRIBERS, []);
      child.send({ order: 'connect', url, count, query });
      await once(child, 'message');
      return {
        freeze: () => child.kill('SIGSTOP'),
        thaw: () => child.kill('SIGCONT'),
        have: async (number: number): Promise<void> => {
          child.send({ order: 'have', number });
          await once(child, 'message');
        },
        report: async (): Promise<SubscribersReport> => {
          child.send({ order: 'report' });
          return (await once(child, 'message'))[0] as SubscribersReport;
        },
        stop: async () => {
          child.kill('SIGKILL');
          await once(child, 'exit');
        },
      };
    },
    close,
  };
}
export type LiveStack = Awaited<ReturnType<typeof startLiveStack>>;

const INSERT = "insert into events (type, payload) values ('signal.detected', $1::jsonb)";
const INSERT_MANY = "insert into events (type, payload) select 'signal.detected', event from jsonb_array_elements($1::jsonb) as event";

async function untilReady(url: string): Promise<void> {
  const deadline = performance.now() + START_LIMIT_MS;
  for (;;) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    if (performance.now() > deadline) throw new Error(`${url} was not ready in time`);
    await delay(50);
  }
}

/** As the outbox holds it. */
function anEvent(number: number, stockId: string, filler = 0): object {
  const tradingDate = '2025-05-20';
  const signal = {
    id: `VCB:D1:${tradingDate}:NO_SUPPLY:bench-${number}`,
    stockId,
    symbol: 'VCB',
    interval: 'D1',
    tradingDate,
    kind: 'NO_SUPPLY',
    direction: 'BULLISH',
    ruleVersion: `bench-${number}${'-'.repeat(filler)}`,
    origin: 'LIVE',
    measured: {
      volumeRatio: number,
      spreadRatio: 0.712345,
      closePosition: 0.512345,
      changePct: -0.412345,
      bodyRatio: 0.312345,
      upperWick: 0.312345,
      lowerWick: 0.412345,
      atr14: 1234.5,
      resistance30: 62_000,
      support30: 55_000,
      isDowntrend: false,
      isUptrend: true,
      background: 'S',
      isShortHistory: false,
      isIlliquid: false,
    },
    detectedAt: new Date().toISOString(),
  };
  return { type: 'signal.detected', signal };
}

/** The value below which a share of the sorted values lies. */
export function percentile(sorted: Float64Array | readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** Delays of all subscribers, ascending, in ms. */
export function delaysOf(arrivals: readonly Float64Array[], committed: readonly number[]): Float64Array {
  const delays = arrivals.flatMap((times) => committed.map((at, number) => (times[number] ?? NaN) - at));
  return Float64Array.from(delays.filter((ms) => !Number.isNaN(ms))).sort();
}
