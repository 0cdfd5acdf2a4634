import type { FastifyInstance } from 'fastify';

/** Answers are data: a browser that shows one as a page loads nothing for it, and nobody frames it. */
const DATA_POLICY = policy();

/** A content security policy that allows nothing but what is listed. */
export function policy(...allowed: readonly string[]): string {
  return ["default-src 'none'", ...allowed, "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"].join('; ');
}

/** Pages replace the policy by one of their own. */
export function registerSecurityHeaders(app: FastifyInstance, hstsSeconds: number): void {
  const transport = hstsSeconds === 0 ? {} : { 'strict-transport-security': `max-age=${hstsSeconds}; includeSubDomains` };
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'content-security-policy': DATA_POLICY,
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
      ...transport,
    });
  });
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
}
