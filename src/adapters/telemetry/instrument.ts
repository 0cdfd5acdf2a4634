import type { Metrics } from '../../application/ports/telemetry.js';
import type { Tracer } from '../../application/ports/tracing.js';

interface InstrumentDeps {
  readonly metrics: Metrics;
  readonly tracer: Tracer;
}

type UseCase = (...input: never[]) => Promise<unknown>;

/** Each use-case of the object, measured and traced under its name. */
export function instrument<T extends { readonly [K in keyof T]: UseCase }>(useCases: T, deps: InstrumentDeps): T {
  const entries = Object.entries<UseCase>(useCases).map(([name, useCase]) => [name, measured(name, useCase, deps)] as const);
  return Object.fromEntries(entries) as T;
}

function measured(name: string, useCase: UseCase, { metrics, tracer }: InstrumentDeps): UseCase {
  const labels = { use_case: name };
  return async (...input) => {
    const startedAt = performance.now();
    const span = tracer.isOn ? tracer.start(name) : undefined;
    try {
      return await (span === undefined ? useCase(...input) : span.run(() => useCase(...input)));
    } catch (error) {
      span?.fail(error);
      throw error;
    } finally {
      metrics.observe('vpa_use_case_duration_seconds', (performance.now() - startedAt) / 1000, labels);
      span?.end();
    }
  };
}
