import type { IncomingMessage } from 'node:http';

import { createOriginCheck } from './live/origins.js';

const LOOPBACK_ADDRESS = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;
/** A proxy on this machine makes everybody look local, and says so in one of these. */
const PROXY_HEADERS = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'] as const;

const isOwnPage = createOriginCheck([]);

/**
 * Whether a request is from this machine itself. The Host header must be a local name too (a foreign one can be made to
 * point here), and so must the page that asks, where it is a browser.
 */
export function isLocalRequest(request: IncomingMessage): boolean {
  const { headers, socket } = request;
  return (
    LOOPBACK_ADDRESS.test(socket.remoteAddress ?? '') &&
    LOOPBACK_HOST.test(headers.host ?? '') &&
    PROXY_HEADERS.every((name) => headers[name] === undefined) &&
    isOwnPage(request)
  );
}
