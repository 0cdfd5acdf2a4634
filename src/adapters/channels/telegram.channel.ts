import type { AlertChannel, ChannelAttempt, SendOutcome } from '../../application/ports/alert-channel.js';
import { DomainError } from '../../domain/errors.js';
import { accepted, rejected, retry } from './outcome.js';
import { sendTelegram, TelegramUnreachable, type TelegramAnswer, type TelegramOptions } from './telegram-api.js';
import { telegramHtml, telegramPlain } from './telegram-text.js';

const CHAT_ID = /^-?\d{1,16}$/;
const UNREADABLE = /can't parse entities/i;
const UNKNOWN_CHAT = /chat not found|user not found|peer_id_invalid|chat_id is empty/i;

/**
 * Sends alerts by a bot. Telegram knows no key against repetition: a message whose answer was lost may arrive twice, with the
 * same id in its last line.
 */
export function createTelegramChannel(options: TelegramOptions): AlertChannel {
  return {
    kind: 'TELEGRAM',
    parseTarget(text) {
      const id = text.trim();
      if (!CHAT_ID.test(id)) throw new DomainError('INVALID_INPUT', 'a chat id is a whole number', { details: { field: 'target' } });
      return id;
    },
    async send(attempt, abort) {
      try {
        return await deliver(options, attempt, abort);
      } catch (error) {
        if (error instanceof TelegramUnreachable) return retry(error.fault);
        throw error;
      }
    },
    close: async () => undefined,
  };
}

/** Follows a group that moved, and resends as plain text what can't be read as HTML, each once. */
async function deliver(
  options: TelegramOptions,
  { message, deliveryId, target }: ChannelAttempt,
  abort: AbortSignal,
): Promise<SendOutcome> {
  const html = { text: telegramHtml(message, deliveryId), parse_mode: 'HTML' };
  const plain = { text: telegramPlain(message, deliveryId) };
  const send = (chatId: string, text: object) =>
    sendTelegram(options, { chat_id: chatId, link_preview_options: { is_disabled: true }, ...text }, abort);

  let chatId = target;
  let text: object = html;
  let answer = await send(chatId, text);
  if (answer.migrateToChatId !== null) {
    chatId = answer.migrateToChatId;
    answer = await send(chatId, text);
  }
  if (!answer.ok && UNREADABLE.test(answer.description)) {
    text = plain;
    answer = await send(chatId, text);
  }
  return answer.ok ? accepted(answer.messageId, chatId === target ? null : chatId) : refusal(answer);
}

function refusal({ errorCode, description, retryAfterSeconds }: TelegramAnswer): SendOutcome {
  // The limits of Telegram are not told apart by chat, so nothing at all is sent before it says so.
  if (errorCode === 429) return retry('RATE_LIMITED', retryAfterSeconds === null ? null : retryAfterSeconds * 1000, 'CHANNEL');
  if (errorCode === 401 || errorCode === 404) return retry('UNAUTHORIZED', null, 'CHANNEL');
  if (errorCode === 403) return rejected('BLOCKED', true);
  if (errorCode >= 500) return retry('SERVER_ERROR');
  return UNKNOWN_CHAT.test(description) ? rejected('UNKNOWN_RECIPIENT', true) : rejected('INVALID_CONTENT');
}
