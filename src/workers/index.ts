import { createAlerts } from './alerts.worker.js';
import type { AlertsDeps } from './alerts.worker.js';
import { createBacktest } from './backtest.worker.js';
import type { BacktestWorkerDeps } from './backtest.worker.js';
import { createIngest } from './ingest.worker.js';
import type { IngestDeps } from './ingest.worker.js';
import { createRealtime } from './realtime.worker.js';
import type { RealtimeDeps } from './realtime.worker.js';
import { createRelay } from './relay.worker.js';
import type { RelayDeps } from './relay.worker.js';
import { createScanner } from './scanner.worker.js';
import type { ScannerDeps } from './scanner.worker.js';
import type { Worker, WorkerName } from './worker.js';

export type WorkerDeps = ScannerDeps & RelayDeps & IngestDeps & AlertsDeps & RealtimeDeps & BacktestWorkerDeps;

/** Every worker by its name, as `vpa worker NAME…` knows it. */
export const WORKERS: Readonly<Record<WorkerName, (deps: WorkerDeps) => Worker>> = {
  scanner: createScanner,
  relay: createRelay,
  ingest: createIngest,
  alerts: createAlerts,
  realtime: createRealtime,
  backtest: createBacktest,
};
