import type { FastifyInstance, FastifyRequest } from 'fastify';

import type { Span, Tracer } from '../application/ports/tracing.js';

/** A span for each request of one route; probes and pages are no part of any trace. Traces that clients send are not taken over: they would decide what is recorded. */
export function registerRequestTracing(app: FastifyInstance, tracer: Tracer, route: string): void {
  if (!tracer.isOn) return;
  const spans = new WeakMap<FastifyRequest, Span>();
  app.addHook('onRequest', async (request) => {
    if (request.routeOptions.url !== route) return;
    const attributes = { 'http.request.method': request.method, 'http.route': route, 'vpa.request_id': request.id };
    spans.set(request, tracer.start(`${request.method} ${route}`, { kind: 'server', attributes }));
  });
  // Not earlier: what reads the body goes on outside of the caller's context.
  app.addHook('preValidation', (request, _reply, done) => {
    const span = spans.get(request);
    if (span === undefined) done();
    else span.run(done);
  });
  app.addHook('onResponse', async (request, reply) => {
    const span = spans.get(request);
    span?.set({ 'http.response.status_code': reply.statusCode });
    span?.end();
  });
  app.addHook('onRequestAbort', async (request) => {
    const span = spans.get(request);
    span?.set({ 'vpa.aborted': true });
    span?.end();
    spans.delete(request);
  });
}
