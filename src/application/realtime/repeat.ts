import { DomainError } from '../../domain/errors.js';
import type { Logger, Metrics } from '../ports/telemetry.js';
import type { Timers } from '../ports/timers.js';

interface RepeatDeps {
  readonly timers: Timers;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Does something, waits, and does it again, until aborted. What fails is counted, logged and tried again the next time. */
export async function repeat(deps: RepeatDeps, what: string, everyMs: number, signal: AbortSignal, work: () => unknown): Promise<void> {
  while (!signal.aborted) {
    try {
      await work();
    } catch (error) {
      if (signal.aborted) return;
      deps.metrics.increment('vpa_worker_failures_total', { worker: 'realtime' });
      const isExpected = error instanceof DomainError && error.retryable;
      deps.logger[isExpected ? 'warn' : 'error']({ error, what }, 'a part of the realtime worker failed and is tried again');
    }
    await pauseUntil(deps.timers, everyMs, signal);
  }
}

/** Waits, at most until the abort. */
async function pauseUntil(timers: Timers, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      cancel();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const cancel = timers.schedule(ms, done);
    signal.addEventListener('abort', done);
  });
}
