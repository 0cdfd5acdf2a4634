export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** One step of a trace, with a beginning and an end. Values are facts of ours: never a secret, never what a client wrote. */
export interface Span {
  /** Its place in W3C form, to be stored with what it causes. */
  readonly traceparent: string;
  set(attributes: Attributes): void;
  /** Marks it as failed. */
  fail(error: unknown): void;
  /** Calls `work` with this span as the current one, for it and for all that it awaits. */
  run<T>(work: () => T): T;
  end(): void;
}

export interface SpanOptions {
  readonly kind?: 'server' | 'client' | 'producer' | 'consumer';
  readonly attributes?: Attributes;
  /** Traceparent of the span that caused this one, in another process or at another time. Without it: the current span. */
  readonly parent?: string | undefined;
}

/** Spans across calls, tables and processes. */
export interface Tracer {
  /** False where nobody listens: then nothing is worth preparing. */
  readonly isOn: boolean;
  /** Names are of a closed set. Whoever starts a span ends it. */
  start(name: string, options?: SpanOptions): Span;
  /** The span that this call is part of. */
  current(): Span | undefined;
}
