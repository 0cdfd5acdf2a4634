/** Alerts within the system: the live subscription to one's own inbox, over PostgreSQL and real websockets. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { watchAlerts } from '../../src/application/alerts/watch-alerts.js';
import { startEventTail, type EventTail } from '../../src/application/events/event-tail.js';
import {
  alertRig,
  bus,
  match,
  actor,
  relay,
  rule,
  sendAll,
  sender,
  signal,
  tell,
  use,
  useAlertRig,
  bindings,
} from '../support/alert-rig.js';
import { FakeMetrics, SILENT_LOGGER } from '../support/fake-telemetry.js';
import { RawClient } from '../support/raw-ws-client.js';
import { REAL_TIMERS } from '../support/real-timers.js';

const WATCH = `subscription ($after: String) {
  alertDelivered(after: $after) {
    __typename
    ... on AlertDelivered { cursor delivery { symbol state title facts { label value } paragraphs attemptHistory(first: 3) { edges { node { number outcome } } } } }
    ... on FeedPosition { cursor }
    ... on FeedGap { cursor reason }
  }
}`;

interface Item {
  readonly __typename: string;
  readonly cursor: string;
  readonly delivery?: { readonly symbol: string; readonly state: string; readonly title: string; readonly paragraphs: readonly string[] };
}

let tail: EventTail;
const deps = { timers: REAL_TIMERS, logger: SILENT_LOGGER, random: Math.random };
useAlertRig((database) => ({
  listAlertAttempts: (input, by) => use().listAlertAttempts(input, by),
  findAlertDeliveries: (ids, by) => use().findAlertDeliveries(ids, by),
  watchAlerts: (input, by) =>
    watchAlerts({
      ...deps,
      log: database.eventLog,
      get tail() {
        return tail;
      },
    })(input, by),
}));

const sockets: RawClient[] = [];
beforeEach(async () => {
  tail = await startEventTail({ ...deps, log: alertRig().database.eventLog, bus, metrics: new FakeMetrics() });
  const input = { channel: 'APP', target: '', label: 'inbox', language: 'en', idempotencyKey: `inbox-${Math.random()}` } as const;
  const { binding } = await use().createAlertBinding(input, actor());
  await rule([binding.id]);
  await match();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.end();
  await tail.close();
});

async function alertsOf(...symbols: readonly string[]): Promise<void> {
  await tell(...symbols.map((symbol) => signal(symbol)));
  await match();
  await sendAll();
  await relay();
}

async function watch(credential: string, after: string | null = null): Promise<RawClient> {
  const socket = await new RawClient(alertRig().api.webSocketUrl).init({ authorization: `Bearer ${credential}` });
  sockets.push(socket);
  socket.send({ type: 'subscribe', id: 'w', payload: { query: WATCH, variables: { after } } });
  await socket.until((messages) => messages.some(({ type }) => type === 'next'));
  return socket;
}

const items = (socket: RawClient): readonly Item[] =>
  socket.messages
    .filter(({ type }) => type === 'next')
    .map(({ payload }) => (payload as { data: { alertDelivered: Item } }).data.alertDelivered);
const symbols = (socket: RawClient): readonly string[] => items(socket).flatMap(({ delivery }) => delivery?.symbol ?? []);
const told = (socket: RawClient, count: number) => socket.until(() => symbols(socket).length >= count);

describe('the live inbox', () => {
  it('needs no code', async () => {
    expect(await bindings()).toMatchObject([{ channel: 'APP', state: 'ACTIVE', target: 'app' }]);
  });

  it('tells each alert once and in order, over reconnects, and to its owner alone', async () => {
    await alertRig().user('neighbour@example.com');
    const { accessToken } = await alertRig().signIn('trader@example.com');
    const neighbour = await watch((await alertRig().signIn('neighbour@example.com')).accessToken);
    const first = await watch(accessToken);
    await alertsOf('VCB', 'TCB');
    await told(first, 2);
    expect(symbols(first)).toEqual(['VCB', 'TCB']);
    expect(items(first)[1]).toMatchObject({
      __typename: 'AlertDelivered',
      delivery: {
        state: 'SENT',
        attemptHistory: { edges: [{ node: { number: 1, outcome: 'SENT' } }] },
        title: expect.stringMatching(/^VCB: /) as string,
      },
    });
    expect(items(first)[1]!.delivery!.paragraphs.length).toBeGreaterThan(1);
    first.end();
    await alertsOf('FPT', 'HPG');
    const second = await watch(accessToken, items(first).at(-1)!.cursor);
    const again = await watch(accessToken, items(first)[1]!.cursor);
    await told(second, 2);
    await alertsOf('MWG');
    await told(second, 3);
    await told(again, 4);
    expect(symbols(second)).toEqual(['FPT', 'HPG', 'MWG']);
    expect(symbols(again)).toEqual(['TCB', 'FPT', 'HPG', 'MWG']);
    expect(items(neighbour).map(({ __typename }) => __typename)).toEqual(['FeedPosition']);
  });

  it('is told once of what a dead process held', async () => {
    const { accessToken } = await alertRig().signIn('trader@example.com');
    const socket = await watch(accessToken);
    await tell(signal('VCB'));
    await match();
    const [held] = await alertRig().database.alerts.claim({ limit: 1, leaseMs: 50, channels: ['APP'] });
    await sendAll(sender());
    const late = { attemptedAt: new Date(), latencyMs: 1, end: { kind: 'SENT', reference: null, movedTo: null } } as const;
    expect(await alertRig().database.alerts.finish(held!, late)).toBe(false);
    await relay();
    await alertsOf('TCB');
    await told(socket, 2);
    expect(symbols(socket)).toEqual(['VCB', 'TCB']);
  });

  it('closes when the session is revoked', async () => {
    const { accessToken } = await alertRig().signIn('trader@example.com');
    const socket = await watch(accessToken);
    await alertRig().as(accessToken, 'mutation { signOut { errors { code } } }');
    expect((await socket.closed).code).toBe(4403);
  });
});
