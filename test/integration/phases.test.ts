/** The phases command as a user calls it: the built program as a process of its own. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, describe, expect, test } from 'vitest';

import { fromEpochDay } from '../../src/domain/market/trading-date.js';
import { restlessBars } from '../support/restless-bars.js';

const CLI = fileURLToPath(new URL('../../dist/src/main/cli.js', import.meta.url));
const FIXTURES = fileURLToPath(new URL('../fixtures/', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'vpa-phases-'));
afterAll(() => rmSync(directory, { recursive: true }));

function phases(...args: readonly string[]): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  return new Promise((resolve) => {
    const options = { env: { PATH: process.env['PATH'] ?? '', INIT_CWD: FIXTURES }, maxBuffer: 1 << 26 };
    execFile(process.execPath, [CLI, 'phases', ...args], options, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, stdout, stderr });
    });
  });
}

const REAL = ['fpt-vnindex-bars.csv', '--sectors', 'sectors.csv'];

describe('vpa phases', () => {
  test('prints a row for each bar of real data and nothing else', async () => {
    const { code, stdout, stderr } = await phases(...REAL, '--from', '2024-12-11');
    expect(stdout).toBe(readFileSync(join(FIXTURES, 'fpt-vnindex-phases.csv'), 'utf8'));
    expect([code, stderr]).toEqual([0, '']);
  });

  test('tells the accumulation of FPT in April and May 2025 as it became known', async () => {
    const { stdout } = await phases(...REAL, '--symbols', 'FPT', '--from', '2025-04-03', '--to', '2025-05-19');
    const told = stdout.split('\n').map((row) => row.split(','));
    const events = told.filter((cells) => cells[6]?.includes('@')).map((cells) => `${cells[1]} ${cells[2]} ${cells[6]}`);
    expect(events).toEqual([
      '2025-04-04 ACC_A SC@2025-04-04',
      '2025-04-16 ACC_A AR@2025-04-11',
      '2025-04-17 ACC_B ST@2025-04-17',
      '2025-04-22 ACC_B ST@2025-04-22',
      '2025-05-14 ACC_E JOC@2025-05-14',
      '2025-05-16 ACC_E BU@2025-05-16',
    ]);
    expect(told.at(-2)?.slice(2, 6), 'the close of 2025-05-19 fell back into the range').toEqual(['ACC_D', '0.35', '84.32', '102.17']);
  });

  test('counts every stock of the file for the sectors, also those it does not print', async () => {
    const sectors = ['Banking', 'Chemicals', 'Power', 'Retail', 'Steel', 'Textiles'];
    const rows = ['ticker,date,open,high,low,close,volume'];
    const list = ['symbol,sector'];
    for (const symbol of ['VNINDEX', ...Array.from({ length: 18 }, (_, i) => `S${i}`)]) {
      const i = rows.length;
      const bars = restlessBars(60, { seed: i });
      for (let t = 0; t < bars.length; t++)
        rows.push(
          [symbol, fromEpochDay(bars.epochDay[t]!), bars.open[t], bars.high[t], bars.low[t], bars.close[t], bars.volume[t]].join(','),
        );
      if (symbol !== 'VNINDEX') list.push(`${symbol},${sectors[list.length % 6]}`);
    }
    const [file, sectorFile] = [join(directory, 'bars.csv'), join(directory, 'list.csv')];
    writeFileSync(file, rows.join('\n'));
    writeFileSync(sectorFile, list.join('\n'));
    const all = (await phases(file, '--sectors', sectorFile, '--price-unit', 'vnd')).stdout.split('\n');
    const one = (await phases(file, '--sectors', sectorFile, '--price-unit', 'vnd', '--symbols', 'S3')).stdout.split('\n');
    expect(one).toEqual(all.filter((row, i) => i === 0 || row === '' || row.startsWith('S3,')));
    expect(one.at(-2)?.split(',').at(-1)).toBe('6');
    expect(one[49]?.split(',').slice(8), 'the 49th bar is too early').toEqual(['', '', '']);
  });

  test('shows as unknown what the file does not hold', async () => {
    const { code, stdout } = await phases('simulated-bars.csv', '--sectors', 'sectors.csv', '--format', 'ndjson');
    const last = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
    expect(last).toMatchObject({ symbol: 'SIM', market_health: null, sector_strength: null, sector_rank: null, sectors: null });
    expect(code).toBe(0);
  });

  test('says what the file does not have', async () => {
    const { stderr } = await phases(...REAL, '--symbols', 'FPT,AAA');
    expect(stderr).toContain('no bars of AAA');
  });

  test.each([
    [['fpt-vnindex-bars.csv'], 2],
    [[...REAL, '--symbols', 'a b'], 2],
    [[...REAL, '--from', 'yesterday'], 2],
    [['missing.csv', '--sectors', 'sectors.csv'], 1],
    [['fpt-vnindex-bars.csv', '--sectors', 'missing.csv'], 1],
    [['fpt-vnindex-bars.csv', '--sectors', 'fpt-vnindex-bars.csv'], 1],
  ])('ends %j with %d and one plain message', async (args, expected) => {
    const { code, stdout, stderr } = await phases(...args);
    expect([code, stdout]).toEqual([expected, '']);
    expect(stderr).not.toMatch(/\n {4}at /);
  });
});
