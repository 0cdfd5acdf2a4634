import type { FastifyInstance } from 'fastify';

import type { Metrics } from '../application/ports/telemetry.js';

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Counts requests by route, never by path: clients can't add label values. */
export function registerRequestMetrics(app: FastifyInstance, metrics: Metrics): void {
  app.addHook('onResponse', async (request, reply) => {
    const method = METHODS.has(request.method) ? request.method : 'other';
    const endpoint = request.routeOptions.url ?? 'other';
    metrics.increment('api_requests_total', { method, endpoint, status: String(reply.statusCode) });
    metrics.observe('api_request_duration_seconds', reply.elapsedTime / 1000, { method, endpoint });
  });
}
