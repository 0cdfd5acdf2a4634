import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

import type { ArchiveManifest, BarArchive } from '../../../application/ports/bar-archive.js';
import { DomainError } from '../../../domain/errors.js';
import type { Connection } from '../connection.js';
import { translating } from '../translate-error.js';

const COLUMNS = [
  'symbol',
  'trading_date',
  'open',
  'high',
  'low',
  'close',
  'volume',
  'turnover',
  'source',
  'received_at',
  'revised_at',
] as const;
const SETTINGS =
  "set local statement_timeout = '30min'; set local lock_timeout = '30s'; set local idle_in_transaction_session_timeout = '10min'; set local timezone = 'UTC'; set local datestyle = 'ISO'";

export function createBarArchive({ openClient }: Connection): BarArchive {
  const transaction = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
    if (openClient === null) throw new DomainError('INVALID_INPUT', 'only a PostgreSQL server is archived: set DATABASE_URL');
    const client = await openClient();
    try {
      await client.query('begin');
      await client.query(SETTINGS);
      const done = await work(client);
      await client.query('commit');
      return done;
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      await client.end().catch(() => undefined);
    }
  };
  return {
    years: () => translating(() => transaction(listYears)),
    write: (year, directory, { isRemoved }) => translating(() => transaction((client) => writeYear(client, year, directory, isRemoved))),
    restore: (manifestPath) => translating(() => transaction((client) => restoreYear(client, manifestPath))),
  };
}

async function listYears(client: pg.Client): Promise<readonly number[]> {
  const { rows } = await client.query<{ year: number }>(
    'select distinct extract(year from trading_date)::integer as year from market_data order by year',
  );
  return rows.map(({ year }) => year);
}

async function writeYear(client: pg.Client, year: number, directory: string, isRemoved: boolean): Promise<ArchiveManifest> {
  const partition = partitionOf(year);
  if (!(await listYears(client)).includes(year)) throw new DomainError('NOT_FOUND', `there are no bars of ${year}`);
  // Readers go on; whoever would write waits, so that the file holds what the table does.
  await client.query(`lock table ${partition} in share mode`);
  await mkdir(directory, { recursive: true });
  const file = `market_data_${year}.csv.gz`;
  const unfinished = join(directory, `${file}.unfinished`);
  const select = `select ${COLUMNS.join(', ')} from ${partition} join stocks on stocks.id = stock_id order by symbol collate "C", trading_date`;
  await pipeline(
    client.query(copyTo(`copy (${select}) to stdout with (format csv, header)`)),
    createGzip({ level: 6 }),
    createWriteStream(unfinished),
  );
  await syncFile(unfinished);
  const { sha256, rows } = await readBack(unfinished);
  const { rows: counted } = await client.query<{ rows: string }>(`select count(*) as rows from ${partition}`);
  if (Number(counted[0]?.rows) !== rows) {
    await rm(unfinished, { force: true });
    throw new DomainError('CONFLICT', `the archive of ${year} does not hold what the table does`);
  }
  const manifest: ArchiveManifest = { table: 'market_data', year, file, columns: COLUMNS, rows, sha256 };
  await rename(unfinished, join(directory, file));
  const manifestPath = join(directory, `market_data_${year}.manifest.json`);
  await writeFile(manifestPath, `${JSON.stringify(manifest, null, 2)}\n`);
  await syncFile(manifestPath);
  // Also the names: nothing is removed before all of it would survive a power cut.
  await syncFile(directory);
  if (isRemoved) await client.query(`truncate ${partition}`);
  return manifest;
}

async function restoreYear(client: pg.Client, manifestPath: string): Promise<number> {
  const manifest = await readManifest(manifestPath);
  const path = join(dirname(manifestPath), manifest.file);
  const found = await readBack(path).catch((error: unknown) => {
    throw new DomainError('INVALID_INPUT', `${manifest.file} can't be read`, { cause: error });
  });
  if (found.sha256 !== manifest.sha256 || found.rows !== manifest.rows)
    throw new DomainError('INVALID_INPUT', `${manifest.file} is not what its manifest says`);
  await client.query('select make_market_data_partitions($1, $1)', [manifest.year]);
  await client.query(`create temporary table archived (symbol text, like market_data including defaults) on commit drop`);
  await client.query('alter table archived alter column stock_id drop not null');
  await pipeline(
    createReadStream(path),
    createGunzip(),
    client.query(copyFrom(`copy archived (${COLUMNS.join(', ')}) from stdin with (format csv, header)`)),
  );
  const { rows } = await client.query<{ missing: number }>(`
    with added as (
      insert into market_data (stock_id, trading_date, open, high, low, close, volume, turnover, source, received_at, revised_at)
      select stocks.id, trading_date, open, high, low, close, volume, turnover, archived.source, received_at, now()
      from archived join stocks using (symbol)
      order by stocks.id, trading_date
      on conflict do nothing
      returning stock_id, trading_date
    ), touched as (
      select stock_id, min(trading_date) as first_date from added group by stock_id
    ), marked as (
      insert into stock_scans as scan (stock_id, dirty_from) select stock_id, first_date from touched order by stock_id
      on conflict (stock_id) do update set bars_version = scan.bars_version + 1, dirty_from = least(scan.dirty_from, excluded.dirty_from)
      returning scan.stock_id, scan.bars_version - 1 as version_before
    ), remarked as (
      update scan_marks as mark
      set dirty_from = case
        when mark.scanned_version = version_before then first_date
        when mark.dirty_from is not null then least(mark.dirty_from, first_date)
      end
      from marked join touched using (stock_id) where mark.stock_id = marked.stock_id
    )
    select count(*)::integer as missing from added`);
  return rows[0]?.missing ?? 0;
}

async function readManifest(path: string): Promise<ArchiveManifest> {
  try {
    const value = JSON.parse(await readFile(path, 'utf8')) as Partial<ArchiveManifest>;
    const { table, year, file, columns, rows, sha256 } = value;
    const isWhole =
      table === 'market_data' &&
      typeof year === 'number' &&
      file === `market_data_${year}.csv.gz` &&
      JSON.stringify(columns) === JSON.stringify(COLUMNS) &&
      typeof rows === 'number' &&
      typeof sha256 === 'string';
    if (isWhole) return { table, year, file, columns: COLUMNS, rows, sha256 };
  } catch (error) {
    throw new DomainError('INVALID_INPUT', `${path} is no manifest of an archive`, { cause: error });
  }
  throw new DomainError('INVALID_INPUT', `${path} is no manifest of an archive of this version`);
}

/** What a file really holds. */
async function readBack(path: string): Promise<{ readonly sha256: string; readonly rows: number }> {
  const hash = createHash('sha256');
  let lines = 0;
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(createReadStream(path), hashing, createGunzip(), async (text: AsyncIterable<Buffer>) => {
    for await (const chunk of text) for (const byte of chunk) if (byte === 10) lines += 1;
  });
  return { sha256: hash.digest('hex'), rows: Math.max(0, lines - 1) };
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r');
  await file.sync();
  await file.close();
}

function partitionOf(year: number): string {
  if (!Number.isInteger(year) || year < 1990 || year > 2199) throw new DomainError('INVALID_INPUT', 'a year from 1990 to 2199');
  return `market_data_${year}`;
}
