import type { AlertMessage } from '../../application/ports/alert-channel.js';
import { deliveryLine, escapeHtml } from './message-text.js';

/** Longest text of a message, in characters after markup and entities are read. */
const MAX_TEXT = 4096;
const CUT = '…';

/** A piece of the text, with the tag around it. */
interface Piece {
  readonly text: string;
  readonly tag: 'b' | null;
}

/**
 * A message in Telegram's HTML. What is too long is cut as plain text, before it gets its markup, so never inside a tag or
 * an entity, and the line that identifies the delivery always stands at the end.
 */
export function telegramHtml(message: AlertMessage, deliveryId: string): string {
  return shortened(message, deliveryId)
    .map(({ text, tag }) => (tag === null ? escapeHtml(text) : `<${tag}>${escapeHtml(text)}</${tag}>`))
    .join('');
}

/** The same without markup, for where Telegram can't read it. */
export function telegramPlain(message: AlertMessage, deliveryId: string): string {
  return shortened(message, deliveryId)
    .map(({ text }) => text)
    .join('');
}

function shortened({ title, facts, paragraphs, link, language }: AlertMessage, deliveryId: string): readonly Piece[] {
  const end: Piece = { text: `\n\n${deliveryLine(deliveryId, language)}`, tag: null };
  const body: Piece[] = [{ text: title, tag: 'b' }];
  for (const [i, { label, value }] of facts.entries()) {
    body.push({ text: `${i === 0 ? '\n\n' : '\n'}${label}: `, tag: null }, { text: value, tag: 'b' });
  }
  for (const text of [...paragraphs, ...(link === null ? [] : [link])]) body.push({ text: `\n\n${text}`, tag: null });
  let left = MAX_TEXT - end.text.length;
  const kept: Piece[] = [];
  for (const piece of body) {
    if (piece.text.length > left) {
      kept.push({ ...piece, text: cut(piece.text, left) });
      break;
    }
    kept.push(piece);
    left -= piece.text.length;
  }
  return [...kept, end];
}

/** Never between the halves of a character that takes two. */
function cut(text: string, length: number): string {
  const end = length - CUT.length;
  if (end <= 0) return length > 0 ? CUT : '';
  const isHalf = /[\uD800-\uDBFF]/.test(text.charAt(end - 1));
  return text.slice(0, isHalf ? end - 1 : end) + CUT;
}
