import { supervise } from './supervise.js';
import type { SuperviseDeps } from './supervise.js';
import type { Worker } from './worker.js';

export interface AlertsDeps extends SuperviseDeps {
  /** Tells whether there may be more. */
  readonly matchAlerts: () => Promise<boolean>;
  /** Tells how many attempts were begun. */
  readonly sendAlerts: (signal: AbortSignal) => Promise<number>;
}

const BUSY_PAUSE_MS = 10;
const IDLE_PAUSE_MS = 400;

/** Makes alerts of events and sends what is due. When told to stop, it waits for the attempts that are under way. */
export function createAlerts(deps: AlertsDeps): Worker {
  const { matchAlerts, sendAlerts, random } = deps;
  const worker = supervise('alerts', deps, async (signal) => {
    const hasMore = await matchAlerts();
    const begun = await sendAlerts(signal);
    return (hasMore || begun > 0 ? BUSY_PAUSE_MS : IDLE_PAUSE_MS) * (0.75 + random() / 2);
  });
  return {
    ...worker,
    run: async (signal) => {
      await worker.run(signal);
      await sendAlerts(signal).catch(() => undefined);
    },
  };
}
