import type { Span, Tracer } from '../../application/ports/tracing.js';
import type { LiveItem } from '../../resolvers/live-source.js';

/** A span for the delivery of an item, in the trace that it came from: one for a whole group, however many get it. */
export function startDelivery(tracer: Tracer, topic: string, { traceparent }: LiveItem, subscribers: number): Span | undefined {
  if (!tracer.isOn || traceparent === undefined) return undefined;
  const attributes = { 'vpa.topic': topic, 'vpa.subscribers': subscribers };
  return tracer.start('deliver item', { kind: 'consumer', parent: traceparent, attributes });
}
