import { createInProcessEventBus } from '../adapters/event-bus/in-process.event-bus.js';
import { openRedisEventBus } from '../adapters/event-bus/redis.event-bus.js';
import { PRICES, PROVISIONAL, type BoardForm } from '../adapters/board-bus/board-forms.js';
import { createInProcessBoardBus } from '../adapters/board-bus/in-process.board-bus.js';
import { openRedisBoardBus } from '../adapters/board-bus/redis.board-bus.js';
import type { Database, DatabaseOptions } from '../adapters/persistence/database.js';
import { openDatabase } from '../adapters/persistence/open-database.js';
import { createLogger } from '../adapters/telemetry/logger.js';
import { openTracing, type Tracing } from '../adapters/telemetry/tracing.js';
import { createMetrics, type MetricsRegistry } from '../adapters/telemetry/metrics.js';
import { measureProcess } from '../adapters/telemetry/process-metrics.js';
import type { EventBus } from '../application/ports/events.js';
import type { BoardBus, BoardItem } from '../application/ports/board-bus.js';
import type { PriceQuote } from '../domain/market/live/price-quote.js';
import type { ProvisionalReading } from '../domain/vpa/provisional/provisional-reading.js';
import type { Logger } from '../application/ports/telemetry.js';
import type { Tracer } from '../application/ports/tracing.js';
import { NO_TRACER } from '../application/tracing.js';
import type { BusConfig, Config, DatabaseConfig } from './config.js';
import { VERSION } from './version.js';

/** What every role stands on. */
export interface Core {
  readonly config: Config;
  readonly logger: Logger;
  readonly registry: MetricsRegistry;
  readonly tracer: Tracer;
  readonly database: Database;
  readonly bus: EventBus;
  readonly prices: BoardBus<PriceQuote>;
  readonly provisional: BoardBus<ProvisionalReading>;
  /** Closes the bus, then the database; last, spans that wait are sent. */
  close(): Promise<void>;
}

/** The longest that one statement of the API or a worker may take. */
export const STATEMENT_TIMEOUT_MS = 30_000;

/** Opens database and bus as the configuration says. Migrates nothing. */
export async function openCore(config: Config): Promise<Core> {
  const registry = createMetrics();
  const tracing = await openTracer(config, registry);
  const { tracer } = tracing;
  const logger = createLogger(config.logLevel, { secrets: config.secrets, traceparent: () => tracer.current()?.traceparent });
  measureProcess(registry, VERSION);
  const database = await openDatabase({ ...databaseOptions(config.database), logger, tracer });
  measurePool(database, 'primary', registry);
  const bus = await openBus(config.bus, logger, registry);
  const prices = openBoardBus(PRICES, config.bus, logger, registry);
  const provisional = openBoardBus(PROVISIONAL, config.bus, logger, registry);
  return {
    config,
    logger,
    registry,
    tracer,
    database,
    bus,
    prices,
    provisional,
    async close() {
      await prices.close();
      await provisional.close();
      await bus.close();
      await database.close();
      await tracing.close();
    },
  };
}

function openTracer({ tracing }: Config, { metrics }: MetricsRegistry): Promise<Tracing> {
  if (tracing === null) return Promise.resolve({ tracer: NO_TRACER, close: () => Promise.resolve() });
  return openTracing({ ...tracing, version: VERSION }, metrics);
}

/** Tells the use of a pool whenever metrics are asked for. */
export function measurePool(database: Pick<Database, 'poolUse'>, pool: 'primary' | 'replica', registry: MetricsRegistry): void {
  const { metrics } = registry;
  registry.beforeRender(() => {
    const use = database.poolUse();
    if (use === null) return;
    metrics.set('db_pool_size', use.size, { pool });
    metrics.set('db_pool_in_use', use.inUse, { pool });
    metrics.set('db_pool_waiting', use.waiting, { pool });
  });
}

function databaseOptions(config: DatabaseConfig): DatabaseOptions {
  if (config.kind === 'pglite') return { kind: 'pglite', directory: config.directory };
  return { kind: 'postgres', url: config.url, poolSize: config.poolSize, statementTimeoutMs: STATEMENT_TIMEOUT_MS };
}

function openBus(config: BusConfig, logger: Logger, { metrics }: MetricsRegistry): Promise<EventBus> {
  if (config.kind === 'redis') return openRedisEventBus({ url: config.url, metrics, logger, random: Math.random });
  return Promise.resolve(createInProcessEventBus({ metrics, logger }));
}

/** Connects to nothing before something is told or listened to. */
function openBoardBus<Item extends BoardItem>(
  form: BoardForm<Item>,
  config: BusConfig,
  logger: Logger,
  { metrics }: MetricsRegistry,
): BoardBus<Item> {
  if (config.kind === 'redis') return openRedisBoardBus(form, { url: config.url, metrics, logger, random: Math.random });
  return createInProcessBoardBus<Item>();
}
