import { setTimeout as delay } from 'node:timers/promises';

import { measure } from '../application/operations/measure.js';
import type { Core } from './core.js';

/** As often as Prometheus looks, or a little more. */
const EVERY_MS = 10_000;

/** Keeps the gauges of this process up to date until stopped. The ages of the feeds and the queue of backtests are the scanner's business. */
export function keepMeasuring(
  { database, bus, registry, logger }: Core,
  options: { readonly withFeeds: boolean },
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const run = measure({
    isDatabaseReachable: () => database.isReachable(),
    isBusHealthy: () => bus.isHealthy(),
    outbox: database.outbox,
    freshness: options.withFeeds ? database.freshness : null,
    backtests: options.withFeeds ? database.backtests : null,
    wallClock: () => new Date(),
    metrics: registry.metrics,
  });
  const running = (async () => {
    while (!stopping.signal.aborted) {
      await run().catch((error: unknown) => logger.debug({ error }, 'the gauges could not be measured'));
      await delay(EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
