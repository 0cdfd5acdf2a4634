import type { Leadership } from '../application/ports/leadership.js';
import { supervise } from './supervise.js';
import type { SuperviseDeps } from './supervise.js';
import type { Worker } from './worker.js';

export interface RealtimeDeps extends SuperviseDeps {
  readonly leadership: Leadership;
  /** Follows a shard until aborted; tells how many instruments it followed. */
  readonly leadShard: (shard: number, signal: AbortSignal) => Promise<number>;
  /** Parts that the symbols are divided into; one process leads each. */
  readonly realtimeShards: number;
  /** Parts that this process leads at most. */
  readonly realtimeShardsLed: number;
  /** Removes a batch of old minutes; tells whether there may be more. */
  readonly pruneMinutes: () => Promise<boolean>;
}

/** How often a shard without a leader is asked for: a takeover needs no longer, once the lock is free. */
const LOOK_MS = 1_000;
/** A shard that ended by itself, as there is nothing to follow or something failed, is tried again after that. */
const REST_MS = 15_000;
const PRUNE_EVERY_MS = 3_600_000;

/** Follows the market tick by tick. Any number may run: each shard has one leader, and another one when that dies. */
export function createRealtime(deps: RealtimeDeps): Worker {
  const { leadership, leadShard, realtimeShards, realtimeShardsLed, pruneMinutes, timers, metrics, logger, random } = deps;
  const led = new Map<number, Promise<void>>();
  const restUntil = new Map<number, number>();
  let pruneAt = timers.now() + random() * PRUNE_EVERY_MS;

  async function lead(shard: number, stop: AbortSignal): Promise<boolean> {
    const lease = await leadership.tryLead(shard);
    if (lease === null) return false;
    logger.info({ shard }, 'this process leads a shard of the market');
    const ending = leadShard(shard, AbortSignal.any([stop, lease.lost]))
      .then((followed) => logger.debug({ shard, followed }, 'following a shard has ended'))
      .catch((error: unknown) => {
        metrics.increment('vpa_worker_failures_total', { worker: 'realtime' });
        logger.error({ error, shard }, 'following a shard failed');
      })
      .then(async () => {
        await lease.release().catch(() => undefined);
        if (!stop.aborted && !lease.lost.aborted) restUntil.set(shard, timers.now() + REST_MS);
        led.delete(shard);
        logger.info({ shard, isLost: lease.lost.aborted }, 'this process no longer leads a shard of the market');
      });
    led.set(shard, ending);
    return true;
  }

  const worker = supervise('realtime', deps, async (signal) => {
    for (let shard = 0; shard < realtimeShards && led.size < realtimeShardsLed && !signal.aborted; shard += 1) {
      const isResting = (restUntil.get(shard) ?? -Infinity) > timers.now();
      if (!led.has(shard) && !isResting) await lead(shard, signal);
    }
    metrics.set('realtime_shards_led', led.size);
    if (timers.now() >= pruneAt) pruneAt = (await pruneMinutes()) ? timers.now() : timers.now() + PRUNE_EVERY_MS;
    return LOOK_MS * (0.75 + random() / 2);
  });
  return {
    ...worker,
    run: async (signal) => {
      await worker.run(signal);
      await Promise.all(led.values());
      metrics.set('realtime_shards_led', 0);
    },
  };
}
