import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { MarketBars } from '../src/application/signals/market-bars.js';
import { runOrder } from '../src/main/backtests/run-order.js';
import { requestOf } from '../test/ledger/backtest-rows.js';
import { openBacktestStage } from '../test/ledger/backtest-run.js';
import { VpaProcess } from '../test/ledger/vpa-process.js';
import { startDoor } from '../test/support/door-stack.js';
import { withClient } from '../test/support/postgres.js';
import { keepResult, median } from './support/result.js';

const { values } = parseArgs({
  options: {
    stocks: { type: 'string', default: '290' },
    sessions: { type: 'string', default: '2500' },
    runs: { type: 'string', default: '5' },
  },
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const KEY = 'vpa_of-a-bench-that-nobody-else-has';
const LOOK_MS = 20;
const NO_METRICS = { increment: () => {}, set: () => {}, observe: () => {} };
const START = `mutation ($strategy: String!, $key: String!) {
  startBacktest(input: { strategy: $strategy, to: "2025-05-20", idempotencyKey: $key }) { backtest { id } errors { code message } } }`;
const LOOK = 'query ($id: ID!) { backtest(id: $id) { state failureMessage } }';
const RESULT = `query ($id: ID!) { backtest(id: $id) { result { resultHash metrics { sharpe } total { trades } }
  trades(first: 100) { edges { node { symbol profit } } } equity(first: 1000) { edges { node { date equity } } } } }`;

interface Answer {
  readonly startBacktest: { readonly backtest: { readonly id: string } | null; readonly errors: readonly object[] };
  readonly backtest: { readonly state: string; readonly failureMessage: string | null; readonly result: { readonly resultHash: string } };
}

/** A user's view of a backtest over the whole market: from the mutation to the result, with API and worker in processes of their own. */
const [stocks, sessions] = [Number(values.stocks), Number(values.sessions)];
const stage = await openBacktestStage(stocks, sessions);
try {
  await withClient(stage.databaseUrl, (client) =>
    client.query(
      `insert into api_keys (user_id, name, prefix, key_hash, scopes) values ($1, 'bench', 'vpa_bench', $2, '{backtest:read,backtest:write}')`,
      [stage.userId, createHash('sha256').update(KEY).digest('hex')],
    ),
  );
  const env = { DATABASE_URL: stage.databaseUrl, REDIS_URL: stage.redisUrl, VPA_BACKTEST_DAILY_JOBS: '1000', VPA_RATE_VIEWER: '0' };
  const door = await startDoor(env);
  const worker = new VpaProcess({
    args: ['worker', 'backtest'],
    env: { ...env, METRICS_PORT: '0' },
    isUp: (log) => log.includes('workers run'),
  });
  await worker.up();
  const ask = async (query: string, variables: object): Promise<Answer> => {
    const response = await fetch(door.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${KEY}` },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { readonly data?: Answer; readonly errors?: readonly object[] };
    if (data === undefined || errors !== undefined) throw new Error(JSON.stringify(errors));
    return data;
  };
  let keys = 0;
  /** Seconds from the mutation to the result in the hands of the user, and the hash of it. */
  const once = async (strategy: string): Promise<{ readonly seconds: number; readonly hash: string }> => {
    const from = performance.now();
    const { startBacktest } = await ask(START, { strategy, key: `bench-${(keys += 1)}-key` });
    const id = startBacktest.backtest?.id;
    if (id === undefined) throw new Error(JSON.stringify(startBacktest.errors));
    for (;;) {
      const { backtest } = await ask(LOOK, { id });
      if (backtest.state === 'DONE') break;
      if (backtest.state === 'FAILED') throw new Error(backtest.failureMessage ?? 'it failed');
      await delay(LOOK_MS);
    }
    const { backtest } = await ask(RESULT, { id });
    return { seconds: Math.round(performance.now() - from) / 1_000, hash: backtest.result.resultHash };
  };
  const market = await new MarketBars(stage.database.marketBars, { metrics: NO_METRICS, now: () => new Date() }).load();
  /** The same by the engine alone, in this process, over bars that are there. */
  const alone = (strategy: string): { readonly seconds: number; readonly hash: string } => {
    const from = performance.now();
    const request = requestOf(strategy);
    const watch = { checkpoint: null, onProgress: () => {}, onCheckpoint: () => {} };
    const { resultHash } = runOrder(request, market ?? [], watch);
    return { seconds: Math.round(performance.now() - from) / 1_000, hash: resultHash };
  };
  const rows = [];
  for (const strategy of ['no-supply', 'strength']) {
    const first = await once(strategy);
    const [jobs, engine]: [number[], number[]] = [[], []];
    for (let run = 0; run < Number(values.runs); run += 1) {
      const [job, own] = [await once(strategy), alone(strategy)];
      if (job.hash !== own.hash || job.hash !== first.hash) throw new Error('the results differ');
      jobs.push(job.seconds);
      engine.push(own.seconds);
    }
    const ratio = Math.round((median(jobs) / median(engine)) * 100) / 100;
    rows.push({ strategy, first: first.seconds, median: median(jobs), slowest: Math.max(...jobs), engine: median(engine), ratio });
  }
  console.table(rows);
  keepResult('backtest-job', { stocks, sessions, rows });
  await Promise.all([door.stop(), worker.stop()]);
} finally {
  await stage.close();
}
