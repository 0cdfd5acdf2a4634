import type { TestProject } from 'vitest/node';

import { startPostgres } from './postgres.js';
import { startRedis } from './redis.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Maintenance database of the run's PostgreSQL; make databases of your own in it. */
    postgresUrl: string;
    /** The run's Redis; shared, so never flush it: use channels and keys of your own. */
    redisUrl: string;
  }
}

/**
 * Starts one PostgreSQL and one Redis for the whole run. TEST_DATABASE_URL and TEST_REDIS_URL name servers to use
 * instead; they are set here too, so that a second project of the same run finds the servers of the first.
 */
export default async function startServers(project: TestProject): Promise<() => Promise<void>> {
  const started: { remove(): Promise<void> }[] = [];
  const [postgresUrl, redisUrl] = await Promise.all([
    serverUrl('TEST_DATABASE_URL', startPostgres, started),
    serverUrl('TEST_REDIS_URL', startRedis, started),
  ]);
  project.provide('postgresUrl', postgresUrl);
  project.provide('redisUrl', redisUrl);
  return async () => {
    await Promise.all(started.map((server) => server.remove()));
  };
}

async function serverUrl<T extends { readonly url: string; remove(): Promise<void> }>(
  variable: 'TEST_DATABASE_URL' | 'TEST_REDIS_URL',
  start: () => Promise<T>,
  started: { remove(): Promise<void> }[],
): Promise<string> {
  const given = process.env[variable];
  if (given !== undefined && given !== '') return given;
  const server = await start();
  started.push({
    remove: async () => {
      delete process.env[variable];
      await server.remove();
    },
  });
  process.env[variable] = server.url;
  return server.url;
}
