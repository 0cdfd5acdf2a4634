import { fillDatabase, startDoor, type RunningDoor } from '../../test/support/door-stack.js';
import { createDatabase, startPostgres } from '../../test/support/postgres.js';
import { startRedis } from '../../test/support/redis.js';

export interface OwnDoor {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** Another API over the same database and Redis, with these settings. */
  start(env?: Readonly<Record<string, string>>): Promise<RunningDoor>;
  close(): Promise<void>;
}

/** A PostgreSQL with stocks and signals, a Redis, and as many APIs over them as asked for: all processes of their own. */
export async function openOwnDoor(stocks: number): Promise<OwnDoor> {
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  const doors: RunningDoor[] = [];
  const databaseUrl = await createDatabase(postgres.url);
  await fillDatabase(databaseUrl, stocks);
  return {
    databaseUrl,
    redisUrl: redis.url,
    async start(env = {}) {
      const door = await startDoor({ DATABASE_URL: databaseUrl, REDIS_URL: redis.url, VPA_LOG_LEVEL: 'warn', ...env });
      doors.push(door);
      return door;
    },
    async close() {
      await Promise.all(doors.map((door) => door.stop()));
      await Promise.all([postgres.remove(), redis.remove()]);
    },
  };
}
