import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { afterAll, describe, expect, test } from 'vitest';

import { readSectors } from './csv-sectors.js';

const directory = mkdtempSync(join(tmpdir(), 'vpa-sectors-'));
afterAll(() => rmSync(directory, { recursive: true }));
const path = join(directory, 'sectors.csv');

function readText(text: string | Buffer): Promise<ReadonlyMap<string, string>> {
  writeFileSync(path, text);
  return readSectors(path);
}

describe('a file of sectors', () => {
  test('is read by the names of its columns, in any order, packed or not', async () => {
    const expected = [
      ['ACB', 'Banking'],
      ['AGM', 'Food and Beverage'],
    ];
    const text = 'ticker,sector,source_group\nACB,Banking,NGAN_HANG\nAGM,Food and Beverage,X\n';
    expect([...(await readText(text))]).toEqual(expected);
    expect([...(await readText(gzipSync(text)))]).toEqual(expected);
    expect([...(await readText('\uFEFFSector,Symbol\r\nBanking,ACB\r\n"Food and Beverage",AGM'))]).toEqual(expected);
  });

  test('may leave a sector open', async () => {
    expect([...(await readText('symbol,sector\nACB,\nAGM, Banking \n'))]).toEqual([['AGM', 'Banking']]);
  });

  test.each([
    ['no columns', 'a,b\n', 'line 1'],
    ['nothing in it', '', 'line 1'],
    ['no symbol', 'symbol,sector\nACB,Banking\na b,Banking\n', 'line 3: not a symbol'],
    ['a symbol twice', 'symbol,sector\nACB,Banking\nACB,Steel\n', 'line 3: ACB has a sector further up'],
    ['a short row', 'symbol,sector\nACB\n', 'line 2: 2 columns were expected'],
    ['a name that is too long', `symbol,sector\nACB,${'x'.repeat(65)}\n`, 'line 2: not the name of a sector'],
    ['a control character', 'symbol,sector\nACB,a\u0007b\n', 'line 2: not the name of a sector'],
    ['bytes that are no text', Buffer.from([0x73, 0xff, 0xfe]), 'not text in UTF-8'],
    ['far too much', Buffer.alloc(5 << 20, 'a'), 'is larger than'],
  ])('with %s is refused', async (_, text, message) => {
    await expect(readText(text)).rejects.toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining(message) });
  });

  test('that is not there is not found', async () => {
    await expect(readSectors(join(directory, 'missing.csv'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
