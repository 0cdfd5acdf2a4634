import type { Timers } from '../../src/application/ports/timers.js';

/** Real time, for tests over real sockets. */
export const REAL_TIMERS: Timers = {
  now: () => performance.now(),
  schedule: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs).unref();
    return () => clearTimeout(timer);
  },
};
