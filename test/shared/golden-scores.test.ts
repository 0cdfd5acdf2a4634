/** What `vpa detect --scores` prints for real bars against the values of an independent implementation. Runs where ../shared/data is. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

import { expect, test } from 'vitest';

import { runCli } from '../support/run-cli.js';

const DATA = new URL('../../../shared/data/', import.meta.url);
const pathOf = (name: string) => new URL(name, DATA).pathname;
const NUMBERS = new Set(
  'term1 term2 term3 term4 multiplier adjusted_score margin context quality confidence_raw p0 factor confidence level'.split(' '),
);

function rowsOf(text: string): readonly Record<string, string>[] {
  const [header = '', ...lines] = text.trim().split('\n');
  const names = header.replace('ticker,date', 'symbol,trading_date').split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((value, i) => [names[i] ?? '', value])));
}

const keyOf = (row: Record<string, string>) => [row['symbol'], row['trading_date'], row['kind']].join(' ');

test('every score, confidence, record, level and status of the golden file is printed, and no other', async () => {
  const golden = rowsOf(gunzipSync(readFileSync(pathOf('golden_scores.csv.gz'))).toString());
  const symbols = [...new Set(golden.map((row) => row['symbol']))].join(',');
  const args = [
    'detect',
    pathOf('ohlcv_daily.csv.gz'),
    '--price-unit',
    'kvnd',
    '--scores',
    '--sectors',
    pathOf('sectors.csv'),
    '--symbols',
    symbols,
  ];
  const printed = new Map(rowsOf((await runCli(args)).stdout).map((row) => [keyOf(row), row]));

  const differences: string[] = [];
  let largestError = 0;
  for (const row of golden) {
    const found = printed.get(keyOf(row)) ?? {};
    for (const [name, expected] of Object.entries(row)) {
      const value = found[name] ?? 'absent';
      if (NUMBERS.has(name) && expected !== '' && value !== '')
        largestError = Math.max(largestError, Math.abs(Number(value) - Number(expected)));
      else if (value.toLowerCase() !== expected.toLowerCase()) differences.push(`${keyOf(row)}: ${name} is ${value}, not ${expected}`);
    }
  }

  expect(differences.slice(0, 20)).toEqual([]);
  expect(largestError).toBeLessThan(1e-6);
  expect([printed.size, golden.length]).toEqual([11_766, 11_766]);
});
