import type { IncomingMessage } from 'node:http';

/**
 * Whether a page may open a websocket here: browsers always say where a page is from, other clients say nothing.
 * Allowed are the listed origins and this machine's own names on the port that was asked. The Host header is not
 * believed: a foreign name can be made to point here.
 */
export function createOriginCheck(allowed: readonly string[]): (request: IncomingMessage) => boolean {
  const listed = new Set(allowed);
  return ({ headers: { origin }, socket }) => {
    if (origin === undefined || listed.has(origin)) return true;
    return ['localhost', '127.0.0.1', '[::1]'].some((host) => origin === `http://${host}:${socket.localPort}`);
  };
}
