/** Reads from a real streaming replica: used while it keeps up, left while it is behind or away, and never for what a mutation answers. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openDatabase } from '../../src/adapters/persistence/open-database.js';
import type { Database } from '../../src/adapters/persistence/database.js';
import { openReadReplica, type ReadReplica } from '../../src/adapters/persistence/read-replica.js';
import { listStocks, countStocks } from '../../src/application/stocks/list-stocks.js';
import { saveStocks } from '../../src/application/stocks/save-stocks.js';
import { findStocksBySymbol } from '../../src/application/stocks/find-stocks.js';
import { aMarket } from '../support/a-market.js';
import { ApiRig, applicationOver } from '../support/api-rig.js';
import { FakeMetrics, SILENT_LOGGER } from '../support/fake-telemetry.js';
import { memoryReaders } from '../support/memory-readers.js';
import { store, postgresOptions } from '../support/persistence-rig.js';
import { createDatabase, startPostgres, withClient, type PostgresServer } from '../support/postgres.js';
import { startReplica, type Replica } from '../support/replica.js';
import { until } from '../support/until.js';

let server: PostgresServer;
let standby: Replica;
let url: string;
let primary: Database;
let replica: ReadReplica;
let database: Database;
const metrics = new FakeMetrics();

beforeAll(async () => {
  server = await startPostgres({ settings: ['wal_level=replica', 'max_wal_senders=4'] });
  url = await createDatabase(server.url);
  primary = await openDatabase(postgresOptions(url));
  await primary.migrate();
  standby = await startReplica(server);
  replica = await openReadReplica({
    url: standby.urlOf(url),
    primary,
    poolSize: 4,
    statementTimeoutMs: 10_000,
    metrics,
    logger: SILENT_LOGGER,
    lookEveryMs: 50,
  });
  database = replica.over(primary);
  await usable(1);
});
afterAll(async () => {
  await replica?.close();
  await primary?.close();
  await standby?.remove();
  await server?.remove();
});

const usable = (value: 0 | 1) =>
  until('the replica is looked at', () => metrics.gauges.get('vpa_dependency_up{dependency=read_replica}') === value, 15_000);
const page = { first: 100, after: null };
const symbolsOf = async (from: Database) =>
  (await from.stocks.list({}, page)).items.map(({ symbol }) => symbol).filter((symbol) => symbol.startsWith('ZZ'));
/** Statements that the servers have seen on this table, by their own count. */
const scansOf = (address: string): Promise<number> =>
  withClient(address, async (client) => {
    const { rows } = await client.query<{ n: string }>(
      "select sum(coalesce(seq_scan, 0) + coalesce(idx_scan, 0)) as n from pg_stat_user_tables where relname = 'stocks'",
    );
    return Number(rows[0]?.n ?? 0);
  });

describe('a read replica', () => {
  it('answers reads with what the primary has written', async () => {
    await store(primary, [{ symbol: 'ZZB', date: '2025-01-02' }]);
    await until('it is replayed', async () => (await symbolsOf(database)).length === 1);
    const before = await scansOf(url);
    for (let i = 0; i < 20; i += 1) expect(await symbolsOf(database)).toEqual(['ZZB']);
    expect(await scansOf(url)).toBe(before);
    expect(metrics.gauges.get('db_replica_lag_seconds')).toBeLessThan(5);
  });

  it('is left as soon as it is too far behind, and used again when it has caught up', async () => {
    await standby.pause();
    await store(primary, [{ symbol: 'ZZA', date: '2025-01-02' }]);
    // Still within the bound: old, but right a moment ago.
    expect(await symbolsOf(database)).toEqual(['ZZB']);
    await usable(0);
    expect(await symbolsOf(database)).toEqual(['ZZA', 'ZZB']);
    await standby.resume();
    await usable(1);
    expect(await symbolsOf(database)).toEqual(['ZZA', 'ZZB']);
  });

  it('that stops in the middle costs no read', async () => {
    const answers: string[][] = [];
    let isOver = false;
    const reading = (async () => {
      while (!isOver) answers.push(await symbolsOf(database));
    })();
    await until('reads run', () => answers.length > 20);
    await standby.stop();
    await usable(0);
    const count = answers.length;
    await until('reads go on', () => answers.length > count + 20);
    isOver = true;
    await reading;
    expect(answers.every((symbols) => symbols.length === 2)).toBe(true);
    await standby.start();
    await usable(1);
  });

  it('is not what a mutation reads back from', async () => {
    const over = (reads: Database) => ({
      ...applicationOver(memoryReaders(aMarket(1))),
      listStocks: listStocks(reads),
      countStocks: countStocks(reads),
      findStocksBySymbol: findStocksBySymbol(reads),
      saveStocks: saveStocks(reads),
    });
    const api = await ApiRig.start(over(primary), { readApp: over(database), hasLocalAdmin: true });
    try {
      await standby.pause();
      const { body } = await api.query(
        'mutation { saveStocks(stocks: [{ symbol: "ZZC", name: "Hoa Phat" }]) { inserted errors { code } } }',
      );
      expect(body.errors).toBeUndefined();
      const stocks = async () => (await api.query('{ stocks(first: 50) { edges { node { symbol } } } }')).body.data;
      // A query may be some moments behind.
      expect(JSON.stringify(await stocks())).not.toContain('ZZC');
      await standby.resume();
      await until('the replica has it', async () => JSON.stringify(await stocks()).includes('ZZC'));
    } finally {
      await api[Symbol.asyncDispose]();
    }
  });

  it('that is no replica is not read from', async () => {
    const wrong = new FakeMetrics();
    const none = await openReadReplica({ url, primary, poolSize: 1, statementTimeoutMs: 5_000, metrics: wrong, logger: SILENT_LOGGER });
    expect(wrong.gauges.get('vpa_dependency_up{dependency=read_replica}')).toBe(0);
    expect(await symbolsOf(none.over(primary))).toEqual(['ZZA', 'ZZB', 'ZZC']);
    await none.close();
  });
});
