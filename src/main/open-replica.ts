import { openReadReplica, type ReadReplica } from '../adapters/persistence/read-replica.js';
import { measurePool, STATEMENT_TIMEOUT_MS, type Core } from './core.js';

/** The read replica of the configuration; null where none is named. */
export async function openReplica({ config, database: primary, registry, logger, tracer }: Core): Promise<ReadReplica | null> {
  const { database } = config;
  if (database.kind !== 'postgres' || database.readUrl === null) return null;
  const replica = await openReadReplica({
    url: database.readUrl,
    primary,
    poolSize: database.poolSize,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    metrics: registry.metrics,
    logger,
    tracer,
  });
  measurePool(replica, 'replica', registry);
  return replica;
}
