import { randomSecrets } from '../adapters/access/random-secrets.js';
import type { AlertDeps } from '../application/alerts/alert-rules.js';
import { createChannels, webhookSecret } from './alert-channels.js';
import type { Core } from './core.js';

/** What rules and bindings of alerts stand on in this process; it sends nothing itself. */
export function alertDeps({ config, database, logger }: Pick<Core, 'config' | 'database' | 'logger'>): AlertDeps {
  const { webhookKey } = config.alerts;
  return {
    alerts: database.alerts,
    targets: createChannels(config.alerts, logger),
    secrets: randomSecrets,
    signingSecret: webhookKey === null ? null : (bindingId, number) => webhookSecret(webhookKey, bindingId, number),
    market: database,
    now: () => new Date(),
  };
}
