import { setTimeout as delay } from 'node:timers/promises';

import type { ReadableSpan, SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace';

import type { Metrics } from '../../application/ports/telemetry.js';

/** Spans that wait; those that end while it is full are dropped and counted. */
const MAX_WAITING = 2_048;
const MAX_BATCH = 512;
/** A batch that is not full waits so long for more. */
const BATCH_WAIT_MS = 1_000;
/** A process that stops waits so long for its last spans. */
const LAST_WAIT_MS = 2_000;
const SUCCESS = 0;
const TRACE_FLAG_SAMPLED = 1;

/** Between the spans and their exporter: a bounded buffer, one export at a time. Whoever ends a span never waits. */
export class SpanBuffer implements SpanProcessor {
  readonly #exporter: SpanExporter;
  readonly #metrics: Metrics;
  #waiting: ReadableSpan[] = [];
  #exporting: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(exporter: SpanExporter, metrics: Metrics) {
    this.#exporter = exporter;
    this.#metrics = metrics;
  }

  onStart(): void {}

  onEnd(span: ReadableSpan): void {
    if (this.#isClosed || (span.spanContext().traceFlags & TRACE_FLAG_SAMPLED) === 0) return;
    if (this.#waiting.length >= MAX_WAITING) {
      this.#metrics.increment('vpa_trace_spans_total', { result: 'dropped' });
      return;
    }
    this.#waiting.push(span);
    this.#schedule();
  }

  async forceFlush(): Promise<void> {
    while (this.#waiting.length > 0 || this.#exporting !== undefined) await this.#export();
  }

  /** Sends what waits, within two seconds; what is left then is lost. */
  async shutdown(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    const abandon = new AbortController();
    await Promise.race([this.forceFlush(), delay(LAST_WAIT_MS, undefined, { signal: abandon.signal }).catch(() => undefined)]);
    abandon.abort();
    this.#metrics.increment('vpa_trace_spans_total', { result: 'dropped' }, this.#waiting.length);
    this.#waiting = [];
    await Promise.race([this.#exporter.shutdown(), Promise.resolve()]);
  }

  #schedule(): void {
    if (this.#exporting !== undefined) return;
    if (this.#waiting.length >= MAX_BATCH) void this.#export();
    else this.#timer ??= setTimeout(() => void this.#export(), BATCH_WAIT_MS).unref();
  }

  /** One batch, or the end of the one under way. */
  #export(): Promise<void> {
    this.#exporting ??= this.#send().finally(() => {
      this.#exporting = undefined;
      if (this.#waiting.length > 0 && !this.#isClosed) this.#schedule();
    });
    return this.#exporting;
  }

  async #send(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batch = this.#waiting.splice(0, MAX_BATCH);
    if (batch.length === 0) return;
    const isSent = await new Promise<boolean>((resolve) =>
      this.#exporter.export(batch, ({ code }: { readonly code: number }) => resolve(code === SUCCESS)),
    );
    this.#metrics.increment('vpa_trace_spans_total', { result: isSent ? 'exported' : 'failed' }, batch.length);
  }
}
