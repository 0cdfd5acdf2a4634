import type { AlertMessage } from '../ports/alert-channel.js';

/** What a digest tells. */
export interface DigestContent {
  readonly ruleName: string;
  /** Of all alerts, also those that are not listed. */
  readonly count: number;
  readonly entries: AlertMessage['facts'];
}

/** Lines that are shown; a message that nobody reads to its end helps nobody. */
const SHOWN = 20;

/** One line for an alert about a signal: its title and its first fact, which is the session. */
export function digestEntry({ title, facts }: AlertMessage): AlertMessage['facts'][number] {
  return { label: title, value: facts[0]?.value ?? '' };
}

/** The one message for many alerts that a rule had no room for. */
export function digestMessage(
  { ruleName, count, entries }: DigestContent,
  language: AlertMessage['language'],
  occurredAt: Date,
): AlertMessage {
  const say = (vi: string, en: string) => (language === 'vi' ? vi : en);
  const left = count - Math.min(entries.length, SHOWN);
  return {
    type: 'alert.digest',
    language,
    title: say(`${ruleName}: thêm ${count} cảnh báo`, `${ruleName}: ${count} more ${count === 1 ? 'alert' : 'alerts'}`),
    facts: entries.slice(0, SHOWN),
    paragraphs: [
      ...(left > 0 ? [say(`… và ${left} cảnh báo khác.`, `… and ${left} others.`)] : []),
      say(
        'Quy tắc này đã đạt số cảnh báo tối đa trong một giờ, phần còn lại được gộp tại đây.',
        'This rule had told as many alerts as it may in an hour; the rest is gathered here.',
      ),
    ],
    link: null,
    occurredAt,
    data: { rule: ruleName, count, entries },
  };
}

/** The same alert for somebody else, because nobody has acknowledged it. */
export function escalatedMessage(message: AlertMessage, afterMinutes: number): AlertMessage {
  const say = (vi: string, en: string) => (message.language === 'vi' ? vi : en);
  return {
    ...message,
    title: say(`Chưa ai xác nhận: ${message.title}`, `Not acknowledged: ${message.title}`),
    paragraphs: [
      say(
        `Cảnh báo này chưa được xác nhận sau ${afterMinutes} phút.`,
        `Nobody has acknowledged this alert within ${afterMinutes} ${afterMinutes === 1 ? 'minute' : 'minutes'}.`,
      ),
      ...message.paragraphs,
    ],
    data: { ...message.data, isEscalated: true },
  };
}
