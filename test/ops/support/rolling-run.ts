import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';

import { MarketFeed } from '../../ledger/market-feed.js';
import { Subscriber } from '../../ledger/subscriber.js';
import { withClient } from '../../support/postgres.js';
import { generator } from '../../support/restless-bars.js';
import { until } from '../../support/until.js';
import type { RollingRig } from './rolling-rig.js';

const PAUSE_MS = 1_000;
const BODY = JSON.stringify({ query: '{ stocks(first: 5) { edges { node { symbol } } } }' });

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

/** What our own clients counted while the processes were restarted under them. */
export interface RollingResult {
  readonly rounds: number;
  readonly seconds: number;
  readonly clients: number;
  readonly requests: number;
  readonly failedRequests: readonly string[];
  readonly subscribers: number;
  readonly interruptions: number;
  /** Signals told to each subscriber that was there from the beginning. */
  readonly events: number;
  /** Summed over the subscribers. */
  readonly lost: number;
  readonly duplicated: number;
  readonly gaps: readonly string[];
  /** Exit codes of the processes that were stopped, where they are not 0. */
  readonly wrongExits: readonly (number | null)[];
}

/** Restarts both API processes in turn, `rounds` times, under clients that ask and subscribers that watch, while bars come in. */
export async function rollRestarts(
  rig: RollingRig,
  asked: { readonly rounds: number; readonly clients: number; readonly subscribers: number },
): Promise<RollingResult> {
  const { address, database, databaseUrl } = rig;
  const stop = new AbortController();
  const feed = new MarketFeed(database, 'R', generator(7));
  await feed.next();
  const subscribers = Array.from({ length: asked.subscribers }, () => new Subscriber(`ws://${address}/graphql`));
  const starts = await Promise.all(subscribers.map((subscriber) => subscriber.subscribed()));
  const clients = Array.from({ length: asked.clients }, () => new HttpClient());
  const load = Promise.all([...clients.map((client) => client.run(address, stop.signal)), keepFeeding(feed, stop.signal)]);
  const started = performance.now();
  const codes: (number | null)[] = [];
  for (let round = 0; round < asked.rounds; round += 1) for (const index of [0, 1]) codes.push(await rig.restart(index));
  stop.abort();
  await load;

  const told = await settled(databaseUrl);
  const newest = told.at(-1) ?? 0;
  await until('every subscriber is at the end', () => subscribers.every((subscriber) => subscriber.newest >= newest), 60_000).catch(
    () => undefined,
  );
  const received = subscribers.map(({ deliveries }) => new Set(deliveries.map(({ seq }) => seq)));
  const owed = starts.map((start) => told.filter((seq) => seq > start));
  for (const subscriber of subscribers) subscriber.stop();
  return {
    ...asked,
    seconds: Math.round((performance.now() - started) / 1000),
    requests: clients.reduce((sum, { answered }) => sum + answered, 0),
    failedRequests: clients.flatMap(({ failures }) => failures),
    interruptions: subscribers.reduce((sum, { interruptions }) => sum + interruptions, 0),
    events: Math.max(...owed.map(({ length }) => length)),
    lost: owed.reduce((sum, seqs, at) => sum + seqs.filter((seq) => received[at]?.has(seq) !== true).length, 0),
    duplicated: subscribers.reduce((sum, { deliveries }, at) => sum + deliveries.length - (received[at]?.size ?? 0), 0),
    gaps: subscribers.flatMap(({ gaps }) => gaps),
    wrongExits: codes.filter((code) => code !== 0),
  };
}

async function keepFeeding(feed: MarketFeed, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await feed.next();
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** The numbers of all signals told, in order, once the scanner has nothing more to say and every event has its number. */
async function settled(databaseUrl: string): Promise<readonly number[]> {
  let last = -1;
  let quietSince = performance.now();
  await until(
    'the scanner and the relay are done',
    async () => {
      const { waiting, newest } = await withClient(databaseUrl, async (client) => {
        const { rows } = await client.query<{ waiting: number; newest: number }>(
          'select (select count(*)::int from events where seq is null) as waiting, (select last_seq::int from event_counter) as newest',
        );
        return rows[0] ?? { waiting: 1, newest: 0 };
      });
      if (newest !== last || waiting > 0) quietSince = performance.now();
      last = newest;
      await new Promise((resolve) => setTimeout(resolve, 100));
      return performance.now() - quietSince > 3_000;
    },
    120_000,
  );
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ seq: number }>("select seq::int from events where type = 'signal.detected' order by seq");
    return rows.map(({ seq }) => seq);
  });
}
