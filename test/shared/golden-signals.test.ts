/** What the engine finds in real bars against the values of an independent implementation. Runs where ../shared/data is. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

import { expect, test } from 'vitest';

import { readCsvColumns } from '../../src/adapters/providers/csv-columns.js';
import { fromEpochDay, parseTradingDate } from '../../src/domain/market/trading-date.js';
import { analyseSeries } from '../../src/domain/vpa/analyse-series.js';

const DATA = new URL('../../../shared/data/', import.meta.url);
const OPTIONS = { priceUnit: 'kvnd', today: parseTradingDate('2025-12-31') } as const;
const NUMBERS = {
  volume_ratio: 'volumeRatio',
  spread_ratio: 'spreadRatio',
  close_position: 'closePosition',
  change_pct: 'changePct',
  body_ratio: 'bodyRatio',
  upper_wick: 'upperWick',
  lower_wick: 'lowerWick',
  atr14: 'atr14',
  resistance30: 'resistance30',
  support30: 'support30',
} as const;

function rowsOf(name: string): readonly Record<string, string>[] {
  const [header = '', ...lines] = gunzipSync(readFileSync(new URL(name, DATA)))
    .toString()
    .trim()
    .split('\n');
  const names = header.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((value, i) => [names[i] ?? '', value])));
}

const series = await readCsvColumns(new URL('ohlcv_daily.csv.gz', DATA).pathname, OPTIONS, () => undefined);
const analyses = new Map(
  series.map(({ symbol, bars }) => [symbol, { bars, analysis: analyseSeries(bars, { symbol, isIndex: symbol === 'VNINDEX' }) }]),
);

test('every signal and every feature of the golden file is found, and no other', () => {
  const differences: string[] = [];
  let largestError = 0;
  let t = -1;
  let ticker = '';
  let signals = 0;
  for (const row of rowsOf('golden_signals.csv.gz')) {
    t = row['ticker'] === ticker ? t + 1 : 0;
    ticker = row['ticker'] ?? '';
    const { bars, analysis } = analyses.get(ticker)!;
    const where = `${ticker} ${row['date']}`;
    if (fromEpochDay(bars.epochDay[t]!) !== row['date']) differences.push(`${where}: another bar`);
    const measured = analysis.measuredAt(t);
    for (const [name, key] of Object.entries(NUMBERS)) {
      const expected = row[name];
      const found = measured[key];
      if ((expected === '') !== (found === null)) differences.push(`${where}: ${name} is ${found}`);
      else if (found !== null) largestError = Math.max(largestError, Math.abs(found - Number(expected)));
    }
    const flags = [measured.isDowntrend ? 'True' : 'False', measured.isUptrend ? 'True' : 'False', measured.background].join();
    if (flags !== [row['downtrend'], row['uptrend'], row['background']].join()) differences.push(`${where}: ${flags}`);
    const found = analysis.firedAt(t).map(({ kind }): string => kind);
    signals += found.length;
    const expected = row['signals'] === '' ? [] : (row['signals'] ?? '').split('|');
    if (found.toSorted().join('|') !== expected.join('|'))
      differences.push(`${where}: found ${found.join('|')}, golden ${expected.join('|')}`);
  }
  process.stderr.write(
    `golden: ${signals} signals, ${differences.length} bars differ, largest error of a feature ${largestError.toExponential(1)}\n`,
  );
  expect(differences).toEqual([]);
  expect(largestError).toBeLessThan(1e-6);
});

test('every signal of the scored file has the direction it has there', () => {
  const differences: string[] = [];
  for (const row of rowsOf('golden_scores.csv.gz')) {
    const { bars, analysis } = analyses.get(row['ticker'] ?? '')!;
    const t = bars.epochDay.indexOf(Date.parse(`${row['date']}T00:00:00Z`) / 86_400_000);
    const signal = analysis.firedAt(t).find(({ kind }) => kind === row['kind']);
    if (signal?.direction !== row['direction']) differences.push(`${row['ticker']} ${row['date']} ${row['kind']}`);
  }
  expect(differences).toEqual([]);
});

test('every kind fires as often on 118 stocks as it does there', () => {
  const counts = new Map<string, number>();
  for (const [symbol, { bars, analysis }] of analyses) {
    if (symbol === 'VNINDEX' || fromEpochDay(bars.epochDay[0]!) >= '2025-01-01') continue;
    for (let t = 0; t < bars.length; t++) {
      const date = fromEpochDay(bars.epochDay[t]!);
      if (date < '2018-01-01' || date > '2025-10-31' || !(analysis.state.averageVolume20[t]! >= 100_000)) continue;
      for (const { kind } of analysis.firedAt(t)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
  }
  const [, ...lines] = readFileSync(new URL('signal_stats.csv', DATA), 'utf8').trim().split('\n');
  for (const line of lines) {
    const [kind = '', , count] = line.split(',');
    expect(counts.get(kind), kind).toBe(Number(count));
  }
});
