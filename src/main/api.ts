import { startMetricsServer } from '../adapters/telemetry/metrics-server.js';
import { loadConfig } from './config.js';
import { openCore } from './core.js';
import { keepMeasuring } from './keep-measuring.js';
import { startApi } from './start-api.js';
import { untilStopped } from './until-stopped.js';

/** Runs the API, with its metrics, until SIGTERM or SIGINT. */
export async function runApi(): Promise<void> {
  const config = loadConfig();
  await using resources = new AsyncDisposableStack();
  const core = await openCore(config);
  resources.defer(() => core.close());
  const metrics = await startMetricsServer(core.registry, config.host, config.metricsPort);
  resources.defer(() => metrics.close());
  const measuring = keepMeasuring(core, { withFeeds: false });
  resources.defer(() => measuring.stop());
  const api = await startApi(core, { clock: { now: () => new Date() }, hasLocalAdmin: false, banner: null, drainMs: config.drainMs });
  resources.defer(() => api.stop());
  core.logger.info({ host: config.host, port: api.port, metricsPort: metrics.port }, 'the API listens');
  await untilStopped(() => resources.disposeAsync());
}
