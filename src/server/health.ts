import type { FastifyInstance } from 'fastify';

/** What the health of a process depends on. None of these may reject or take longer than a few seconds. */
export interface HealthProbes {
  readonly isDatabaseReachable: () => Promise<boolean>;
  /** Whether the database has every migration that this build knows. */
  readonly isMigrated: () => Promise<boolean>;
  /** Of the tail that live events come from: not up yet, or its last read of the table failed and is tried again. */
  readonly tail: () => 'down' | 'failing' | 'up';
  /** Without its bus a process is slower, not wrong. */
  readonly isBusHealthy: () => boolean;
}

export interface HealthOptions {
  readonly probes: HealthProbes;
  readonly version: string;
  readonly isDraining: () => boolean;
}

type Check = 'healthy' | 'degraded' | 'unhealthy';
type Checks = Readonly<Record<'database' | 'migrations' | 'event_tail' | 'event_bus', Check>>;

/** The parts without which no traffic is taken. */
const READY_WITH = ['database', 'migrations', 'event_tail'] as const;
const TAIL = { down: 'unhealthy', failing: 'degraded', up: 'healthy' } as const;

/**
 * `/livez`: the event loop turns; nothing else, so that an outage of the database restarts nobody. `/readyz`: send
 * traffic here. `/health`: a report for people and dashboards. They name the part that fails, never an address or an error.
 */
export function registerHealth(app: FastifyInstance, options: HealthOptions): void {
  const startedAt = performance.now();
  const readChecks = createChecks(options);

  app.get('/livez', async () => ({ status: 'alive' }));

  app.get('/readyz', async (_request, reply) => {
    const checks = await readChecks();
    const isReady = READY_WITH.every((part) => checks[part] !== 'unhealthy') && !options.isDraining();
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not ready', isDraining: options.isDraining(), checks });
  });

  app.get('/health', async (_request, reply) => {
    const checks = await readChecks();
    const status = overall(Object.values(checks));
    return reply.code(status === 'unhealthy' ? 503 : 200).send({
      status,
      timestamp: new Date().toISOString(),
      version: options.version,
      uptime_seconds: Math.round(performance.now() - startedAt) / 1000,
      checks,
    });
  });
}

function createChecks({ probes }: HealthOptions): () => Promise<Checks> {
  // Migrations only go forward: once they are all there, they stay.
  let isMigrated = false;
  return async () => {
    const isReachable = await probes.isDatabaseReachable();
    if (isReachable && !isMigrated) isMigrated = await probes.isMigrated();
    return {
      database: isReachable ? 'healthy' : 'unhealthy',
      migrations: isMigrated ? 'healthy' : 'unhealthy',
      event_tail: TAIL[probes.tail()],
      event_bus: probes.isBusHealthy() ? 'healthy' : 'degraded',
    };
  };
}

function overall(checks: readonly Check[]): Check {
  if (checks.includes('unhealthy')) return 'unhealthy';
  return checks.includes('degraded') ? 'degraded' : 'healthy';
}
