import type { AlertMessage } from '../../application/ports/alert-channel.js';

/** The line that identifies a delivery to its reader: the only way to tell a repetition where a channel has no id. */
export function deliveryLine(deliveryId: string, language: AlertMessage['language']): string {
  return `${language === 'vi' ? 'Mã' : 'Id'}: ${deliveryId}`;
}

/** A message as plain text, one block a paragraph. */
export function plainText({ title, facts, paragraphs, link, language }: AlertMessage, deliveryId: string): string {
  const blocks = [title, facts.map(({ label, value }) => `${label}: ${value}`).join('\n'), ...paragraphs, link ?? ''];
  return [...blocks, deliveryLine(deliveryId, language)].filter((block) => block !== '').join('\n\n');
}

/** Text inside HTML, attributes in double quotes included. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** One line without control characters: what ends up in a header or a subject can't start another. */
export function singleLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ').trim();
}
