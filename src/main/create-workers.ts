import { systemTimers } from '../adapters/time/system-timers.js';
import { fillDue } from '../application/market-data/fill-due.js';
import type { FillDueDeps } from '../application/market-data/fill-due.js';
import { pruneAccounts } from '../application/accounts/prune-accounts.js';
import { pruneEvents } from '../application/events/prune-events.js';
import { relayOutbox } from '../application/events/relay-outbox.js';
import type { MarketClock } from '../application/ports/clock.js';
import { matchAlerts } from '../application/alerts/match-alerts.js';
import { matchLevels } from '../application/alerts/match-levels.js';
import { escalateAlerts } from '../application/alerts/escalate-alerts.js';
import { pruneAlerts } from '../application/alerts/prune-alerts.js';
import { sendAlerts, USUAL_PACE } from '../application/alerts/send-alerts.js';
import { leadShard } from '../application/realtime/lead-shard.js';
import { pruneMinutes } from '../application/realtime/prune-minutes.js';
import type { RateLimiter } from '../application/ports/rate-limiter.js';
import { MarketBars } from '../application/signals/market-bars.js';
import { MarketViews } from '../application/signals/market-views.js';
import { readMarket } from '../application/signals/read-market.js';
import { scoreDue } from '../application/signals/score-due.js';
import { scanDue } from '../application/signals/scan-due.js';
import type { ScanOptions, ScanSummary } from '../application/signals/scan-due.js';
import { DomainError } from '../domain/errors.js';
import { WORKERS } from '../workers/index.js';
import type { WorkerDeps } from '../workers/index.js';
import type { Worker, WorkerName } from '../workers/worker.js';
import { createChannels, webhookSecret } from './alert-channels.js';
import { createBacktestWork } from './backtests/create-backtest-work.js';
import type { Core } from './core.js';
import { createProvider } from './create-provider.js';
import { unsubscribeTokens } from './unsubscribe-tokens.js';

/** One pass over everything that is due. */
export function createScan(
  { config, database, registry, logger, tracer }: Core,
  clock: MarketClock,
): (options?: ScanOptions) => Promise<ScanSummary> {
  const { ruleSets } = config;
  return scanDue({ scans: database.scans, clock, timers: systemTimers, metrics: registry.metrics, logger, tracer, ruleSets });
}

/** Scores what has no score, follows what is pending, reads the whole market, and runs backtests; all over the same bars in memory. */
function createMarketWork(core: Core, clock: MarketClock): Pick<WorkerDeps, 'scoreDue' | 'readMarket' | 'runBacktests' | 'pruneBacktests'> {
  const { database, registry, logger } = core;
  const { metrics } = registry;
  const marketBars = new MarketBars(database.marketBars, { metrics, now: () => new Date() });
  const common = { marketViews: new MarketViews(marketBars), clock, metrics, logger };
  return {
    scoreDue: scoreDue({ ...common, scores: database.scores }),
    readMarket: readMarket({ ...common, readings: database.readings }),
    ...createBacktestWork(core, marketBars),
  };
}

/** Fills the history of symbols from the configured providers. @throws {DomainError} INVALID_INPUT where there are none */
export function createFill({ config, database, registry, logger }: Core, clock: MarketClock): ReturnType<typeof fillDue> {
  const { metrics } = registry;
  const common = { clock, metrics, logger };
  const deps: FillDueDeps = {
    ...common,
    fills: database.fills,
    barStore: database.barStore,
    provider: createProvider(config.providers, { ...common, timers: systemTimers, random: Math.random }),
    from: config.ingestFrom,
    concurrency: config.ingestConcurrency,
  };
  return fillDue(deps);
}

/** The named workers of this process, not yet running. Where scanner and relay live together, events are told as soon as a scan has stored them. */
export function createWorkers(core: Core, names: readonly WorkerName[], clock: MarketClock, limiter: RateLimiter): readonly Worker[] {
  const { config, database, bus, registry, logger, tracer } = core;
  const { metrics } = registry;
  const workers: Worker[] = [];
  const deps: WorkerDeps = {
    timers: systemTimers,
    metrics,
    logger,
    random: Math.random,
    wallClock: () => new Date(),
    scans: database.scans,
    ruleVersions: config.ruleSets.map(({ version }) => version),
    scanDue: createScan(core, clock),
    ...createMarketWork(core, clock),
    scanIntervalMs: config.scanIntervalMs,
    onEvents: () => workers.find(({ name }) => name === 'relay')?.poke(),
    relayOutbox: relayOutbox({ outbox: database.outbox, bus, metrics, logger, tracer }),
    pruneEvents: pruneEvents({ outbox: database.outbox, logger }),
    eventRetentionMs: config.eventRetentionMs,
    pruneAccounts: pruneAccounts({ accounts: database.accounts, logger, now: () => new Date() }),
    fills: database.fills,
    // Only the ingest worker needs providers: without them it does not start.
    fillDue: names.includes('ingest') ? createFill(core, clock) : refuseToFill,
    ingestSymbols: config.ingestSymbols,
    leadership: database.leadership,
    leadShard: names.includes('realtime') ? createLeading(core, clock) : refuseToFill,
    realtimeShards: config.realtime.shards,
    realtimeShardsLed: config.realtime.shardsLed,
    pruneMinutes: pruneMinutes({ minuteBars: database.minuteBars, clock, retentionDays: config.realtime.retentionDays }),
    matchAlerts: matchAlerts({ alerts: database.alerts, log: database.eventLog, metrics, logger }),
    matchLevels: matchLevels({ alerts: database.alerts, log: database.eventLog, metrics, now: () => new Date() }),
    sendAlerts: createSending(core, limiter),
    escalateAlerts: escalateAlerts({ alerts: database.alerts, metrics, now: () => new Date() }),
    pruneAlerts: pruneAlerts({ alerts: database.alerts, logger, retentionMs: config.alerts.retentionMs }),
  };
  for (const name of new Set(names)) workers.push(WORKERS[name](deps));
  return workers;
}

/** Sends what is due through the configured channels. */
function createSending({ config, database, registry, logger }: Core, limiter: RateLimiter): ReturnType<typeof sendAlerts> {
  const { webhookKey, publicUrl } = config.alerts;
  const tokens = webhookKey === null ? null : unsubscribeTokens(webhookKey);
  return sendAlerts({
    alerts: database.alerts,
    channels: createChannels(config.alerts, logger),
    secretsOf: ({ bindingId, secretNumbers }) =>
      webhookKey === null ? [] : secretNumbers.map((number) => webhookSecret(webhookKey, bindingId, number)),
    unsubscribeUrlOf: ({ channel, target }) =>
      channel === 'EMAIL' && tokens !== null && publicUrl !== null ? tokens.urlFor(publicUrl, target) : null,
    limiter,
    metrics: registry.metrics,
    logger,
    now: () => new Date(),
    pace: { ...USUAL_PACE, ...config.alerts.pace },
  });
}

/** Follows shards of the market over the first provider that has ticks. @throws {DomainError} INVALID_INPUT where none has */
function createLeading({ config, database, prices, provisional, registry, logger }: Core, clock: MarketClock): WorkerDeps['leadShard'] {
  const { metrics } = registry;
  const { realtime } = config;
  const common = { clock, metrics, logger, timers: systemTimers };
  const provider = createProvider(config.providers, { ...common, random: Math.random });
  if (provider.streamTicks === undefined)
    throw new DomainError('INVALID_INPUT', 'configuration: VPA_PROVIDERS needs one with ticks for the realtime worker: ssi, dnse or feed');
  const deps = {
    ...common,
    provider,
    bars: database.bars,
    minuteBars: database.minuteBars,
    prices,
    provisional,
    ...realtime,
    concurrency: realtime.refills,
  };
  return (shard, signal) => leadShard(deps, shard, signal);
}

function refuseToFill(): Promise<never> {
  return Promise.reject(new DomainError('INTERNAL', 'this process has no such worker'));
}

/** Runs workers until stopped. */
export function startWorkers(workers: readonly Worker[]): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const running = workers.map((worker) => worker.run(stopping.signal));
  return {
    async stop() {
      stopping.abort();
      await Promise.all(running);
    },
  };
}
