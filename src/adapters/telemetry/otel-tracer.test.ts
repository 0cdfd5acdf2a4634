import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { expect, test } from 'vitest';

import { traced } from '../../application/tracing.js';
import { DomainError } from '../../domain/errors.js';
import { createOtelTracer } from './otel-tracer.js';

const STORED = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

function aTracer() {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  return { tracer: createOtelTracer(provider.getTracer('test')), spans: () => exporter.getFinishedSpans() };
}

test('a span within another is its child, also after a wait', async () => {
  const { tracer, spans } = aTracer();
  await traced(tracer, 'outer', {}, async () => {
    await Promise.resolve();
    await traced(tracer, 'inner', {}, async () => undefined);
  });
  const [inner, outer] = spans();
  expect(inner?.parentSpanContext?.spanId).toBe(outer?.spanContext().spanId);
  expect(inner?.spanContext().traceId).toBe(outer?.spanContext().traceId);
  expect(tracer.current()).toBeUndefined();
});

test('a stored traceparent is taken up; a malformed one begins a trace of its own', () => {
  const { tracer, spans } = aTracer();
  tracer.start('told', { parent: STORED }).end();
  tracer.start('lost', { parent: 'rubbish' }).end();
  const [told, lost] = spans();
  expect(told?.spanContext().traceId).toBe('0af7651916cd43dd8448eb211c80319c');
  expect(told?.parentSpanContext?.spanId).toBe('b7ad6b7169203331');
  expect(lost?.parentSpanContext).toBeUndefined();
});

test('a trace that was not recorded where it began is not recorded further on', () => {
  const { tracer, spans } = aTracer();
  tracer.start('told', { parent: STORED.replace(/01$/, '00') }).end();
  expect(spans()).toEqual([]);
});

test('a failure tells its kind and never its message', async () => {
  const { tracer, spans } = aTracer();
  const failing = traced(tracer, 'failing', {}, () => Promise.reject(new DomainError('CONFLICT', 'postgres://user:secret@db')));
  await expect(failing).rejects.toThrow(DomainError);
  const [span] = spans();
  expect(span?.attributes).toEqual({ 'error.type': 'CONFLICT' });
  expect(JSON.stringify([span?.status, span?.events])).not.toContain('secret');
});
