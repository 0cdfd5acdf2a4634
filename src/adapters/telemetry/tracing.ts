import { hostname } from 'node:os';

import type { Metrics } from '../../application/ports/telemetry.js';
import type { Tracer } from '../../application/ports/tracing.js';

export interface TracingOptions {
  /** Where spans go: an OTLP collector over HTTP, `…/v1/traces`. */
  readonly url: string;
  /** For the collector; may hold secrets. */
  readonly headers: Readonly<Record<string, string>>;
  /** Share of the traces that are recorded, 0 to 1. */
  readonly ratio: number;
  readonly serviceName: string;
  readonly version: string;
}

export interface Tracing {
  readonly tracer: Tracer;
  /** Sends what waits, for two seconds at most. */
  close(): Promise<void>;
}

/** One attempt to hand over a batch, with its repetitions. */
const EXPORT_TIMEOUT_MS = 5_000;
/** Of one attribute, such as the text of a statement. */
const MAX_VALUE_LENGTH = 1_000;

/** Opens tracing to a collector. Loads OpenTelemetry: without tracing it is never read from disk. */
export async function openTracing(options: TracingOptions, metrics: Metrics): Promise<Tracing> {
  const [{ OTLPTraceExporter }, { resourceFromAttributes }, sdk, { SpanBuffer }, { createOtelTracer }] = await Promise.all([
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/sdk-trace'),
    import('./span-buffer.js'),
    import('./otel-tracer.js'),
  ]);
  const exporter = new OTLPTraceExporter({
    url: options.url,
    headers: { ...options.headers },
    timeoutMillis: EXPORT_TIMEOUT_MS,
    concurrencyLimit: 1,
  });
  const buffer = new SpanBuffer(exporter, metrics);
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({
      'service.name': options.serviceName,
      'service.version': options.version,
      'service.instance.id': `${hostname()}:${process.pid}`,
    }),
    sampler: new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(options.ratio) }),
    spanLimits: { attributeCountLimit: 32, attributeValueLengthLimit: MAX_VALUE_LENGTH, eventCountLimit: 8, linkCountLimit: 8 },
    spanProcessors: [buffer],
  });
  return { tracer: createOtelTracer(provider.getTracer('vpa', options.version)), close: () => buffer.shutdown() };
}
