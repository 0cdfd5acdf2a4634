import { setTimeout } from 'node:timers/promises';

import { startMetricsServer } from '../../adapters/telemetry/metrics-server.js';
import type { Config } from '../config.js';
import { openCore } from '../core.js';
import type { Core } from '../core.js';
import { keepMeasuring } from '../keep-measuring.js';
import { createScan, createWorkers, startWorkers } from '../create-workers.js';
import { openRateLimiter } from '../open-rate-limiter.js';
import { startApi } from '../start-api.js';
import { banner } from './banner.js';
import { createDatabase } from './create-database.js';
import { readState, writeState } from './directory-state.js';
import type { DirectoryState } from './directory-state.js';
import { ownSigningKey } from './own-signing-key.js';
import { requireFreePorts } from './free-ports.js';
import { ingestHistory, ingestSession } from './ingest.js';
import type { MarketSource, ReplaySession } from './market-source.js';
import type { EmbeddedOptions } from './options.js';
import { releaseSessions } from './release-sessions.js';
import { requireOwnBars } from './require-own-bars.js';
import { SessionClock } from './session-clock.js';
import { simulatedSource } from './simulated-source.js';

export interface Embedded {
  readonly config: Config & { readonly database: { readonly kind: 'pglite' } };
  readonly options: EmbeddedOptions;
  /** Whether a database server is named, although it is not used here: then nobody is an administrator without signing in. */
  readonly isServerNamed: boolean;
  /** Aborts when the process is asked to stop. */
  readonly signal: AbortSignal;
  /** Tells the user something, in whole lines. */
  readonly say: (text: string) => void;
}

const wallClock = () => new Date();

/** Part of the three seconds in which Ctrl-C must be over. */
const DRAIN_MS = 1_000;

/** Whoever reaches the embedded default from elsewhere is not its administrator. */
function isLoopback({ host, isProduction }: Config): boolean {
  return !isProduction && ['127.0.0.1', '::1', 'localhost'].includes(host);
}

/**
 * Everything in one process: database in a directory, bus within the process, a market played by the accelerated clock, workers
 * and the API. Resolves when the signal has aborted and all is closed.
 * @throws {DomainError} where it cannot start (ports, directory, file), or where something broke for good.
 */
export async function runEmbedded({ config, options, isServerNamed, signal, say }: Embedded): Promise<void> {
  await requireFreePorts(config.host, [
    { variable: 'PORT', port: config.port },
    { variable: 'METRICS_PORT', port: config.metricsPort },
  ]);
  const source = await openSource(options);
  const { state, isNew } = await readState(config.dataDir, source.identity);
  const isNewDatabase = await createDatabase(config.database.directory, signal);

  await using resources = new AsyncDisposableStack();
  const core = await openCore({ ...config, jwtKeys: config.jwtKeys ?? [await ownSigningKey(config.dataDir)] });
  resources.defer(() => core.close());
  await core.database.migrate();
  if (isNew && !isNewDatabase) await requireOwnBars(core.database, config.dataDir);
  if (isNew) await writeState(config.dataDir, state);
  const clock = new SessionClock(state.releasedThrough ?? source.historyEnd);
  const metrics = await startMetricsServer(core.registry, config.host, config.metricsPort);
  resources.defer(() => metrics.close());
  const measuring = keepMeasuring(core, { withFeeds: true });
  resources.defer(() => measuring.stop());
  const hasLocalAdmin = isLoopback(config) && !isServerNamed;
  const api = await startApi(core, { clock, hasLocalAdmin, banner: source.notice, drainMs: DRAIN_MS });
  resources.defer(() => api.stop());
  const facts = { host: config.host, port: api.port, metricsPort: metrics.port, dataDir: config.dataDir };
  say(banner({ source, ...facts, hasLocalAdmin, sessionMs: options.sessionMs, isFirstStart: !state.isHistoryImported }));

  await play({ core, source, state, clock, signal, say, sessionMs: options.sessionMs }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

async function openSource({ file }: EmbeddedOptions): Promise<MarketSource> {
  if (file === null) return simulatedSource(wallClock);
  const { openFileSource } = await import('./file-source.js');
  return openFileSource(file.path, file.priceUnit, wallClock);
}

interface Play {
  readonly core: Core;
  readonly source: MarketSource;
  readonly state: DirectoryState;
  readonly clock: SessionClock;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
  readonly sessionMs: number;
}

/** History, first scan, then session after session until the signal aborts. */
async function play({ core, source, state, clock, signal, say, sessionMs }: Play): Promise<void> {
  const { barStore } = core.database;
  const save = (releasedThrough: DirectoryState['releasedThrough']) =>
    writeState(core.config.dataDir, { market: source.identity, isHistoryImported: true, releasedThrough });
  if (!state.isHistoryImported) {
    const { bars, refused } = await ingestHistory(barStore, source, signal);
    say(`history is in: ${bars} bars${refused === 0 ? '' : `, ${refused} rows refused (see quarantinedBars)`}`);
    await save(null);
  }
  const { stocks, signals } = await createScan(core, clock)({ signal });
  signal.throwIfAborted();
  if (stocks > 0) say(`first scan done: ${signals} signals in ${stocks} instruments`);

  const workers = createWorkers(core, ['scanner', 'relay', 'alerts', 'backtest'], clock, openRateLimiter(core));
  const running = startWorkers(workers);
  const release = async ({ batch }: ReplaySession) => {
    await ingestSession(barStore, source, batch, signal);
    workers.find(({ name }) => name === 'scanner')?.poke();
  };
  try {
    await releaseSessions({ source, clock, pause: pauseUntilAbort, release, remember: save, say }, sessionMs, signal);
  } finally {
    await running.stop();
  }
}

function pauseUntilAbort(ms: number, signal: AbortSignal): Promise<void> {
  return setTimeout(ms, undefined, { signal });
}
