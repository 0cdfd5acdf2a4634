/** Whole years of bars as files, and back: exact, checked, and nothing lost where a file is damaged. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { sliceBars } from '../support/bars.js';
import { pgliteRig, postgresRig, type PersistenceRig } from '../support/persistence-rig.js';
import { restlessBars } from '../support/restless-bars.js';
import { storeColumns } from '../support/store-columns.js';

const ROWS =
  'select stock_id, trading_date::text, open::text, high::text, low::text, close::text, volume::text, source from market_data order by 1, 2';

describe('the archive of old years', () => {
  let rig: PersistenceRig;
  let directory: string;
  beforeAll(async () => {
    rig = await postgresRig();
  });
  afterAll(() => rig?.close());
  beforeEach(async () => {
    await rig.reset();
    directory = await mkdtemp(join(tmpdir(), 'vpa-archive-'));
    const bars = restlessBars(420, { now: new Date('2025-05-20T12:00:00Z') });
    await storeColumns(
      rig.database,
      new Map([
        ['VCB', bars],
        ['TCB', sliceBars(bars, 100, 420)],
      ]),
    );
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('holds every bar of a year, gives the same bytes again, and puts all of them back', async () => {
    const { barArchive } = rig.database;
    expect(await barArchive.years()).toEqual([2023, 2024, 2025]);
    const before = await rig.query(ROWS);
    const first = await barArchive.write(2024, directory, { isRemoved: false });
    expect(await barArchive.write(2024, directory, { isRemoved: true })).toEqual(first);
    const ofYear = before.filter((row) => String(row['trading_date']).startsWith('2024'));
    expect(first.rows).toBe(ofYear.length);
    expect(await barArchive.years()).toEqual([2023, 2025]);

    const manifest = join(directory, 'market_data_2024.manifest.json');
    expect(JSON.parse(await readFile(manifest, 'utf8'))).toEqual(first);
    expect(await barArchive.restore(manifest)).toBe(ofYear.length);
    expect(await rig.query(ROWS)).toEqual(before);
    expect(await barArchive.restore(manifest)).toBe(0);
  });

  it('makes the stocks due again whose bars came back, from the first of them on', async () => {
    const { barArchive, scans } = rig.database;
    const claim = () =>
      scans.transaction(async (tx) => {
        const due = await tx.claimDue('textbook-1', 100);
        await tx.markScanned(
          due.map(({ stock }) => stock.id),
          'textbook-1',
        );
        return due.map(({ stock, from }) => `${stock.symbol} ${from}`).toSorted();
      });
    await claim();
    await barArchive.write(2024, directory, { isRemoved: true });
    expect(await claim()).toEqual([]);
    await barArchive.restore(join(directory, 'market_data_2024.manifest.json'));
    const due = await claim();
    expect(due.map((one) => one.slice(0, 8))).toEqual(['TCB 2024', 'VCB 2024']);
  });

  it('refuses a damaged file and a foreign manifest, and changes nothing', async () => {
    const { barArchive } = rig.database;
    await barArchive.write(2023, directory, { isRemoved: true });
    const manifest = join(directory, 'market_data_2023.manifest.json');
    const file = join(directory, 'market_data_2023.csv.gz');
    const whole = await readFile(file);
    const left = await rig.query(ROWS);
    for (const damaged of [
      whole.subarray(0, whole.length - 20),
      Buffer.concat([whole.subarray(0, 40), Buffer.from([0, 1]), whole.subarray(42)]),
    ]) {
      await writeFile(file, damaged);
      await expect(barArchive.restore(manifest)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    }
    await writeFile(file, whole);
    await writeFile(manifest, '{"table": "users", "file": "../../etc/passwd"}');
    await expect(barArchive.restore(manifest)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(await rig.query(ROWS)).toEqual(left);
    await expect(barArchive.write(1999, directory, { isRemoved: true })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is for a server only', async () => {
    const embedded = await pgliteRig();
    await expect(embedded.database.barArchive.years()).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await embedded.close();
  });
});
