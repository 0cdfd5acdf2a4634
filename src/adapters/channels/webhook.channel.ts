import type { AlertChannel } from '../../application/ports/alert-channel.js';
import { parseOutgoingUrl, postOutgoing, type OutgoingOptions } from './outgoing-request.js';
import { signatureHeaders } from './webhook-signature.js';
import { noAnswer, webhookOutcome } from './webhook-outcome.js';

/** Posts alerts as JSON to an address of the user's, signed as Standard Webhooks says. */
export function createWebhookChannel(options: OutgoingOptions): AlertChannel {
  return {
    kind: 'WEBHOOK',
    parseTarget: (text) => parseOutgoingUrl(text, options),
    async send({ deliveryId, message, target, secrets, attemptedAt }, abort) {
      const { type, occurredAt, data } = message;
      const body = JSON.stringify({ type, timestamp: occurredAt.toISOString(), data });
      const headers = { 'content-type': 'application/json', ...signatureHeaders(deliveryId, attemptedAt, body, secrets) };
      try {
        return webhookOutcome(await postOutgoing(target, body, headers, options, abort), attemptedAt);
      } catch (error) {
        return noAnswer(error);
      }
    },
    close: async () => undefined,
  };
}
