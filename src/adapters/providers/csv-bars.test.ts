import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';

import { parseDecimal, shiftDecimal } from '../../domain/decimal.js';
import { parseTradingDate } from '../../domain/market/trading-date.js';
import { readCsvBars } from './csv-bars.js';
import { readCsvColumns } from './csv-columns.js';
import type { CsvOptions, RefusedRow } from './csv-scan.js';

const directory = mkdtempSync(join(tmpdir(), 'vpa-csv-'));
afterAll(() => rmSync(directory, { recursive: true }));

const HEADER = 'ticker,date,open,high,low,close,volume';
const VND: CsvOptions = { priceUnit: 'vnd', today: parseTradingDate('2025-06-30') };
const KVND: CsvOptions = { ...VND, priceUnit: 'kvnd' };
let files = 0;

function file(content: string | Buffer): string {
  const path = join(directory, `${files++}.csv`);
  writeFileSync(path, content);
  return path;
}

async function read(content: string | Buffer, options = VND) {
  const rows: string[] = [];
  const refused: RefusedRow[] = [];
  for await (const part of readCsvBars(file(content), options)) {
    const { batch } = part;
    for (let i = 0; i < batch.length; i++) {
      const { symbol, tradingDate, open, high, low, close, volume } = batch;
      rows.push([symbol, tradingDate, open, high, low, close, volume].map((column) => column[i]).join(' '));
    }
    refused.push(...part.refused);
  }
  return { rows, refused, reasons: refused.map(({ reason }) => reason) };
}

const row = (text: string) => `${HEADER}\n${text}\n`;

describe('a CSV file of bars', () => {
  test('is read by the names of its columns, in any order, with others between them', async () => {
    const { rows } = await read('Time,note,VOLUME,close,low,high,open,symbol\n2025-05-20T07:00:00,"a, b",5,2,1,3,2.50,VCB\r\n\r\n');
    expect(rows).toEqual(['VCB 2025-05-20 2.5 3 1 2 5']);
  });

  test('may be packed, begin with a byte order mark and end without a newline', async () => {
    const { rows } = await read(gzipSync(`\uFEFF${HEADER}\nVCB,2025-05-20,1,1,1,1,0`));
    expect(rows).toEqual(['VCB 2025-05-20 1 1 1 1 0']);
  });

  test('may have quotes around its fields', async () => {
    const { rows } = await read('"ticker","date","open","high","low","close","volume"\n"VCB","2025-05-20","1","1","1","1","7"\n');
    expect(rows).toEqual(['VCB 2025-05-20 1 1 1 1 7']);
  });

  test('keeps every digit of a price, in VND', async () => {
    const price = fc.tuple(fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: 0, max: 9_999 }), fc.integer({ min: 0, max: 4 }));
    await fc.assert(
      fc.asyncProperty(price, async ([whole, fraction, places]) => {
        const text = places === 0 ? `${whole}` : `${whole}.${String(fraction).padStart(4, '0').slice(0, places)}`;
        const line = row(`VCB,2025-05-20,${text},${text},${text},${text},1\nVNINDEX,2025-05-20,${text},${text},${text},${text},1`);
        const exact = parseDecimal(text);
        expect((await read(line, VND)).rows[0]).toContain(` ${exact} ${exact} `);
        const [stock, index] = (await read(line, KVND)).rows;
        expect(stock).toContain(` ${shiftDecimal(exact, 3)} ${shiftDecimal(exact, 3)} `);
        expect(index, 'an index is in points').toContain(` ${exact} ${exact} `);
      }),
      { numRuns: 60 },
    );
  });

  test('may have four places in VND, zeros behind them, and any number where nothing is stored', async () => {
    const fine = 'VCB,2025-05-20,29.5412345,29.5412345,29.5412345,29.541234500,1';
    expect(await read(row(fine), KVND)).toMatchObject({
      refused: [],
      rows: ['VCB 2025-05-20 29541.2345 29541.2345 29541.2345 29541.2345 1'],
    });
    expect((await read(row(fine), VND)).reasons).toEqual(['PRICE_TOO_FINE']);
    const series = await readCsvColumns(file(row(fine)), VND, () => undefined);
    expect(series.map(({ bars }) => [...bars.close])).toEqual([[29.5412345]]);
  });

  test('keeps the good row of a date behind one that is too fine', async () => {
    const { rows, reasons } = await read(row('VCB,2025-05-20,1,1.00001,1,1,1\nVCB,2025-05-20,1,1,1,1,1'));
    expect([rows.length, reasons]).toEqual([1, ['PRICE_TOO_FINE']]);
  });

  test('is read in parts that do not depend on where a chunk ends', async () => {
    const lines = Array.from({ length: 60_000 }, (_, i) => `S${i % 7},${date(i / 7)},10.5,11.25,10,10.75,${i}`);
    const { rows, refused } = await read(gzipSync(`${HEADER}\n${lines.join('\n')}`));
    expect([rows.length, refused.length]).toEqual([60_000, 0]);
    expect(rows.at(-1)).toBe(`S${59_999 % 7} ${date(59_999 / 7)} 10.5 11.25 10 10.75 59999`);
  });

  test('has only the symbols that were asked for', async () => {
    const content = row('VCB,2025-05-20,1,1,1,1,1\nTCB,2025-05-20,1,1,1,1,1\n?,2025-05-20,1,1,1,1,1');
    expect(await read(content, { ...VND, symbols: new Set(['TCB']) })).toMatchObject({ rows: ['TCB 2025-05-20 1 1 1 1 1'], refused: [] });
  });
});

describe('a row is refused', () => {
  test.each([
    ['VCB,2025-05-20,0,1,0,1,1', 'PRICE_NOT_POSITIVE'],
    ['VCB,2025-05-20,1,1,-1,1,1', 'PRICE_NOT_POSITIVE'],
    ['VCB,2025-05-20,5,4,3,4,1', 'OUTSIDE_RANGE'],
    ['VCB,2025-05-20,2,4,3,4,1', 'OUTSIDE_RANGE'],
    ['VCB,2025-05-20,4,4,3,4.01,1', 'OUTSIDE_RANGE'],
    ['VCB,2025-05-20,3,4,3,2.99,1', 'OUTSIDE_RANGE'],
    ['VCB,2025-05-20,NaN,1,1,1,1', 'INVALID_NUMBER'],
    ['VCB,2025-05-20,1,Infinity,1,1,1', 'INVALID_NUMBER'],
    ['VCB,2025-05-20,1,100000000000000000000,1,1,1', 'INVALID_NUMBER'],
    ['VCB,2025-05-20,1,1e20,1,1,1', 'INVALID_NUMBER'],
    ['VCB,2025-05-20,1,,1,1,1', 'INVALID_NUMBER'],
    ['VCB,2025-05-20,1,1.,1,1,1', 'INVALID_NUMBER'],
    ['VCB,2025-05-20,1,1.0000000001,1,1,1', 'INVALID_NUMBER'],
    ['VCB,2025-05-20,1,2000000000000,1,1,1', 'PRICE_TOO_LARGE'],
    ['VCB,2025-05-20,1,1.00001,1,1,1', 'PRICE_TOO_FINE'],
    ['VNINDEX,2025-05-20,1266.25,1266.25,1266.123456,1266.25,1', 'PRICE_TOO_FINE'],
    ['VCB,2025-05-20,1,1,1,1,-1', 'INVALID_VOLUME'],
    ['VCB,2025-05-20,1,1,1,1,1.5', 'INVALID_VOLUME'],
    ['VCB,2025-05-20,1,1,1,1,9007199254740992', 'INVALID_NUMBER'],
    ['VCB,2025-05-20,1,1,1,1,-1000000000000000', 'INVALID_NUMBER'],
    ['VCB,2025-05-20,1,1,0.00001,1,1', 'PRICE_NOT_POSITIVE'],
    ['VCB,2025-05-20,1,1,1,1,nan', 'INVALID_NUMBER'],
    ['VCB,2025-07-01,1,1,1,1,1', 'FUTURE_DATE'],
    ['VCB,2025-02-29,1,1,1,1,1', 'INVALID_DATE'],
    ['VCB,20-05-2025,1,1,1,1,1', 'INVALID_DATE'],
    ['VCB,2025-05-20T17:00:00Z,1,1,1,1,1', 'INVALID_DATE'],
    ['vcb,2025-05-20,1,1,1,1,1', 'INVALID_SYMBOL'],
    [',2025-05-20,1,1,1,1,1', 'INVALID_SYMBOL'],
    ['ABCDEFGHIJKLMNOPQRSTU,2025-05-20,1,1,1,1,1', 'INVALID_SYMBOL'],
    ['VCB,2025-05-20,1,1,1,1', 'MALFORMED_ROW'],
    ['VCB,2025-05-20,1,1,1,1,1,1', 'MALFORMED_ROW'],
    ['"VCB,2025-05-20,1,1,1,1,1', 'MALFORMED_ROW'],
  ])('%s: %s', async (text, reason) => {
    const { rows, refused } = await read(row(`TCB,2025-05-20,1,1,1,1,1\n${text}\nMBB,2025-05-20,1,1,1,1,1`));
    expect(refused).toMatchObject([{ reason, sourceLine: 3, raw: text }]);
    expect(rows, 'the rows around it are taken').toHaveLength(2);
  });

  test('where its symbol and date were taken before; a refused row takes nothing', async () => {
    const good = 'VCB,2025-05-20,1,1,1,1,1';
    const { rows, refused } = await read(
      row(`VCB,2025-05-20,9,1,1,1,1\n${good}\nVCB,2025-05-19,1,1,1,1,1\n${good}\nVCB,2025-05-20,1,1,1,1,2`),
    );
    expect(rows).toEqual(['VCB 2025-05-20 1 1 1 1 1', 'VCB 2025-05-19 1 1 1 1 1']);
    expect(refused).toMatchObject([
      { reason: 'OUTSIDE_RANGE', sourceLine: 2, symbol: 'VCB', tradingDate: '2025-05-20' },
      { reason: 'DUPLICATE', sourceLine: 5 },
      { reason: 'DUPLICATE', sourceLine: 6 },
    ]);
  });

  test('and its raw text is cut', async () => {
    const { refused } = await read(row(`VCB,${'x'.repeat(2000)},1,1,1,1,1`));
    expect(refused[0]?.raw).toHaveLength(500);
  });

  test('whatever it is: nothing but good bars comes through', async () => {
    const cell = fc.oneof(
      fc.constantFrom('', 'NaN', '1e20', '-0', '0', '1', '2.5', '"', '\u0000', 'VCB', '2025-05-20'),
      fc.string({ maxLength: 8 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(cell, { maxLength: 9 }), { maxLength: 20 }), async (lines) => {
        const { rows } = await read(`${HEADER}\n${lines.map((cells) => cells.join(',')).join('\n')}`);
        for (const text of rows) {
          const [, , ...numbers] = text.split(' ');
          const [open, high, low, close, volume] = numbers.map(Number) as [number, number, number, number, number];
          expect(low).toBeGreaterThan(0);
          expect(low <= Math.min(open, close) && Math.max(open, close) <= high).toBe(true);
          expect(Number.isSafeInteger(volume) && volume >= 0).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('a file is refused whole', () => {
  test.each([
    ['HTML', '<!doctype html><html><body>503</body></html>'],
    ['binary', Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 37) % 256))],
    ['no rows and no header', ''],
    ['a missing column', 'ticker,date,open,high,low,close\nVCB,2025-05-20,1,1,1,1\n'],
    ['two columns for one thing', 'ticker,symbol,date,open,high,low,close,volume\n'],
    ['a packed file that breaks off', gzipSync(row('VCB,2025-05-20,1,1,1,1,1\n'.repeat(5000))).subarray(0, 100)],
    ['a line without end', `${HEADER}\n${'1,'.repeat(2_000_000)}`],
  ])('%s', async (_, content) => {
    await expect(read(content)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('a file that is not there', async () => {
    const missing = readCsvBars(join(directory, 'missing.csv'), VND);
    await expect(missing.next()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

test('columns are by symbol and date, without bars of volume 0, in the unit of the file', async () => {
  const path = file(
    row(
      'VCB,2025-05-21,2,2,2,2,3\nVCB,2025-05-19,1.5,2,1,1,1\nVCB,2025-05-20,2,2,2,2,0\nACB,2025-05-19,3,3,3,3,9\nACB,2025-05-20,3,3,2,4,9',
    ),
  );
  const refused: RefusedRow[] = [];
  const series = await readCsvColumns(path, KVND, (bad) => refused.push(bad));
  expect(series.map(({ symbol, bars }) => [symbol, bars.length, [...bars.open], [...bars.volume]])).toEqual([
    ['ACB', 1, [3], [9]],
    ['VCB', 2, [1.5, 2], [1, 3]],
  ]);
  expect(refused).toMatchObject([{ reason: 'OUTSIDE_RANGE', sourceLine: 6 }]);
});

function date(day: number): string {
  return new Date(Date.UTC(2000, 0, 1) + Math.floor(day) * 86_400_000).toISOString().slice(0, 10);
}
