import { afterAll, beforeAll, expect, inject, it } from 'vitest';

import { migratedPostgres } from '../support/databases.js';
import { freePort } from '../support/free-port.js';
import { createDatabase, dropDatabase, withClient } from '../support/postgres.js';
import { until } from '../support/until.js';
import { VpaProcess } from '../ledger/vpa-process.js';

interface Readiness {
  readonly status: number;
  readonly checks: Readonly<Record<string, string>>;
}

let empty: string;
let migrated: Awaited<ReturnType<typeof migratedPostgres>>;
beforeAll(async () => {
  empty = await createDatabase(inject('postgresUrl'));
  migrated = await migratedPostgres();
});
afterAll(async () => {
  await dropDatabase(empty);
  await migrated.drop();
});

/** An API process over the database, and what it says of its readiness. */
async function anApi(url: string) {
  const port = await freePort();
  const ask = async (): Promise<Readiness | null> => {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
    return response && { status: response.status, checks: ((await response.json()) as { checks: Record<string, string> }).checks };
  };
  const env = { DATABASE_URL: url, REDIS_URL: inject('redisUrl'), PORT: String(port), METRICS_PORT: '0' };
  const api = new VpaProcess({ args: ['api'], env, isUp: async () => (await ask()) !== null });
  await api.up();
  return { ask, [Symbol.asyncDispose]: async () => void (await api.stop()) };
}

it('a tail that can not start is told as such, and the process becomes ready once it can', async () => {
  const counter = await withClient(migrated.url, (client) => client.query('delete from event_counter returning epoch'));
  expect(counter.rowCount).toBe(1);
  await using api = await anApi(migrated.url);
  expect(await api.ask()).toMatchObject({ status: 503, checks: { database: 'healthy', migrations: 'healthy', event_tail: 'unhealthy' } });
  await withClient(migrated.url, (client) => client.query('insert into event_counter (singleton) values (true)'));
  await until('it is ready', async () => (await api.ask())?.status === 200, 20_000);
  expect(await api.ask()).toMatchObject({ status: 200, checks: { event_tail: 'healthy' } });
});

it('a database without migrations is told as such', async () => {
  await using api = await anApi(empty);
  expect(await api.ask()).toMatchObject({ status: 503, checks: { database: 'healthy', migrations: 'unhealthy' } });
});
