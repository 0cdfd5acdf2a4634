import { supervise } from './supervise.js';
import type { SuperviseDeps } from './supervise.js';
import type { Worker } from './worker.js';

export interface AlertsDeps extends SuperviseDeps {
  /** Tells whether there may be more. */
  readonly matchAlerts: () => Promise<boolean>;
  /** Likewise, of rules over price levels. */
  readonly matchLevels: () => Promise<boolean>;
  /** Tells how many attempts were begun. */
  readonly sendAlerts: (signal: AbortSignal) => Promise<number>;
  /** Sends on what nobody has acknowledged. */
  readonly escalateAlerts: () => Promise<number>;
  /** Removes a batch of what has ended long ago; tells whether there may be more. */
  readonly pruneAlerts: () => Promise<boolean>;
}

const BUSY_PAUSE_MS = 10;
/** The pause grows to this while nothing comes. */
const IDLE_PAUSE_MS = 400;
const PRUNE_EVERY_MS = 3_600_000;
const ESCALATE_EVERY_MS = 5_000;
const LEVELS_EVERY_MS = 5_000;

/** Makes alerts of events and of closes that cross levels, sends what is due, sends on what nobody acknowledges, and once an hour forgets what has ended long ago. When told to stop, it waits for the attempts that are under way. */
export function createAlerts(deps: AlertsDeps): Worker {
  const { matchAlerts, matchLevels, sendAlerts, escalateAlerts, pruneAlerts, random, timers } = deps;
  let pauseMs = IDLE_PAUSE_MS;
  let escalateAt = timers.now();
  let levelsAt = timers.now();
  // Spread, so that workers started together do not prune together.
  let pruneAt = timers.now() + random() * PRUNE_EVERY_MS;
  const worker = supervise('alerts', deps, async (signal) => {
    const hasMore = await matchAlerts();
    const begun = await sendAlerts(signal);
    const now = timers.now();
    if (now >= levelsAt) levelsAt = (await matchLevels()) ? now : now + LEVELS_EVERY_MS;
    if (now >= escalateAt) {
      escalateAt = now + ESCALATE_EVERY_MS;
      await escalateAlerts();
    }
    if (now >= pruneAt) {
      pruneAt = now + PRUNE_EVERY_MS;
      // The next batch waits for its turn: alerts that are due go first.
      if (await pruneAlerts()) pruneAt = now;
    }
    pauseMs = hasMore || begun > 0 ? BUSY_PAUSE_MS : Math.min(pauseMs * 2, IDLE_PAUSE_MS);
    return pauseMs * (0.75 + random() / 2);
  });
  return {
    ...worker,
    run: async (signal) => {
      await worker.run(signal);
      await sendAlerts(signal).catch(() => undefined);
    },
  };
}
