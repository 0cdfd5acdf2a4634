import { createTransport } from 'nodemailer';

import type { AlertChannel, ChannelAttempt, SendOutcome } from '../../application/ports/alert-channel.js';
import { DomainError } from '../../domain/errors.js';
import { escapeHtml, plainText, singleLine } from './message-text.js';
import { accepted, rejected, retry } from './outcome.js';

export interface EmailOptions {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (port 465); else STARTTLS is demanded. */
  readonly isImplicitTls: boolean;
  readonly user: string | null;
  /** A secret. */
  readonly password: string | null;
  /** `VPA <alerts@example.org>`; its domain also names the messages. */
  readonly from: string;
  /** True for trials on one machine only: no encryption. */
  readonly allowsPlaintext: boolean;
  readonly timeoutMs: number;
}

const ADDRESS = /^[^\s@<>"(),:;\\[\]]{1,64}@[^\s@<>"(),:;\\[\]]{1,189}$/u;
const MAX_CONNECTIONS = 5;
const MESSAGES_A_CONNECTION = 100;
/** Enhanced status codes that mean: there is no such mailbox. */
const NO_MAILBOX = /\b5\.1\.(1|2|3|6|10)\b/;

/** Sends alerts by SMTP, as text and as HTML, with the same Message-ID at every attempt of a delivery. */
export function createEmailChannel(options: EmailOptions): AlertChannel {
  const { host, port, isImplicitTls, user, password, from, allowsPlaintext, timeoutMs } = options;
  const domain = domainOf(from);
  const transport = createTransport({
    pool: true,
    maxConnections: MAX_CONNECTIONS,
    maxMessages: MESSAGES_A_CONNECTION,
    host,
    port,
    secure: isImplicitTls,
    requireTLS: !isImplicitTls && !allowsPlaintext,
    ignoreTLS: allowsPlaintext,
    ...(user === null ? {} : { auth: { user, pass: password ?? '' } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    kind: 'EMAIL',
    parseTarget(text) {
      const address = text.trim();
      if (address.length > 254 || !ADDRESS.test(address)) {
        throw new DomainError('INVALID_INPUT', 'not an email address', { details: { field: 'target' } });
      }
      return address;
    },
    async send(attempt, abort) {
      try {
        const { messageId } = await before(abort, timeoutMs, transport.sendMail(mailOf(attempt, from, domain)));
        return accepted(messageId);
      } catch (error) {
        return outcomeOf(error);
      }
    },
    close: async () => transport.close(),
  };
}

function mailOf({ message, deliveryId, target, unsubscribeUrl }: ChannelAttempt, from: string, domain: string) {
  return {
    from,
    to: { name: '', address: target },
    subject: singleLine(message.title),
    text: [plainText(message, deliveryId), ...(unsubscribeUrl === null ? [] : [`${stopWords(message)}: ${unsubscribeUrl}`])].join('\n\n'),
    html: htmlOf({ message, deliveryId, unsubscribeUrl }),
    messageId: `<${deliveryId}@${domain}>`,
    date: message.occurredAt,
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(unsubscribeUrl === null
        ? {}
        : { 'List-Unsubscribe': `<${unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    },
  };
}

function stopWords({ language }: ChannelAttempt['message']): string {
  return language === 'vi' ? 'Ngừng nhận email' : 'Stop these emails';
}

function htmlOf({ message, deliveryId, unsubscribeUrl }: Pick<ChannelAttempt, 'message' | 'deliveryId' | 'unsubscribeUrl'>): string {
  const { title, facts, paragraphs, link, language } = message;
  const rows = facts.map(({ label, value }) => `<tr><td>${escapeHtml(label)}</td><td><b>${escapeHtml(value)}</b></td></tr>`).join('');
  const texts = paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`).join('');
  const anchor = link === null ? '' : `<p><a href="${escapeHtml(link)}">${escapeHtml(link)}</a></p>`;
  const stop = unsubscribeUrl === null ? '' : ` · <a href="${escapeHtml(unsubscribeUrl)}">${stopWords(message)}</a>`;
  return `<!doctype html><html lang="${language}"><body><h2>${escapeHtml(title)}</h2><table>${rows}</table>${texts}${anchor}<p><small>${escapeHtml(deliveryId)}${stop}</small></p></body></html>`;
}

/** 4xx and what the network does may pass; 5xx will not, and without a mailbox nothing else will arrive either. */
function outcomeOf(error: unknown): SendOutcome {
  if (error instanceof SendTimeout) return retry('TIMEOUT');
  if (!(error instanceof Error)) throw error;
  const { code, responseCode, response } = error as Error & { code?: string; responseCode?: number; response?: string };
  if (code === 'ETLS') return retry('CONNECTION', null, 'CHANNEL');
  if (code === 'EAUTH') return retry('UNAUTHORIZED', null, 'CHANNEL');
  if (responseCode !== undefined && responseCode >= 500) {
    return NO_MAILBOX.test(response ?? '') ? rejected('UNKNOWN_RECIPIENT', true) : rejected('INVALID_CONTENT');
  }
  if (responseCode !== undefined && responseCode >= 400) return retry('SERVER_ERROR');
  if (code === 'ETIMEDOUT') return retry('TIMEOUT', null, 'CHANNEL');
  if (code === undefined) throw error;
  return retry('CONNECTION', null, 'CHANNEL');
}

class SendTimeout extends Error {}

/** A sending that is under way can't be called back; what comes of it later is not heard any more. */
function before<T>(abort: AbortSignal, timeoutMs: number, sending: Promise<T>): Promise<T> {
  const signal = AbortSignal.any([abort, AbortSignal.timeout(timeoutMs)]);
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new SendTimeout()), { once: true });
    sending.then(resolve, reject);
  });
}

function domainOf(from: string): string {
  const domain = /@([a-z0-9.-]+)>?$/i.exec(from.trim())?.[1];
  if (domain === undefined) throw new DomainError('INVALID_INPUT', 'the sender of emails needs an address with a domain');
  return domain;
}
