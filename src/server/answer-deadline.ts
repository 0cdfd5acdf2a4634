import type { Socket } from 'node:net';

import type { FastifyInstance } from 'fastify';

/**
 * Cuts the connection of a client that has not taken its whole answer in time, counted from the headers of its request.
 * Node's own limits end with the request: what is not read would stay in memory as long as the client likes. A smaller
 * answer waits in the system's buffers where nobody sees it; these are emptied when the idle connection ends.
 */
export function registerAnswerDeadline(app: FastifyInstance, withinMs: number): void {
  app.addHook('onRequest', async (_request, reply) => {
    const cut = setTimeout(() => reply.raw.socket?.resetAndDestroy(), withinMs).unref();
    reply.raw.once('close', () => clearTimeout(cut));
  });
  // Node would say goodbye, and the system would keep what was not taken until the client has heard it.
  app.server.on('timeout', (socket: Socket) => void socket.resetAndDestroy());
}
