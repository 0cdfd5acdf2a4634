import { startMetricsServer } from '../adapters/telemetry/metrics-server.js';
import type { WorkerName } from '../workers/worker.js';
import { loadConfig } from './config.js';
import { openCore } from './core.js';
import { keepMeasuring } from './keep-measuring.js';
import { createWorkers, startWorkers } from './create-workers.js';
import { openRateLimiter } from './open-rate-limiter.js';
import { requireMigrated } from './require-migrated.js';
import { untilStopped } from './until-stopped.js';

/** Runs the named workers, with their metrics, until SIGTERM or SIGINT. */
export async function runWorkers(names: readonly WorkerName[]): Promise<void> {
  const config = loadConfig();
  await using resources = new AsyncDisposableStack();
  const core = await openCore(config);
  resources.defer(() => core.close());
  await requireMigrated(core.database);
  const metrics = await startMetricsServer(core.registry, config.host, config.metricsPort);
  resources.defer(() => metrics.close());
  const measuring = keepMeasuring(core, { withFeeds: names.includes('scanner') });
  resources.defer(() => measuring.stop());
  const limiter = openRateLimiter(core);
  resources.defer(() => limiter.close());
  const workers = startWorkers(createWorkers(core, names, { now: () => new Date() }, limiter));
  resources.defer(() => workers.stop());
  core.logger.info({ workers: names, metricsPort: metrics.port }, 'workers run');
  await untilStopped(() => resources.disposeAsync());
}
