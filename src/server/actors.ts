import type { IncomingMessage } from 'node:http';

import { ANONYMOUS, LOCAL_ADMIN, type Actor } from '../domain/access/actor.js';
import { createOriginCheck } from './live/origins.js';

const LOOPBACK_ADDRESS = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;
/** A proxy on this machine makes everybody look local, and says so in one of these. */
const PROXY_HEADERS = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'] as const;

const isOwnPage = createOriginCheck([]);

/**
 * Who asks, for HTTP and websocket alike. There are no accounts yet: everybody is anonymous, except on the embedded
 * default, where a request from this machine itself is its administrator. The Host header must be a local name too (a
 * foreign one can be made to point here), and so must the page that asks, where it is a browser.
 */
export function createActorResolver(hasLocalAdmin: boolean): (request: IncomingMessage) => Actor {
  return (request) => (hasLocalAdmin && isLocal(request) ? LOCAL_ADMIN : ANONYMOUS);
}

function isLocal(request: IncomingMessage): boolean {
  const { headers, socket } = request;
  return (
    LOOPBACK_ADDRESS.test(socket.remoteAddress ?? '') &&
    LOOPBACK_HOST.test(headers.host ?? '') &&
    PROXY_HEADERS.every((name) => headers[name] === undefined) &&
    isOwnPage(request)
  );
}
