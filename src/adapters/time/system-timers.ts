import type { Timers } from '../../application/ports/timers.js';

/** The timers of this process. */
export const SYSTEM_TIMERS: Timers = {
  now: () => performance.now(),
  schedule(delayMs, callback) {
    const timeout = setTimeout(callback, delayMs);
    return () => clearTimeout(timeout);
  },
};
