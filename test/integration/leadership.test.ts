import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { connect } from '../../src/adapters/persistence/connection.js';
import { createLeadership } from '../../src/adapters/persistence/leadership.js';
import type { Leadership } from '../../src/application/ports/leadership.js';
import { migratedPostgres } from '../support/databases.js';
import { postgresOptions } from '../support/persistence-rig.js';
import { withClient } from '../support/postgres.js';
import { until } from '../support/until.js';

const QUICK = { heartbeatMs: 50, silenceMs: 1_000 };
const SESSIONS = `select pid from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`;

describe('leadership on PostgreSQL', () => {
  let database: Awaited<ReturnType<typeof migratedPostgres>>;
  const closing: (() => Promise<void>)[] = [];
  beforeEach(async () => {
    database = await migratedPostgres();
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
    await database.drop();
  });

  async function aProcess(times = QUICK): Promise<Leadership> {
    const connection = await connect(postgresOptions(database.url));
    closing.push(() => connection.close());
    const leadership = createLeadership(connection, times);
    return leadership;
  }
  const holders = async () =>
    (await withClient(database.url, (client) => client.query<{ pid: number }>(SESSIONS))).rows.map(({ pid }) => pid);

  it('is of one process for each place, and free again when it is given back', async () => {
    const [a, b] = [await aProcess(), await aProcess()];
    const [first, second] = [await a.tryLead(0), await a.tryLead(1)];
    expect(await b.tryLead(0)).toBeNull();
    expect(await a.tryLead(0)).toBeNull();
    const third = await b.tryLead(2);
    await first?.release();
    const again = await b.tryLead(0);
    expect(again).not.toBeNull();
    expect(again?.lost.aborted).toBe(false);
    for (const lease of [second, third, again]) await lease?.release();
    expect(await holders()).toEqual([]);
  });

  it('is lost with the session that holds it, and known to be lost', async () => {
    const [a, b] = [await aProcess(), await aProcess()];
    const lease = await a.tryLead(0);
    const [pid] = await holders();
    await withClient(database.url, (client) => client.query('select pg_terminate_backend($1)', [pid]));
    await until('the loss is noticed', () => lease!.lost.aborted);
    const taken = await b.tryLead(0);
    expect(taken).not.toBeNull();
    // Giving back what is lost takes nothing from the other.
    await lease?.release();
    expect(taken?.lost.aborted).toBe(false);
    await taken?.release();
  });

  it('is taken by the server from a process that no longer shows that it lives', async () => {
    const [frozen, b] = [await aProcess({ heartbeatMs: 60_000, silenceMs: 300 }), await aProcess()];
    const lease = await frozen.tryLead(0);
    expect(lease).not.toBeNull();
    await until('the server ends the silent session', async () => (await holders()).length === 0);
    const taken = await b.tryLead(0);
    expect(taken).not.toBeNull();
    await until('the loss is noticed', () => lease!.lost.aborted);
    await taken?.release();
  });
});
