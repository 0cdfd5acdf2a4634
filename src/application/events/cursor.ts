import { DomainError } from '../../domain/errors.js';
import type { EventPosition } from '../../domain/events.js';

const TEXT = /^([A-Za-z0-9-]{1,64}):(0|[1-9]\d{0,15})$/;
const MAX_CURSOR_LENGTH = 120;

/** A position as clients see it: base64url of `epoch:seq`. Opaque: only the server reads it. */
export function encodeEventCursor(position: EventPosition): string {
  return Buffer.from(`${position.epoch}:${position.seq}`, 'latin1').toString('base64url');
}

/**
 * Reads a cursor that this service handed out.
 * @throws {DomainError} INVALID_INPUT for any other text. Whether the position still exists is the feed's business.
 */
export function decodeEventCursor(cursor: string): EventPosition {
  const match = cursor.length <= MAX_CURSOR_LENGTH ? TEXT.exec(Buffer.from(cursor, 'base64url').toString('latin1')) : null;
  const position = { epoch: match?.[1] ?? '', seq: Number(match?.[2]) };
  // Decoding skips what is not base64url: only the canonical text is a cursor.
  if (!Number.isSafeInteger(position.seq) || encodeEventCursor(position) !== cursor) {
    throw new DomainError('INVALID_INPUT', 'the cursor is malformed', { details: { field: 'after' } });
  }
  return position;
}
