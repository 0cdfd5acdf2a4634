import { setTimeout as delay } from 'node:timers/promises';

import { RULE_VERSION } from '../../src/domain/vpa/signal.js';
import { withClient } from '../support/postgres.js';
import { generator } from '../support/restless-bars.js';
import { until } from '../support/until.js';
import { FAULTS, type FaultName, type Outage } from './faults.js';
import { MarketFeed } from './market-feed.js';
import type { Stage } from './stage.js';
import { Subscriber } from './subscriber.js';

export interface LedgerOptions {
  readonly fault: FaultName;
  readonly seed: number;
  /** How long bars come in. */
  readonly loadMs: number;
  /** Part of the symbols; letters and digits, another one for each run. */
  readonly label: string;
}

/** What the table holds against what the clients got. */
export interface LedgerResult {
  readonly fault: FaultName;
  readonly seed: number;
  readonly stocks: number;
  /** Events of the run in the table. */
  readonly events: number;
  /** Sums over the clients. */
  readonly lost: number;
  readonly duplicated: number;
  readonly outOfOrder: number;
  readonly gapsTold: number;
  /** Numbers missing from the table, and events without a number at the end. */
  readonly holes: number;
  /** Signals told more than once. */
  readonly signalsDuplicated: number;
  /** Signals that the engine finds on the newest bars and no event tells. */
  readonly signalsMissing: number;
  readonly interruptions: number;
  /** Processes that ended by themselves. */
  readonly unexpectedEnds: number;
  /** From an event's birth to its arrival at a client, milliseconds. */
  readonly medianDelayMs: number;
  readonly maxDelayMs: number;
  /** Of the events born while something was away. */
  readonly maxDelayWhileAwayMs: number;
  /** From the end of the load until every client had everything. */
  readonly settleMs: number;
}

interface LedgerEvent {
  readonly seq: number;
  readonly type: string;
  readonly signalId: string;
  /** Unix time in milliseconds. */
  readonly bornAt: number;
}

const SUBSCRIBERS_PER_API = 2;
const PAUSE_BETWEEN_BARS_MS = 40;
const SETTLE_LIMIT_MS = 60_000;

/** One run: clients subscribe, bars come in while the fault does its harm; at the end everything owed must have arrived, once and in order. */
export async function runLedger(stage: Stage, { fault, seed, loadMs, label }: LedgerOptions): Promise<LedgerResult> {
  const random = generator(seed);
  await stage.up();
  const endsBefore = unexpectedEnds(stage);
  const subscribers = stage.apis.flatMap(({ url }) => Array.from({ length: SUBSCRIBERS_PER_API }, () => new Subscriber(url)));
  try {
    const starts = await Promise.all(subscribers.map((subscriber) => subscriber.subscribed()));
    const feed = new MarketFeed(stage.database, label, generator(seed + 1));
    const [outages] = await Promise.all([FAULTS[fault](stage, random, loadMs), load(feed, loadMs)]);
    const loadEnd = performance.now();
    await settle(stage, subscribers);
    const settleMs = performance.now() - loadEnd;
    const all = await readEvents(stage, Math.min(...starts));
    // Updates of signals take numbers too; these subscribers did not ask for them.
    const events = all.filter(({ type }) => type === 'signal.detected');
    return {
      fault,
      seed,
      stocks: feed.stocks,
      ...compare(events, subscribers, starts),
      ...compareSignals(events, feed.owedSignals()),
      ...delays(events, subscribers, outages),
      holes: all.filter((event, at) => event.seq !== Math.min(...starts) + at + 1).length,
      interruptions: subscribers.reduce((sum, { interruptions }) => sum + interruptions, 0),
      unexpectedEnds: unexpectedEnds(stage) - endsBefore,
      settleMs: Math.round(settleMs),
    };
  } finally {
    for (const subscriber of subscribers) subscriber.stop();
  }
}

async function load(feed: MarketFeed, loadMs: number): Promise<void> {
  const end = performance.now() + loadMs;
  while (performance.now() < end) {
    await feed.next();
    await delay(PAUSE_BETWEEN_BARS_MS);
  }
}

/** Waits until nothing is due, nothing waits for its number, and every client is at the end, or time is over: the comparison tells. */
async function settle({ database, databaseUrl }: Stage, subscribers: readonly Subscriber[]): Promise<void> {
  const isSettled = async (): Promise<boolean> => {
    if ((await database.scans.countDue(RULE_VERSION)) > 0) return false;
    const [state] = await query<{ waiting: number; newest: number }>(
      databaseUrl,
      "select (select count(*)::int from events where seq is null) as waiting, (select coalesce(max(seq), 0)::int from events where type = 'signal.detected') as newest",
    );
    return state !== undefined && state.waiting === 0 && subscribers.every(({ newest }) => newest >= state.newest);
  };
  await until('everything has arrived', () => isSettled().catch(() => false), SETTLE_LIMIT_MS).catch(() => undefined);
}

async function readEvents({ databaseUrl }: Stage, after: number): Promise<readonly LedgerEvent[]> {
  const rows = await query<{ seq: number; type: string; signal_id: string; born_at: Date }>(
    databaseUrl,
    `select seq::int, type, payload #>> '{signal,id}' as signal_id, occurred_at as born_at from events where seq > $1 order by seq`,
    [after],
  );
  return rows.map((row) => ({ seq: row.seq, type: row.type, signalId: row.signal_id, bornAt: row.born_at.getTime() }));
}

function query<Row extends object>(url: string, sql: string, values: readonly unknown[] = []): Promise<Row[]> {
  return withClient(url, async (client) => (await client.query<Row>(sql, [...values])).rows);
}

type Comparison = Pick<LedgerResult, 'events' | 'lost' | 'duplicated' | 'outOfOrder' | 'gapsTold'>;

function compare(events: readonly LedgerEvent[], subscribers: readonly Subscriber[], starts: readonly number[]): Comparison {
  const sum = { lost: 0, duplicated: 0, outOfOrder: 0, gapsTold: 0 };
  subscribers.forEach(({ deliveries, gaps }, at) => {
    const received = new Set(deliveries.map(({ seq }) => seq));
    sum.lost += events.filter(({ seq }) => seq > (starts[at] ?? 0) && !received.has(seq)).length;
    sum.duplicated += deliveries.length - received.size;
    sum.outOfOrder += deliveries.filter(({ seq }, index) => seq < (deliveries[index - 1]?.seq ?? 0)).length;
    sum.gapsTold += gaps.length;
  });
  return { events: events.length, ...sum };
}

function compareSignals(
  events: readonly LedgerEvent[],
  owed: readonly string[],
): Pick<LedgerResult, 'signalsDuplicated' | 'signalsMissing'> {
  const told = new Set(events.map(({ signalId }) => signalId));
  return { signalsDuplicated: events.length - told.size, signalsMissing: owed.filter((id) => !told.has(id)).length };
}

type Delays = Pick<LedgerResult, 'medianDelayMs' | 'maxDelayMs' | 'maxDelayWhileAwayMs'>;

function delays(events: readonly LedgerEvent[], subscribers: readonly Subscriber[], outages: readonly Outage[]): Delays {
  const bornAt = new Map(events.map((event) => [event.seq, event.bornAt]));
  const all: number[] = [];
  let whileAway = 0;
  for (const { seq, at } of subscribers.flatMap(({ deliveries }) => deliveries)) {
    const born = bornAt.get(seq);
    if (born === undefined) continue;
    all.push(at - born);
    if (outages.some(({ from, to }) => born >= from && born <= to)) whileAway = Math.max(whileAway, at - born);
  }
  all.sort((a, b) => a - b);
  return { medianDelayMs: all[all.length >> 1] ?? 0, maxDelayMs: all.at(-1) ?? 0, maxDelayWhileAwayMs: whileAway };
}

function unexpectedEnds({ apis, scanners, relays }: Stage): number {
  return [...apis, ...scanners, ...relays].reduce((sum, process) => sum + process.unexpectedEnds, 0);
}
