/** Why this server closes a websocket. Clients may retry after each of these; `docs/subscriptions.md` says how. */
export const CLOSE = {
  /** The process is stopping; another one takes over. */
  drain: { code: 1012, reason: 'service restart' },
  /** The item could not be told now, or too many messages came at once. */
  tryAgain: { code: 1013, reason: 'try again later' },
  tooManyMessages: { code: 1013, reason: 'too many messages' },
  badRequest: { code: 4400, reason: 'Invalid message received' },
  /** The token was refused, has expired or was revoked. */
  forbidden: { code: 4403, reason: 'Forbidden' },
  /** The actor has as many sockets as it may. */
  tooManyConnections: { code: 1013, reason: 'too many connections' },
  /** More was waiting for this socket than it may. */
  slowConsumer: { code: 4008, reason: 'slow consumer, resume from the last cursor' },
  internal: { code: 4500, reason: 'Internal server error' },
} as const;

export interface CloseReason {
  readonly code: number;
  readonly reason: string;
}

const COUNTED: ReadonlySet<number> = new Set([
  1000, 1001, 1002, 1005, 1006, 1007, 1009, 1011, 1012, 1013, 4008, 4400, 4401, 4403, 4406, 4408, 4409, 4429, 4500,
]);

/** The code as a metric label; clients may send any number, the label's values are a closed set. */
export function closeCodeLabel(code: number): string {
  return COUNTED.has(code) ? String(code) : 'other';
}
