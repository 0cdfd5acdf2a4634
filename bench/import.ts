/**
 * Speed of importing a file of bars (unpack, read, check, stage, upsert, mark for scanning) beside a bare COPY of the same
 * rows, ready in memory, into a table of the same kind: partitions, primary key, checks, foreign key. On a private
 * PostgreSQL; rounds alternated, the ratio is the median of the rounds' ratios.
 *
 *   node dist/bench/import.js [bars.csv.gz]
 */
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { gzipSync } from 'node:zlib';

import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

import { openDatabase } from '../src/adapters/persistence/open-database.js';
import { readCsvBars } from '../src/adapters/providers/csv-bars.js';
import { importBars } from '../src/application/market-data/import-bars.js';
import { fromEpochDay, tradingDateAt } from '../src/domain/market/trading-date.js';
import { createDatabase, startPostgres, withClient } from '../test/support/postgres.js';
import { keepResult, median } from './support/result.js';
import { loadSeries } from './support/series.js';

const ROUNDS = 7;
const COPY_BARE = 'copy bare_bars (stock_id, trading_date, open, high, low, close, volume, source) from stdin';
const IMPORTED = `
  select stock_id, trading_date::text, open::text, high::text, low::text, close::text, volume::text, source
  from market_data
  order by stock_id, trading_date`;

const directory = await mkdtemp(join(tmpdir(), 'vpa-bench-'));
const path = process.argv[2] ?? (await writeSimulatedFile());
const server = await startPostgres();
try {
  const url = await createDatabase(server.url);
  const database = await openDatabase({ kind: 'postgres', url, poolSize: 2, statementTimeoutMs: 60_000 });
  await database.migrate();
  const run = importBars({
    barStore: database.barStore,
    metrics: { increment: () => undefined, set: () => undefined, observe: () => undefined },
  });
  const importFile = () =>
    run({ source: 'CSV', sourceName: 'bench', parts: readCsvBars(path, { priceUnit: 'kvnd', today: tradingDateAt(new Date()) }) });

  await withClient(url, async (client) => {
    const { inserted: rows } = await importFile();
    await createBareTable(client);
    const text = await rowsAsText(client);
    const seconds = { bareCopy: [] as number[], fresh: [] as number[], again: [] as number[] };
    const fresh = { bareCopy: [] as number[], again: [] as number[] };
    let changed = 0;
    for (let round = 0; round < ROUNDS; round++) {
      await client.query('truncate bare_bars, market_data, stock_scans');
      const steps = [() => timed(() => bareCopy(client, text)), () => timed(importFile)];
      const [bare, first] =
        round % 2 === 0 ? [await steps[0]?.(), await steps[1]?.()] : [await steps[1]?.(), await steps[0]?.()].toReversed();
      const before = await writtenTuples(client);
      const again = await timed(importFile);
      changed += (await writtenTuples(client)) - before;
      if (bare === undefined || first === undefined) throw new Error('a step is missing');
      seconds.bareCopy.push(bare);
      seconds.fresh.push(first);
      seconds.again.push(again);
      fresh.bareCopy.push(bare / first);
      fresh.again.push(bare / again);
    }
    const rate = (times: readonly number[]) => Math.round(rows / median(times));
    keepResult('import', {
      file: path.split('/').at(-1),
      rows,
      rounds: ROUNDS,
      rowsPerSecond: { bareCopy: rate(seconds.bareCopy), fresh: rate(seconds.fresh), again: rate(seconds.again) },
      ratioToBareCopy: { fresh: round2(median(fresh.bareCopy)), again: round2(median(fresh.again)) },
      ratioRange: { fresh: range(fresh.bareCopy), again: range(fresh.again) },
      rowsWrittenBySecondImports: changed,
    });
  });
  await database.close();
} finally {
  await server.remove();
  await rm(directory, { recursive: true, force: true });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

async function bareCopy(client: pg.Client, text: Buffer): Promise<void> {
  const copy = client.query(copyFrom(COPY_BARE));
  for (let at = 0; at < text.length; at += 1 << 16) {
    if (!copy.write(text.subarray(at, at + (1 << 16)))) await once(copy, 'drain');
  }
  copy.end();
  await once(copy, 'finish');
}

async function createBareTable(client: pg.Client): Promise<void> {
  await client.query('create table bare_bars (like market_data including all) partition by range (trading_date)');
  await client.query('alter table bare_bars add foreign key (stock_id) references stocks (id)');
  const { rows } = await client.query<{ year: number }>(
    'select distinct extract(year from trading_date)::integer as year from market_data',
  );
  for (const { year } of rows) {
    await client.query(`create table bare_bars_${year} partition of bare_bars for values from ('${year}-01-01') to ('${year + 1}-01-01')`);
  }
}

/** What the import stored, as COPY takes it. */
async function rowsAsText(client: pg.Client): Promise<Buffer> {
  const { rows } = await client.query<string[]>({ text: IMPORTED, rowMode: 'array' });
  return Buffer.from(rows.map((row) => `${row.join('\t')}\n`).join(''));
}

/** Rows of market_data that were ever inserted, updated or deleted. */
async function writtenTuples(client: pg.Client): Promise<number> {
  await client.query('select pg_stat_clear_snapshot()');
  const { rows } = await client.query<{ tuples: string }>(
    "select coalesce(sum(n_tup_upd + n_tup_del + n_tup_ins), 0) as tuples from pg_stat_all_tables where relname like 'market_data%'",
  );
  return Number(rows[0]?.tuples);
}

async function writeSimulatedFile(): Promise<string> {
  const series = await loadSeries(undefined);
  const lines = series.flatMap(({ symbol, bars: { epochDay, open, high, low, close, volume, length } }) =>
    Array.from({ length }, (_, t) => [symbol, fromEpochDay(epochDay[t] ?? 0), open[t], high[t], low[t], close[t], volume[t]].join(',')),
  );
  const file = join(directory, 'simulated.csv.gz');
  await writeFile(file, gzipSync(`ticker,date,open,high,low,close,volume\n${lines.join('\n')}\n`));
  return file;
}

function range(values: readonly number[]): readonly number[] {
  return [round2(Math.min(...values)), round2(Math.max(...values))];
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
