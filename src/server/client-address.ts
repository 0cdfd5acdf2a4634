import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/**
 * Whose connection it is, for limits and logs. Each trusted proxy has appended the address it saw to X-Forwarded-For, so
 * the client is as many places from the right as there are proxies; whatever stands further left is the client's own word.
 * @param trustedProxies how many proxies of ours every request passes; 0: the header is not read.
 */
export function clientAddress(request: IncomingMessage, trustedProxies: number): string {
  const peer = request.socket.remoteAddress ?? '';
  if (trustedProxies === 0) return peer;
  const header = request.headers['x-forwarded-for'];
  const forwarded = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').map((part) => part.trim());
  const address = forwarded.at(-trustedProxies) ?? '';
  return isIP(address) === 0 ? peer : address;
}
