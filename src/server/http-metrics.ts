import type { FastifyInstance } from 'fastify';

import type { Logger, Metrics } from '../application/ports/telemetry.js';

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Counts requests by route, never by path: clients can't add label values. At level `debug` each is a line of the log, too. */
export function registerRequestMetrics(
  app: FastifyInstance,
  { metrics, logger }: { readonly metrics: Metrics; readonly logger: Logger },
): void {
  app.addHook('onResponse', async (request, reply) => {
    const method = METHODS.has(request.method) ? request.method : 'other';
    const endpoint = request.routeOptions.url ?? 'other';
    metrics.increment('api_requests_total', { method, endpoint, status: String(reply.statusCode) });
    metrics.observe('api_request_duration_seconds', reply.elapsedTime / 1000, { method, endpoint });
    const durationMs = Math.round(reply.elapsedTime * 10) / 10;
    logger.debug({ requestId: request.id, method, endpoint, status: reply.statusCode, durationMs }, 'a request was answered');
  });
}
