import { Redis } from 'ioredis';
import { expect, inject, it } from 'vitest';

import { createDatabase, dropDatabase, startPostgres, withClient } from '../support/postgres.js';
import { startRedis } from '../support/redis.js';

it('the run has a PostgreSQL whose databases are independent', async () => {
  const first = await createDatabase(inject('postgresUrl'));
  const second = await createDatabase(inject('postgresUrl'));
  await withClient(first, (client) => client.query('CREATE TABLE only_here (id int)'));
  const tables = await withClient(second, (client) => client.query(`SELECT 1 FROM pg_tables WHERE tablename = 'only_here'`));
  await Promise.all([first, second].map(dropDatabase));

  expect(tables.rowCount).toBe(0);
});

it('the run has a Redis', async () => {
  const redis = new Redis(inject('redisUrl'));
  const answer = await redis.ping();
  redis.disconnect();

  expect(answer).toBe('PONG');
});

it('a durable PostgreSQL keeps what was committed when it is stopped at once or killed', async () => {
  const server = await startPostgres({ durable: true });
  try {
    await withClient(server.url, (client) => client.query('CREATE TABLE kept (id int)'));
    await server.stop({ immediate: true });
    await server.start();
    await withClient(server.url, (client) => client.query('INSERT INTO kept VALUES (1)'));
    await server.kill();
    await server.start();
    const rows = await withClient(server.url, (client) => client.query('SELECT id FROM kept'));

    expect(rows.rows).toEqual([{ id: 1 }]);
  } finally {
    await server.remove();
  }
});

it('a Redis comes back on its port after it was stopped', async () => {
  const server = await startRedis();
  try {
    await server.stop();
    await server.start();
    const redis = new Redis(server.url);
    const answer = await redis.ping();
    redis.disconnect();

    expect(answer).toBe('PONG');
  } finally {
    await server.remove();
  }
});
