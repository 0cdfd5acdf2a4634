import type { Timers } from '../../application/ports/timers.js';

/** The timers of this process. */
export const systemTimers: Timers = {
  now: () => performance.now(),
  schedule(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
