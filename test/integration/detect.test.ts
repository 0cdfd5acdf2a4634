/** The detect command as a user calls it: the built program as a process of its own. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, describe, expect, test } from 'vitest';

const CLI = fileURLToPath(new URL('../../dist/src/main/cli.js', import.meta.url));
const FIXTURES = fileURLToPath(new URL('../fixtures/', import.meta.url));
const BARS = join(FIXTURES, 'simulated-bars.csv');
const directory = mkdtempSync(join(tmpdir(), 'vpa-detect-'));
afterAll(() => rmSync(directory, { recursive: true }));

function detect(...args: readonly string[]): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  return new Promise((resolve) => {
    const options = { env: { PATH: process.env['PATH'] ?? '', INIT_CWD: FIXTURES }, maxBuffer: 1 << 26 };
    execFile(process.execPath, [CLI, 'detect', ...args], options, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, stdout, stderr });
    });
  });
}

describe('vpa detect', () => {
  test('prints a row for each signal and nothing else', async () => {
    const { code, stdout, stderr } = await detect('simulated-bars.csv', '--price-unit', 'kvnd');
    expect(stdout).toBe(readFileSync(join(FIXTURES, 'simulated-signals.csv'), 'utf8'));
    expect([code, stderr]).toEqual([0, '']);
  });

  test('prints the features of each bar, with the signals sorted', async () => {
    const { stdout } = await detect(BARS, '--price-unit', 'kvnd', '--features');
    const [header, ...rows] = stdout.trim().split('\n');
    expect(header).toBe(
      'symbol,trading_date,volume_ratio,spread_ratio,close_position,change_pct,body_ratio,upper_wick,lower_wick,' +
        'atr14,resistance30,support30,downtrend,uptrend,background,signals',
    );
    expect(rows).toHaveLength(260);
    expect(rows[0]?.split(',').slice(2, 4), 'null is empty').toEqual(['', '']);
    const signals = rows.flatMap((row) => row.split(',').at(-1)?.split('|') ?? []).filter((kind) => kind !== '');
    const printed = readFileSync(join(FIXTURES, 'simulated-signals.csv'), 'utf8').trim().split('\n').length - 1;
    expect(signals).toHaveLength(printed);
  });

  test('prints the same as JSON lines and as a table', async () => {
    const args = [BARS, '--price-unit', 'kvnd', '--from', '2019-08-01', '--to', '2019-12-31'];
    const csv = (await detect(...args)).stdout.trim().split('\n').slice(1);
    const json = (await detect(...args, '--format', 'ndjson')).stdout.trim().split('\n');
    const keys = (line: string) =>
      Object.values(JSON.parse(line) as Record<string, unknown>)
        .slice(0, 4)
        .join(',');
    expect(json.map(keys)).toEqual(csv.map((line) => line.split(',').slice(0, 4).join(',')));
    const table = (await detect(...args, '--format', 'table')).stdout.trim().split('\n');
    expect(table.length).toBe(csv.length + 1);
    expect(csv.length).toBeGreaterThan(5);
  });

  test('names on stderr what it refused, and ends with 3', async () => {
    const path = join(directory, 'bad.csv');
    writeFileSync(path, `${readFileSync(BARS, 'utf8')}SIM,2019-01-01,5,4,3,4,1\nSIM,2019-01-02,NaN,4,3,4,1\n`);
    const { code, stdout, stderr } = await detect(path, '--price-unit', 'kvnd', '--symbols', 'SIM,AAA');
    expect(stdout).toBe(readFileSync(join(FIXTURES, 'simulated-signals.csv'), 'utf8'));
    expect(stderr).toContain('no bars of AAA');
    expect(stderr).toContain('refused 2 rows: OUTSIDE_RANGE 1 (first in line 262), INVALID_NUMBER 1 (first in line 263)');
    expect(code).toBe(3);
  });

  test.each([
    [['missing.csv', '--price-unit', 'vnd'], 1],
    [['README.md', '--price-unit', 'vnd'], 1],
    [[BARS], 2],
    [[BARS, '--price-unit', 'usd'], 2],
    [[BARS, '--price-unit', 'vnd', '--from', '2019-02-30'], 2],
    [[BARS, '--price-unit', 'vnd', '--symbols', 'a b'], 2],
  ])('ends %j with %d and one plain message', async (args, expected) => {
    const { code, stdout, stderr } = await detect(...args);
    expect([code, stdout]).toEqual([expected, '']);
    expect(stderr).not.toMatch(/\n {4}at /);
  });

  test('ends quietly where its reader goes away', async () => {
    const child = spawn(process.execPath, [CLI, 'detect', BARS, '--price-unit', 'kvnd', '--features'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number];
    expect([code, stderr]).toEqual([0, '']);
  });
});
