import type { Logger, Metrics } from '../application/ports/telemetry.js';
import type { Timers } from '../application/ports/timers.js';
import { DomainError } from '../domain/errors.js';
import type { Worker, WorkerName } from './worker.js';

export interface SuperviseDeps {
  readonly timers: Timers;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** 0 to 1; spreads the rounds of many processes. */
  readonly random: () => number;
  /** The time of day, for the heartbeat. */
  readonly wallClock: () => Date;
}

/** One round of work; returns the milliseconds until the next one. */
export type Round = (signal: AbortSignal) => Promise<number>;

interface Backoff {
  readonly firstMs: number;
  readonly lastMs: number;
}

/** A server that is away comes back: ask again soon, and never wait long. */
const TRANSIENT: Backoff = { firstMs: 100, lastMs: 2_000 };
/** A fault of ours does not go away by itself: no hurry. */
const UNEXPECTED: Backoff = { firstMs: 1_000, lastMs: 60_000 };

/** Runs round after round until aborted; pauses grow while rounds fail. */
export function supervise(name: WorkerName, deps: SuperviseDeps, round: Round): Worker {
  const { timers, metrics, logger, random, wallClock } = deps;
  let wake: (() => void) | undefined;
  let isPoked = false;

  async function pause(ms: number, signal: AbortSignal): Promise<void> {
    if (isPoked || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const cancel = timers.schedule(ms, () => wake?.());
      wake = () => {
        cancel();
        wake = undefined;
        resolve();
      };
    });
  }

  function failed(error: unknown, failures: number): number {
    const isTransient = error instanceof DomainError && error.retryable;
    const { firstMs, lastMs } = isTransient ? TRANSIENT : UNEXPECTED;
    const retryInMs = Math.round(Math.min(firstMs * 2 ** (failures - 1), lastMs) * (0.5 + random() / 2));
    metrics.increment('vpa_worker_failures_total', { worker: name });
    if (isTransient) logger.warn({ worker: name, error, retryInMs }, 'a round failed and is tried again');
    else logger.error({ worker: name, error, retryInMs }, 'a round failed unexpectedly');
    return retryInMs;
  }

  return {
    name,
    poke() {
      isPoked = true;
      wake?.();
    },
    async run(signal) {
      const onAbort = (): void => wake?.();
      signal.addEventListener('abort', onAbort);
      let failures = 0;
      while (!signal.aborted) {
        isPoked = false;
        let pauseMs: number;
        try {
          pauseMs = await round(signal);
          failures = 0;
          metrics.set('vpa_worker_heartbeat_timestamp_seconds', wallClock().getTime() / 1000, { worker: name });
        } catch (error) {
          failures += 1;
          pauseMs = failed(error, failures);
          // A poke does not shorten a backoff.
          isPoked = false;
        }
        await pause(pauseMs, signal);
      }
      signal.removeEventListener('abort', onAbort);
    },
  };
}
