import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';

import { readCsvBars } from '../../src/adapters/providers/csv-bars.js';
import { importBars } from '../../src/application/market-data/import-bars.js';
import { parseTradingDate } from '../../src/domain/market/trading-date.js';
import { FakeMetrics } from '../support/fake-telemetry.js';
import { pgliteRig, postgresRig, type PersistenceRig } from '../support/persistence-rig.js';
import { createDatabase, dropDatabase } from '../support/postgres.js';

const BAD_BARS = new URL('../fixtures/bad-bars.csv', import.meta.url).pathname;
const HEADER = 'ticker,date,open,high,low,close,volume\n';
const TODAY = parseTradingDate('2026-01-02');

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vpa-import-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

describe.each([
  ['PostgreSQL', postgresRig],
  ['PGlite', pgliteRig],
])('import of a file into %s', (_, open) => {
  let rig: PersistenceRig;
  beforeAll(async () => {
    rig = await open();
  });
  beforeEach(() => rig.reset());
  afterAll(() => rig.close());

  const metrics = new FakeMetrics();
  const run = (path: string, priceUnit: 'vnd' | 'kvnd' = 'kvnd') =>
    importBars({ barStore: rig.database.barStore, metrics })({
      source: 'CSV',
      sourceName: 'bars.csv',
      parts: readCsvBars(path, { priceUnit, today: TODAY }),
    });
  const contents = () =>
    rig.query(
      'select symbol, trading_date::text as date, close::text, volume::text from market_data join stocks on stocks.id = stock_id order by 1, 2',
    );

  it('stores the good rows, and the others in quarantine with reason and line', async () => {
    const lines = (await readFile(BAD_BARS, 'utf8')).trim().split('\n').slice(1);
    const expected = lines
      .map((line, at) => ({ line, sourceLine: at + 2, reason: line.startsWith('SHORT') ? 'MALFORMED_ROW' : line.split(',').at(-1)! }))
      .filter(({ reason }) => !reason.startsWith('good'));

    const summary = await run(BAD_BARS);
    expect(summary).toMatchObject({ read: lines.length, inserted: 4, updated: 0, unchanged: 0, refused: expected.length, stocks: 3 });
    const { items } = await rig.database.quarantine.list({ first: 100, after: null });
    expect(items.toReversed().map(({ sourceLine, reason, raw }) => ({ sourceLine, reason, line: raw }))).toEqual(
      expected.map(({ sourceLine, reason, line }) => ({ sourceLine, reason, line })),
    );
    expect(await contents()).toEqual([
      { symbol: 'GOODA', date: '2025-01-02', close: '10500.0000', volume: '1000' },
      { symbol: 'GOODA', date: '2025-01-03', close: '10500.0000', volume: '0' },
      { symbol: 'GOODB', date: '2025-01-02', close: '12400.0000', volume: '9007199254740991' },
      { symbol: 'VNINDEX', date: '2025-01-02', close: '1258.1000', volume: '500000000' },
    ]);
    expect(await run(BAD_BARS)).toMatchObject({ inserted: 0, updated: 0, unchanged: 4, refused: expected.length });
    expect((await rig.database.quarantine.list({ first: 100, after: null })).items).toEqual(items);
    expect(metrics.counter('market_data_rejected_total{reason=DUPLICATE}')).toBe(2);
    expect(metrics.counter('vpa_bars_imported_total{result=unchanged}')).toBe(4);
  });

  it.each([
    ['a page of HTML', '<!doctype html><html><body>Service unavailable</body></html>'],
    ['nothing', ''],
    ['a header and no row', HEADER],
    ['no column of volumes', 'ticker,date,open,high,low,close\nVCB,2025-01-02,1,1,1,1\n'],
    ['only NaN', `${HEADER}VCB,2025-01-02,NaN,NaN,NaN,NaN,1\n`],
    ['only huge numbers', `${HEADER}VCB,2025-01-02,1e20,1e20,1e20,1e20,1\nVCB,2025-01-03,${'9'.repeat(20)},1,1,1,1\n`],
    ['only dates to come', `${HEADER}VCB,2199-01-02,1,1,1,1,1\n`],
    ['only binary', '\0\u0001\u0002\n\0\0\0\n'],
  ])('refuses a file of %s whole', async (_kind, text) => {
    const path = join(directory, 'refused.csv');
    await writeFile(path, text);
    await expect(run(path)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(await contents()).toEqual([]);
    expect((await rig.database.quarantine.list({ first: 1, after: null })).items).toEqual([]);
  });

  it('changes nothing where the file turns out to be broken after good rows', async () => {
    const path = join(directory, 'broken.csv');
    await writeFile(path, `${HEADER}VCB,2025-01-02,1,1,1,1,1\n${'x'.repeat(3_000_000)}`);
    await expect(run(path)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(await contents()).toEqual([]);
  });
});

describe('vpa import and vpa migrate', () => {
  let url: string;
  beforeEach(async () => {
    url = await createDatabase(inject('postgresUrl'));
  });
  afterEach(() => dropDatabase(url));

  const vpa = (...args: string[]) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const env = { PATH: process.env['PATH'], DATABASE_URL: url, VPA_LOG_LEVEL: 'warn' };
      execFile(process.execPath, [CLI, ...args], { env }, (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
      });
    });

  it('end with a code that says what became of the rows, and are harmless when repeated', async () => {
    expect(await vpa('import', BAD_BARS, '--price-unit', 'kvnd')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('vpa migrate'),
    });
    expect(await vpa('migrate')).toMatchObject({ code: 0, stdout: expect.stringContaining('migrated 20261123000100-stocks\n') });
    expect(await vpa('migrate')).toEqual({ code: 0, stdout: 'nothing to migrate\n', stderr: '' });
    expect(await vpa('import', BAD_BARS, '--price-unit', 'kvnd')).toMatchObject({
      code: 3,
      stdout: expect.stringContaining('20 rows of 3 stocks: 4 inserted, 0 updated, 0 unchanged, 16 refused ('),
    });
    expect(await vpa('import', BAD_BARS, '--price-unit', 'kvnd', '--symbols', 'GOODB,VNINDEX')).toEqual({
      code: 0,
      stdout: '2 rows of 2 stocks: 0 inserted, 0 updated, 2 unchanged, 0 refused\n',
      stderr: '',
    });
    expect(await vpa('import', BAD_BARS, '--price-unit', 'kvnd', '--symbols', 'ZERO')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('PRICE_NOT_POSITIVE 1'),
    });
  });

  it('refuse a wrong call before they touch the database', async () => {
    expect(await vpa('import', BAD_BARS)).toMatchObject({ code: 2, stderr: expect.stringContaining('--price-unit') });
    expect(await vpa('import', BAD_BARS, '--price-unit', 'usd')).toMatchObject({ code: 2 });
    expect(await vpa('import', BAD_BARS, '--price-unit', 'vnd', '--symbols', 'vcb!')).toMatchObject({ code: 2 });
  });
});

const CLI = new URL('../../dist/src/main/cli.js', import.meta.url).pathname;
