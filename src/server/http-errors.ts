import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

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
  431: { code: 'BAD_REQUEST', message: 'The headers are too large.' },
  415: { code: 'BAD_REQUEST', message: 'The content type is not supported.' },
};

/** By what Node says of bytes that are no request. */
const CLIENT_FAULTS: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  HPE_HEADER_OVERFLOW: 431,
};

/** Answers bytes that never became a request, and ends the connection. */
export function answerClientFault(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const status = CLIENT_FAULTS[error.code ?? ''] ?? 400;
  const fault = KNOWN[status] ?? { code: 'BAD_REQUEST', message: '' };
  const body = JSON.stringify({ errors: [{ message: fault.message, extensions: { code: fault.code } }] });
  const headers = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'X-Content-Type-Options: nosniff',
    'Cache-Control: no-store',
    'Connection: close',
  ];
  if (socket.writable) socket.write(`${headers.join('\r\n')}\r\n\r\n${body}`);
  socket.destroySoon();
}

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
