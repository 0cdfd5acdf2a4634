import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Bytes of a request body. */
export const BODY_LIMIT = 100 * 1024;

class BodyFault extends Error {
  readonly statusCode = 400;
}

/** JSON in UTF-8 is read; a body of any other type counts towards the limit and is then dropped, so that Apollo's CSRF check answers. */
export function registerBodyParsers(app: FastifyInstance): void {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<Buffer>(
    'application/json',
    { parseAs: 'buffer', bodyLimit: BODY_LIMIT },
    async (_request: FastifyRequest, body: Buffer) => {
      if (body.length === 0) return undefined;
      try {
        return JSON.parse(utf8.decode(body)) as unknown;
      } catch {
        throw new BodyFault('not JSON in UTF-8');
      }
    },
  );
  app.addContentTypeParser<Buffer>('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, async () => undefined);
}
