import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';

import { createAppChannel } from '../../src/adapters/channels/app.channel.js';
import { createWebhookChannel } from '../../src/adapters/channels/webhook.channel.js';
import { matchAlerts } from '../../src/application/alerts/match-alerts.js';
import { sendAlerts, USUAL_PACE, type SendPace } from '../../src/application/alerts/send-alerts.js';
import { alertUseCases } from '../../src/application/alerts/alert-rules.js';
import type { AlertChannel, ChannelKind } from '../../src/application/ports/alert-channel.js';
import { relayOutbox } from '../../src/application/events/relay-outbox.js';
import { NO_TRACER } from '../../src/application/tracing.js';
import { userActor, type Actor } from '../../src/domain/access/actor.js';
import { ANY_SIGNAL, type AlertRule } from '../../src/domain/alerts/alert-rule.js';
import { parseTradingDate } from '../../src/domain/market/trading-date.js';
import { signalId, type Signal } from '../../src/domain/vpa/signal.js';
import { webhookSecret } from '../../src/main/alert-channels.js';
import { unsubscribeTokens } from '../../src/main/unsubscribe-tokens.js';
import { aSignal } from './a-signal.js';
import { AccountRig, type AppExtension } from './account-rig.js';
import { FakeMetrics, SILENT_LOGGER } from './fake-telemetry.js';
import { MemoryEventBus } from './memory-event-log.js';
import { withClient } from './postgres.js';

export const KEY = 'k'.repeat(40);
export const ANY = ANY_SIGNAL;
const FAST: SendPace = { ...USUAL_PACE, backoffMs: [1], leaseMs: 1_000, sendTimeoutMs: 500 };

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
interface Received {
  readonly path: string;
  readonly id: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** What the tests look at, and what they change. */
export const world = { received: [] as Received[], answer: ((_request, response) => response.end('ok')) as Answer };
let rig: AccountRig;
let server: Server;
let owner: Actor;
let keys = 0;

/** Brings everything up for the tests of a file. */
export function useAlertRig(extend?: AppExtension): void {
  beforeAll(async () => {
    rig = await AccountRig.start(extend === undefined ? {} : { extend });
    const { id } = await rig.user('trader@example.com');
    owner = userActor({ userId: id, sessionId: '00000000-0000-4000-8000-000000000001', role: 'VIEWER' });
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const headers = request.headers as Record<string, string>;
        world.received.push({ path: request.url ?? '', id: headers['webhook-id'] ?? '', headers, body: Buffer.concat(chunks).toString() });
        world.answer(request, response);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(async () => {
    server?.closeAllConnections();
    server?.close();
    await rig?.[Symbol.asyncDispose]();
  });
  beforeEach(() => {
    world.received = [];
    world.answer = (_request, response) => response.end('ok');
  });
  afterEach(() =>
    withClient(rig.url, (client) =>
      client.query(
        "delete from alert_rules; delete from alert_bindings; delete from alert_positions; truncate events; update event_counter set last_seq = 0, epoch = 'e1'; delete from idempotency_keys",
      ),
    ),
  );
}

export const alertRig = () => rig;
export const actor = () => owner;
const channel = () => createWebhookChannel({ timeoutMs: 400, ports: [443], allowsInnerAddresses: true });
const channels = () =>
  new Map<ChannelKind, AlertChannel>([
    ['WEBHOOK', channel()],
    ['APP', createAppChannel()],
  ]);
/** Where {@link relay} tells of events. */
export const bus = new MemoryEventBus();
export const use = () =>
  alertUseCases({
    alerts: rig.database.alerts,
    targets: new Map<ChannelKind, Pick<AlertChannel, 'parseTarget'>>([...channels(), ['EMAIL', { parseTarget: (text) => text }]]),
    secrets: rig.deps.secrets,
    signingSecret: (id, number) => webhookSecret(KEY, id, number),
    market: rig.database,
    now: () => new Date(),
  });
export const match = () =>
  matchAlerts({ alerts: rig.database.alerts, log: rig.database.eventLog, metrics: new FakeMetrics(), logger: SILENT_LOGGER })();
export async function relay(): Promise<void> {
  const run = relayOutbox({
    outbox: rig.database.outbox,
    bus,
    metrics: new FakeMetrics(),
    logger: SILENT_LOGGER,
    tracer: NO_TRACER,
  });
  while ((await run()) > 0);
}
/** A sender of its own, as a process has one. */
export const sender = (pace: Partial<SendPace> = {}) =>
  sendAlerts({
    alerts: rig.database.alerts,
    channels: channels(),
    secretsOf: ({ bindingId, secretNumbers }) => secretNumbers.map((number) => webhookSecret(KEY, bindingId, number)),
    unsubscribeUrlOf: ({ channel: kind, target }) =>
      kind === 'EMAIL' ? unsubscribeTokens(KEY).urlFor('https://vpa.example', target) : null,
    limiter: {
      take: async () => ({ allowed: true, remaining: 1, retryAfterMs: 0, bucket: { tokens: 1, atMs: 0 } }),
      close: async () => undefined,
    },
    metrics: new FakeMetrics(),
    logger: SILENT_LOGGER,
    now: () => new Date(),
    pace: { ...FAST, ...pace },
  });
export const NEVER = new AbortController().signal;
/** Sends until nothing is open, or time is over. */
export async function sendAll(send = sender(), withinMs = 5_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (performance.now() < deadline) {
    await send(NEVER);
    const { rows } = await withClient(rig.url, (client) =>
      client.query(
        "select 1 from alert_deliveries join alert_bindings b on b.id = binding_id where alert_deliveries.state in ('PENDING', 'SENDING', 'RETRYING') and (b.state = 'ACTIVE' or rule_id is null)",
      ),
    );
    if (rows.length === 0) return;
  }
}
export const url = (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
export async function binding(path = '/hook'): Promise<string> {
  const made = await use().createAlertBinding(
    { channel: 'WEBHOOK', target: url(path), label: path, language: 'en', idempotencyKey: `binding-${(keys += 1)}` },
    owner,
  );
  await sendAll();
  const { code } = (JSON.parse(world.received.at(-1)!.body) as { data: { code: string } }).data;
  await use().confirmAlertBinding({ id: made.binding.id, code }, owner);
  world.received = [];
  return made.binding.id;
}
export const rule = (bindingIds: readonly string[], changes: Partial<AlertRule> = {}) =>
  use().createAlertRule(
    {
      name: 'all',
      trigger: 'FOUND',
      filter: ANY,
      level: null,
      bindingIds,
      cooldownMinutes: 0,
      ttlMinutes: 60,
      quietHours: null,
      priority: null,
      maxPerHour: null,
      escalation: null,
      idempotencyKey: `a-rule-${(keys += 1)}`,
      ...changes,
    },
    owner,
  );
/** What somebody has, the oldest first. */
export const rules = async (who = owner) => (await use().listAlertRules({ page: { first: 100, after: null } }, who)).items;
export const bindings = async (who = owner) => (await use().listAlertBindings({ page: { first: 100, after: null } }, who)).items;
export const signal = (symbol: string, date = '2025-05-20'): Signal => {
  const base = aSignal({ symbol, tradingDate: parseTradingDate(date) });
  return { ...base, id: signalId(base) };
};
export async function tell(...signals: readonly Signal[]): Promise<void> {
  const events = signals.map((each) =>
    JSON.stringify({ type: 'signal.detected', signal: { ...each, detectedAt: each.detectedAt.toISOString() } }),
  );
  await withClient(rig.url, async (client) => {
    for (const event of events) await client.query("insert into events (type, payload) values ('signal.detected', $1)", [event]);
  });
  await relay();
}
export const ledger = async () =>
  (
    await withClient(rig.url, (client) =>
      client.query<{ state: string; reason: string | null; symbol: string; attempts: number }>(
        'select state, reason, symbol, attempts from alert_deliveries where rule_id is not null order by seq',
      ),
    )
  ).rows;
