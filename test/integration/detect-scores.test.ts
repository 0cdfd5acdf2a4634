import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

import { runCli } from '../support/run-cli.js';

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
const FILE = ['detect', fixture('worked-examples.csv'), '--price-unit', 'kvnd'];
const SCORES = [...FILE, '--scores', '--sectors', fixture('worked-sectors.csv')];

test('a row tells score, confidence, level and status of a signal', async () => {
  const { code, stdout } = await runCli([...SCORES, '--symbols', 'HPG', '--from', '2025-05-30', '--to', '2025-05-30']);
  const [header = '', ...rows] = stdout.trim().split('\n');
  const names = header.split(',');
  const found = rows.map((row) => new Map(row.split(',').map((value, i) => [names[i], value])));

  expect(code).toBe(0);
  expect(names.slice(0, 5)).toEqual(['symbol', 'trading_date', 'kind', 'direction', 'stars']);
  expect(Object.fromEntries(found.find((row) => row.get('kind') === 'HIGH_VOLUME_NO_PROGRESS') ?? [])).toMatchObject({
    symbol: 'HPG',
    trading_date: '2025-05-30',
    score: '74',
    bonuses: 'CLOSE_ON_LOW|EXTREME|GAP_UP',
    status: 'CONFIRMED',
    status_date: '2025-06-02',
    // The file has no index and too few sectors: both count as unknown.
    market: '0',
    sector_term: '0',
  });
});

test('--symbols limits what is printed, not what counts', async () => {
  const all = await runCli(SCORES);
  const one = await runCli([...SCORES, '--symbols', 'TCB']);

  expect(one.stdout.split('\n').slice(1)).toEqual([...all.stdout.split('\n').filter((line) => line.startsWith('TCB,')), '']);
});

test.each([
  ['--scores without sectors', [...FILE, '--scores'], '--scores needs --sectors'],
  ['scores and features at once', [...SCORES, '--features'], '--scores and --features exclude each other'],
  ['sectors without scores', [...FILE, '--sectors', fixture('worked-sectors.csv')], '--sectors goes with --scores'],
])('%s is refused with one line', async (_, args, message) => {
  const { code, stdout, stderr } = await runCli(args);

  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(message);
});
