import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { openDatabase } from '../../src/adapters/persistence/open-database.js';
import type { Database } from '../../src/adapters/persistence/database.js';
import { fromEpochDay } from '../../src/domain/market/trading-date.js';
import { aSignal } from '../support/a-signal.js';
import { signalOf } from '../support/an-event.js';
import { migratedPostgres } from '../support/databases.js';
import { batchOf, postgresOptions, stockIds, store } from '../support/persistence-rig.js';
import { createDatabase, dropDatabase, startPostgres, withClient } from '../support/postgres.js';
import { until } from '../support/until.js';

const RULES = 'textbook-1';

describe('migrations on PostgreSQL', () => {
  it('are applied once by five runners at once, and a second run finds nothing to do', async () => {
    const url = await createDatabase(inject('postgresUrl'));
    const databases = await Promise.all(Array.from({ length: 5 }, () => openDatabase(postgresOptions(url))));
    const names = await databases[0]!.pendingMigrations();
    expect(names.length).toBeGreaterThan(0);
    const applied = await Promise.all(databases.map((database) => database.migrate()));
    expect(applied.flat().toSorted()).toEqual(names);
    expect(await databases[0]!.migrate()).toEqual([]);
    expect(await databases[1]!.pendingMigrations()).toEqual([]);
    await Promise.all(databases.map((database) => database.ensurePartitions()));
    await Promise.all(databases.map((database) => database.close()));
    await dropDatabase(url);
  });
});

describe('several processes on one PostgreSQL', () => {
  let rig: { url: string; drop(): Promise<void> };
  let databases: Database[];
  beforeAll(async () => {
    rig = await migratedPostgres();
    databases = await Promise.all(Array.from({ length: 4 }, () => openDatabase(postgresOptions(rig.url))));
  });
  afterAll(async () => {
    await Promise.all(databases.map((database) => database.close()));
    await rig.drop();
  });

  it('never scan the same stock at once, and each stock once', async () => {
    const symbols = Array.from({ length: 40 }, (_, at) => `S${at}`);
    await store(
      databases[0]!,
      symbols.map((symbol) => ({ symbol, date: '2025-01-02' })),
    );
    const held = new Set<string>();
    const scanned: string[] = [];
    const work = async ({ scans }: Database) => {
      for (let found = true; found;) {
        found = await scans.transaction(async (tx) => {
          const [due] = await tx.claimDue(RULES, 1);
          if (due === undefined) return false;
          const { symbol, id } = due.stock;
          expect(held).not.toContain(symbol);
          held.add(symbol);
          await tx.loadBars([due], 0);
          await tx.markScanned([id], RULES);
          scanned.push(symbol);
          held.delete(symbol);
          return true;
        });
      }
    };
    await Promise.all([...databases, ...databases].map(work));
    expect(scanned.toSorted()).toEqual(symbols.toSorted());
  });

  it('number events densely and once, in the order that relays hand them out, while writers commit and roll back', async () => {
    const [vcb = ''] = await stockIds(databases[0]!, ['VCB']);
    const committed: string[] = [];
    let writing = 6;
    const write = async (writer: number) => {
      for (let at = 0; at < 15; at++) {
        const signal = aSignal({ stockId: vcb, tradingDate: fromEpochDay(19_000 + writer * 100 + at) });
        const keeps = (at * 7 + writer * 3) % 4 !== 0;
        const done = databases[writer % 4]!.scans.transaction(async (tx) => {
          await tx.addEvents(await tx.insertNewSignals([signal]));
          if (!keeps) throw new RangeError('rolled back');
        });
        if (keeps) await done.then(() => committed.push(signal.id));
        else await expect(done).rejects.toThrow(RangeError);
      }
      writing--;
    };
    const handedOut: { seq: number; id: string }[] = [];
    const relay = async ({ outbox }: Database) => {
      for (;;) {
        const isLast = writing === 0;
        const events = await outbox.numberPending(5);
        handedOut.push(...events.map((event) => ({ seq: event.seq, id: signalOf(event).id })));
        if (isLast && events.length === 0) return;
      }
    };
    await Promise.all([...Array.from({ length: 6 }, (_, writer) => write(writer)), ...databases.map(relay)]);
    const inOrder = handedOut.toSorted((a, b) => a.seq - b.seq);
    expect(inOrder.map(({ seq }) => seq)).toEqual(committed.map((_, at) => at + 1));
    expect(inOrder.map(({ id }) => id).toSorted()).toEqual(committed.toSorted());
    const table = await databases[0]!.eventLog.readAfter(0, 1000);
    expect(table.map((event) => ({ seq: event.seq, id: signalOf(event).id }))).toEqual(inOrder);
  });

  it('store the same bars at once without a deadlock, each once', async () => {
    const bars = Array.from({ length: 300 }, (_, at) => ({ symbol: `T${at % 7}`, date: fromEpochDay(18_000 + at) }));
    const results = await Promise.all(databases.map((database, at) => store(database, at % 2 === 0 ? bars : bars.toReversed())));
    expect(results.reduce((sum, { inserted }) => sum + inserted, 0)).toBe(bars.length);
  });

  it('leave nothing of an import whose connection is killed', async () => {
    const open = await databases[0]!.barStore.open({ source: 'CSV', sourceName: 'a.csv' });
    await open.write(batchOf([{ symbol: 'KILLED', date: '2025-01-02' }]));
    await open.quarantine([{ sourceLine: 2, symbol: null, tradingDate: null, reason: 'MALFORMED_ROW', raw: 'x' }]);
    await withClient(rig.url, (client) =>
      client.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like '%quarantined_bars%' and pid <> pg_backend_pid()",
      ),
    );
    await expect(open.commit()).rejects.toMatchObject({ code: 'INTERNAL', retryable: true });
    expect(await databases[0]!.stocks.findBySymbols(['KILLED'])).toEqual([]);
    expect(await databases[0]!.quarantine.list({ first: 1, after: null })).toMatchObject({ items: [] });
  });

  it('tell a lock that is held too long as retryable', async () => {
    await withClient(rig.url, async (client) => {
      await client.query('begin; lock table event_counter in access exclusive mode');
      await expect(databases[0]!.eventLog.state()).rejects.toMatchObject({
        code: 'INTERNAL',
        retryable: true,
        message: 'the database is not available now',
      });
      await client.query('rollback');
    });
    await expect(databases[0]!.eventLog.state()).resolves.toBeDefined();
  });

  it('tell a database that accepts no writes as SERVICE_READ_ONLY and still read', async () => {
    const name = new URL(rig.url).pathname.slice(1);
    await withClient(rig.url, (client) => client.query(`alter database ${name} set default_transaction_read_only = on`));
    const database = await openDatabase(postgresOptions(rig.url));
    await expect(database.stocks.count({})).resolves.toBeGreaterThan(0);
    await expect(database.outbox.prune(0, 1)).rejects.toMatchObject({ code: 'SERVICE_READ_ONLY', retryable: true });
    await expect(store(database, [{ symbol: 'VCB', date: '2030-01-02' }])).rejects.toMatchObject({ code: 'SERVICE_READ_ONLY' });
    await database.close();
    await withClient(`${rig.url}?options=-c%20default_transaction_read_only%3Doff`, (client) =>
      client.query(`alter database ${name} reset default_transaction_read_only`),
    );
  });
});

describe('a PostgreSQL that goes away', () => {
  it('makes calls fail as retryable and heals by itself after a crash', async () => {
    const server = await startPostgres({ durable: true });
    const url = await createDatabase(server.url);
    const database = await openDatabase(postgresOptions(url));
    await database.migrate();
    await Promise.all(Array.from({ length: 4 }, () => database.stocks.count({})));
    const inFlight = database.scans.transaction(async (tx) => {
      await tx.claimDue(RULES, 1);
      await server.stop({ immediate: true });
      await tx.claimDue(RULES, 1);
    });
    await expect(inFlight).rejects.toMatchObject({ code: 'INTERNAL', retryable: true });
    await expect(database.stocks.count({})).rejects.toMatchObject({ code: 'INTERNAL', retryable: true });
    await expect(database.barStore.open({ source: 'CSV', sourceName: 'a' })).rejects.toMatchObject({ retryable: true });
    expect(await database.isReachable()).toBe(false);
    await server.start();
    await until('the database answers again', () => database.isReachable());
    expect(await Promise.all(Array.from({ length: 8 }, () => database.stocks.count({})))).toEqual(Array.from({ length: 8 }, () => 9));
    await database.close();
    await server.remove();
  });

  it('is unreachable within seconds where it accepts connections and never answers', async () => {
    const sockets = new Set<Socket>();
    const silent = createServer((socket) => void sockets.add(socket)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const database = await openDatabase(postgresOptions(`postgresql://vpa@127.0.0.1:${port}/vpa`));
    expect(await database.isReachable()).toBe(false);
    await expect(database.stocks.count({})).rejects.toMatchObject({ code: 'INTERNAL', retryable: true });
    await database.close();
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
});
