import type { IncomingMessage } from 'node:http';

import type { FastifyInstance } from 'fastify';

import { networkOf } from '../domain/access/network.js';
import { Places } from './live/places.js';

/** A browser opens six connections, and several people may share an address. */
const MOST_PER_NETWORK = 32;

/**
 * Bounds the files that are being sent at once to one network: each holds an open file for as long as its reader
 * takes. Whoever wants more gets 429 and may come again at once.
 */
export function boundPagesUnderWay(scope: FastifyInstance, addressOf: (request: IncomingMessage) => string): void {
  const places = new Places(MOST_PER_NETWORK);
  scope.addHook('onRequest', async ({ raw }, reply) => {
    const leave = places.take(networkOf(addressOf(raw)));
    if (leave !== null) {
      reply.raw.once('close', leave);
      return;
    }
    const message = 'Too many files are being sent to your address.';
    return reply
      .code(429)
      .header('retry-after', '1')
      .header('connection', 'close')
      .send({ errors: [{ message, extensions: { code: 'RATE_LIMITED', retryAfterMs: 1_000 } }] });
  });
}
