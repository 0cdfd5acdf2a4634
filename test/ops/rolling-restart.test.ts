import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { expect, test } from 'vitest';

import { MarketFeed } from '../ledger/market-feed.js';
import { Subscriber } from '../ledger/subscriber.js';
import { freePort } from '../support/free-port.js';
import { withClient } from '../support/postgres.js';
import { generator } from '../support/restless-bars.js';
import { until } from '../support/until.js';
import { findHaproxy, openRollingRig, writeBalancerConfig } from './support/rolling-rig.js';

/**
 * The restarts are run when asked, on a machine that has nothing else to do: they are a matter of seconds, and a starved process misses them.
 * `ROLLING_ROUNDS=20 ROLLING_SUBSCRIBERS=500 ROLLING_CLIENTS=50 npx vitest run --project ops test/ops/rolling-restart.test.ts`
 * One round restarts both processes.
 */
const ASKED = process.env['ROLLING_ROUNDS'] === undefined ? [] : [Number(process.env['ROLLING_ROUNDS'])];
const SUBSCRIBERS = Number(process.env['ROLLING_SUBSCRIBERS'] ?? 60);
const CLIENTS = Number(process.env['ROLLING_CLIENTS'] ?? 10);
const PAUSE_MS = 1_000;
const BODY = JSON.stringify({ query: '{ stocks(first: 5) { edges { node { symbol } } } }' });

test('haproxy finds no fault in the balancer of the restarts', async () => {
  const { directory, file } = writeBalancerConfig(await freePort(), [await freePort(), await freePort()]);
  const { status, stderr } = spawnSync(await findHaproxy(), ['-c', '-f', file], { encoding: 'utf8' });
  rmSync(directory, { recursive: true });
  expect({ status, stderr }).toMatchObject({ status: 0 });
}, 600_000);

/** One client on one connection that is kept, asking again as soon as it is answered. */
class HttpClient {
  answered = 0;
  readonly failures: string[] = [];
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  async run(address: string, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const outcome = await this.#ask(address);
      if (outcome === null) this.answered += 1;
      else this.failures.push(outcome);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    this.#agent.destroy();
  }

  /** null, or what went wrong. */
  #ask(address: string): Promise<string | null> {
    return new Promise((resolve) => {
      const [host, port] = address.split(':');
      const outgoing = request(
        {
          host,
          port,
          path: '/graphql',
          method: 'POST',
          agent: this.#agent,
          headers: { 'content-type': 'application/json' },
          timeout: 10_000,
        },
        (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => (text += chunk.toString()));
          response.on('end', () =>
            resolve(
              response.statusCode === 200 && text.startsWith('{"data":{"stocks"') ? null : `${response.statusCode} ${text.slice(0, 200)}`,
            ),
          );
          response.on('error', (error) => resolve(error.message));
        },
      );
      outgoing.on('timeout', () => outgoing.destroy(new Error('no answer within 10 s')));
      outgoing.on('error', (error) => resolve(error.message));
      outgoing.end(BODY);
    });
  }
}

test.each(ASKED)(
  '%i rolling restarts of two API processes fail no request, and lose or repeat no event',
  async (rounds) => {
    await using rig = await openRollingRig();
    const { address, database, databaseUrl } = rig;
    const stop = new AbortController();
    const feed = new MarketFeed(database, 'R', generator(7));
    await feed.next();
    const subscribers = Array.from({ length: SUBSCRIBERS }, () => new Subscriber(`ws://${address}/graphql`));
    const starts = await Promise.all(subscribers.map((subscriber) => subscriber.subscribed()));
    const clients = Array.from({ length: CLIENTS }, () => new HttpClient());
    const load = Promise.all([...clients.map((client) => client.run(address, stop.signal)), keepFeeding(feed, stop.signal)]);
    const started = performance.now();
    const codes: (number | null)[] = [];
    for (let round = 0; round < rounds; round += 1) for (const index of [0, 1]) codes.push(await rig.restart(index));
    stop.abort();
    await load;

    const newest = await settled(databaseUrl);
    await until('every subscriber is at the end', () => subscribers.every((subscriber) => subscriber.newest >= newest), 60_000).catch(
      () => undefined,
    );
    const result = {
      rounds,
      seconds: Math.round((performance.now() - started) / 1000),
      requests: clients.reduce((sum, { answered }) => sum + answered, 0),
      failedRequests: clients.flatMap(({ failures }) => failures),
      subscribers: SUBSCRIBERS,
      interruptions: subscribers.reduce((sum, { interruptions }) => sum + interruptions, 0),
      events: newest - Math.min(...starts),
      lost: subscribers.reduce(
        (sum, { deliveries }, at) => sum + (newest - (starts[at] ?? 0)) - new Set(deliveries.map(({ seq }) => seq)).size,
        0,
      ),
      duplicated: subscribers.reduce((sum, { deliveries }) => sum + deliveries.length - new Set(deliveries.map(({ seq }) => seq)).size, 0),
      gaps: subscribers.flatMap(({ gaps }) => gaps),
    };
    for (const subscriber of subscribers) subscriber.stop();
    process.stderr.write(`rolling restart: ${JSON.stringify(result)}\n`);
    expect(result).toMatchObject({ failedRequests: [], lost: 0, duplicated: 0, gaps: [] });
    expect(result.events).toBeGreaterThan(0);
    expect(result.requests).toBeGreaterThan(0);
    expect(result.interruptions).toBeGreaterThan(0);
    expect(codes.filter((code) => code !== 0)).toEqual([]);
  },
  1_800_000,
);

async function keepFeeding(feed: MarketFeed, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await feed.next();
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** The newest number, once the scanner has nothing more to say and every event has one. */
async function settled(databaseUrl: string): Promise<number> {
  let last = -1;
  let quietSince = performance.now();
  let state = { waiting: 1, newest: 0 };
  await until(
    'the scanner and the relay are done',
    async () => {
      state = await withClient(databaseUrl, async (client) => {
        const { rows } = await client.query<typeof state>(
          'select (select count(*)::int from events where seq is null) as waiting, (select last_seq::int from event_counter) as newest',
        );
        return rows[0] ?? state;
      });
      if (state.newest !== last || state.waiting > 0) quietSince = performance.now();
      last = state.newest;
      await new Promise((resolve) => setTimeout(resolve, 100));
      return performance.now() - quietSince > 3_000;
    },
    120_000,
  );
  return state.newest;
}
