import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';

import type { Logger } from '../application/ports/telemetry.js';

/** A fault of the HTTP layer, in the shape of a GraphQL answer. */
function sendHttpError(reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
  const requestId = status >= 500 ? { requestId: reply.request.id } : {};
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .send({ errors: [{ message, extensions: { code, ...requestId } }] });
}

const KNOWN: Readonly<Record<number, { readonly code: string; readonly message: string }>> = {
  400: { code: 'BAD_REQUEST', message: 'The request is malformed.' },
  408: { code: 'BAD_REQUEST', message: 'The request took too long.' },
  413: { code: 'PAYLOAD_TOO_LARGE', message: 'The request body is too large.' },
  415: { code: 'BAD_REQUEST', message: 'The content type is not supported.' },
};

/** Every error answer of the server is JSON; texts of faults that are not the client's stay in the log. */
export function registerErrorAnswers(app: FastifyInstance, logger: Logger): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const known = error.statusCode === undefined ? undefined : KNOWN[error.statusCode];
    if (known !== undefined && error.statusCode !== undefined) return sendHttpError(reply, error.statusCode, known.code, known.message);
    logger.error({ error, requestId: request.id }, 'a request failed');
    return sendHttpError(reply, 500, 'INTERNAL', 'Internal server error');
  });
  app.setNotFoundHandler((_request, reply) => sendHttpError(reply, 404, 'NOT_FOUND', 'There is nothing here.'));
}
