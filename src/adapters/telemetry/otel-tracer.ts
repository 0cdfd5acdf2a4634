import { AsyncLocalStorage } from 'node:async_hooks';

import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Span as OtelSpan,
  type SpanContext,
  type Tracer as OtelTracer,
} from '@opentelemetry/api';

import type { Span, SpanOptions, Tracer } from '../../application/ports/tracing.js';
import { DomainError } from '../../domain/errors.js';

const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT, producer: SpanKind.PRODUCER, consumer: SpanKind.CONSUMER };
const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** Our port over OpenTelemetry. The current span is kept here: nothing global is set. */
export function createOtelTracer(tracer: OtelTracer): Tracer {
  const storage = new AsyncLocalStorage<{ readonly context: Context; readonly span: Span }>();

  function wrap(otel: OtelSpan, context: Context): Span {
    const span: Span = {
      traceparent: format(otel.spanContext()),
      set: (attributes) => void otel.setAttributes({ ...attributes }),
      fail: (error) => void otel.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', typeOf(error)),
      run: (work) => storage.run({ context, span }, work),
      end: () => otel.end(),
    };
    return span;
  }

  return {
    isOn: true,
    start(name, { kind, attributes = {}, parent }: SpanOptions = {}) {
      const above = parent === undefined ? (storage.getStore()?.context ?? ROOT_CONTEXT) : remote(parent);
      const kindOf = kind === undefined ? SpanKind.INTERNAL : KINDS[kind];
      const otel = tracer.startSpan(name, { kind: kindOf, attributes: { ...attributes } }, above);
      return wrap(otel, trace.setSpan(above, otel));
    },
    current: () => storage.getStore()?.span,
  };
}

function format({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

/** A malformed traceparent begins a new trace. */
function remote(traceparent: string): Context {
  const [, traceId = '', spanId = '', flags = ''] = TRACEPARENT.exec(traceparent) ?? [];
  if (traceId === '') return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true });
}

/** Never the message: a driver's holds addresses and values. */
function typeOf(error: unknown): string {
  if (error instanceof DomainError) return error.code;
  return error instanceof Error ? error.name : 'unknown';
}
