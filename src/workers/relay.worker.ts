import { supervise } from './supervise.js';
import type { SuperviseDeps } from './supervise.js';
import type { Worker } from './worker.js';

export interface RelayDeps extends SuperviseDeps {
  readonly relayOutbox: (limit?: number) => Promise<number>;
  /** Removes a batch; tells whether there may be more. */
  readonly pruneEvents: (retentionMs: number) => Promise<boolean>;
  readonly eventRetentionMs: number;
  /** Forgets what has ended of accounts. */
  readonly pruneAccounts: () => Promise<void>;
}

/** Pause after a round that found events: more may follow. */
const BUSY_PAUSE_MS = 20;
/** The pause grows to this while nothing comes. */
const IDLE_PAUSE_MS = 160;
const PRUNE_EVERY_MS = 3_600_000;

/** Numbers and tells events soon after they are committed; removes those older than the retention, and what has ended of accounts, once an hour. */
export function createRelay(deps: RelayDeps): Worker {
  const { relayOutbox, pruneEvents, pruneAccounts, timers, random, eventRetentionMs } = deps;
  let pauseMs = IDLE_PAUSE_MS;
  // Spread, so that relays started together do not prune together.
  let pruneAt = timers.now() + random() * PRUNE_EVERY_MS;
  return supervise('relay', deps, async () => {
    const numbered = await relayOutbox();
    pauseMs = numbered > 0 ? BUSY_PAUSE_MS : Math.min(pauseMs * 2, IDLE_PAUSE_MS);
    const now = timers.now();
    if (now >= pruneAt) {
      pruneAt = now + PRUNE_EVERY_MS;
      // The next batch waits for its turn: events that came meanwhile are told first.
      if (await pruneEvents(eventRetentionMs)) pruneAt = now;
      else await pruneAccounts();
    }
    return pauseMs * (0.75 + random() / 2);
  });
}
