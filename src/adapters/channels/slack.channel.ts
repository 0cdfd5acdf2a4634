import type { AlertChannel } from '../../application/ports/alert-channel.js';
import { parseOutgoingUrl, postOutgoing, type OutgoingOptions } from './outgoing-request.js';
import { plainText } from './message-text.js';
import { rejected } from './outcome.js';
import { noAnswer, webhookOutcome } from './webhook-outcome.js';

const MAX_TEXT = 3000;
/** What Slack answers, with 403, 404 or 410, where the place for the messages is gone for good. */
const ENDED = /^(no_service|no_team|no_active_hooks|channel_not_found|channel_is_archived|invalid_token|action_prohibited)$/;

/** Posts alerts to an incoming webhook of Slack, or of what speaks like it (Mattermost, Rocket.Chat, Discord's /slack). */
export function createSlackChannel(options: OutgoingOptions): AlertChannel {
  return {
    kind: 'SLACK',
    parseTarget: (text) => parseOutgoingUrl(text, options),
    async send({ deliveryId, message, target, attemptedAt }, abort) {
      const text = cut(escapeSlack(plainText(message, deliveryId)));
      try {
        const body = JSON.stringify({ text, mrkdwn: false });
        const response = await postOutgoing(target, body, { 'content-type': 'application/json' }, options, abort);
        if (ENDED.test(response.body.trim())) return rejected('GONE', true);
        return webhookOutcome(response, attemptedAt);
      } catch (error) {
        return noAnswer(error);
      }
    },
    close: async () => undefined,
  };
}

function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Never inside an escaped character. */
function cut(text: string): string {
  if (text.length <= MAX_TEXT) return text;
  return `${text.slice(0, MAX_TEXT - 1).replace(/&[a-z]{0,4}$/, '')}…`;
}
