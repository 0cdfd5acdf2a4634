import { setTimeout as delay } from 'node:timers/promises';

import type { Logger } from '../application/ports/telemetry.js';

const FIRST_PAUSE_MS = 100;
const LAST_PAUSE_MS = 5_000;

export interface KeepTryingOptions {
  readonly logger: Logger;
  /** What is tried, for the log. */
  readonly what: string;
  readonly signal: AbortSignal;
}

/** Tries until it succeeds or is aborted; pauses grow to five seconds. Never rejects. */
export async function keepTrying(attempt: () => Promise<void>, { logger, what, signal }: KeepTryingOptions): Promise<void> {
  for (let failures = 0; !signal.aborted; failures += 1) {
    try {
      await attempt();
      return;
    } catch (error) {
      const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** failures, LAST_PAUSE_MS) * (0.5 + Math.random() / 2);
      logger.warn({ error, pauseMs: Math.round(pauseMs) }, `${what} could not be started and is tried again`);
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
