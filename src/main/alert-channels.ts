import { createHmac } from 'node:crypto';

import { createAppChannel } from '../adapters/channels/app.channel.js';
import { createEmailChannel } from '../adapters/channels/email.channel.js';
import { createLogChannel } from '../adapters/channels/log.channel.js';
import { createSlackChannel } from '../adapters/channels/slack.channel.js';
import { createTelegramChannel } from '../adapters/channels/telegram.channel.js';
import { createWebhookChannel } from '../adapters/channels/webhook.channel.js';
import type { AlertChannel, ChannelKind } from '../application/ports/alert-channel.js';
import type { Logger } from '../application/ports/telemetry.js';
import type { AlertsConfig } from './alerts-config.js';

const TIMEOUT_MS = 10_000;
const PORTS = [443, 8443];

/** The channels that the configuration names, by kind. The inbox and the log are always there. */
export function createChannels(
  { telegram, smtp, webhookKey, allowsInnerAddresses }: AlertsConfig,
  logger: Logger,
): ReadonlyMap<ChannelKind, AlertChannel> {
  const outgoing = { timeoutMs: TIMEOUT_MS, ports: PORTS, allowsInnerAddresses };
  const channels = [
    createAppChannel(),
    createLogChannel(logger),
    createSlackChannel(outgoing),
    ...(webhookKey === null ? [] : [createWebhookChannel(outgoing)]),
    ...(telegram === null ? [] : [createTelegramChannel({ ...telegram, timeoutMs: TIMEOUT_MS })]),
    ...(smtp === null ? [] : [createEmailChannel({ ...smtp, timeoutMs: TIMEOUT_MS })]),
  ];
  return new Map(channels.map((channel) => [channel.kind, channel]));
}

/**
 * The secret that signs what is sent to a webhook, in the form of Standard Webhooks. It follows from the key of the server, the id of the
 * binding and the number of the secret (0 before any rotation), so that the database holds none.
 */
export function webhookSecret(webhookKey: string, bindingId: string, number = 0): string {
  const name = number === 0 ? `webhook:${bindingId}` : `webhook:${bindingId}:${number}`;
  return `whsec_${createHmac('sha256', webhookKey).update(name).digest('base64')}`;
}
