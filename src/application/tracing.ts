import type { Span, SpanOptions, Tracer } from './ports/tracing.js';

const NO_SPAN: Span = { traceparent: '', set: () => {}, fail: () => {}, run: (work) => work(), end: () => {} };

/** Records nothing. */
export const NO_TRACER: Tracer = { isOn: false, start: () => NO_SPAN, current: () => undefined };

/** Does `work` within a span of its own. */
export async function traced<T>(tracer: Tracer, name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
  if (!tracer.isOn) return work(NO_SPAN);
  const span = tracer.start(name, options);
  try {
    return await span.run(() => work(span));
  } catch (error) {
    span.fail(error);
    throw error;
  } finally {
    span.end();
  }
}
