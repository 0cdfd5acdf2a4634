/** Scores, margins and lifecycles of real signals against the values of an independent implementation. Runs where ../shared/data is. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

import { expect, test } from 'vitest';

import { readCsvColumns } from '../../src/adapters/providers/csv-columns.js';
import { fromEpochDay, parseTradingDate, toEpochDay } from '../../src/domain/market/trading-date.js';
import { analyseSeries } from '../../src/domain/vpa/analyse-series.js';
import type { SignalKind } from '../../src/domain/vpa/detectors/index.js';
import { followSignal } from '../../src/domain/vpa/lifecycle/follow-signal.js';
import { meanMargin } from '../../src/domain/vpa/scoring/margins.js';
import { adjustedScore, scoreSignal, starsOf } from '../../src/domain/vpa/scoring/score.js';
import { readPhases } from '../../src/domain/vpa/wyckoff/phase-series.js';

const DATA = new URL('../../../shared/data/', import.meta.url);
const OPTIONS = { priceUnit: 'kvnd', today: parseTradingDate('2025-12-31') } as const;

const [header = '', ...lines] = gunzipSync(readFileSync(new URL('golden_scores.csv.gz', DATA)))
  .toString()
  .trim()
  .split('\n');
const names = header.split(',');
const rows = lines.map((line) => Object.fromEntries(line.split(',').map((value, i) => [names[i] ?? '', value])));

const series = await readCsvColumns(
  new URL('ohlcv_daily.csv.gz', DATA).pathname,
  { ...OPTIONS, symbols: new Set(rows.map((row) => row['ticker'] ?? '')) },
  () => undefined,
);
const stocks = new Map(
  series.map(({ symbol, bars }) => {
    const analysis = analyseSeries(bars, { symbol, isIndex: false });
    const placeOf = new Map([...bars.epochDay].map((day, t) => [day, t]));
    return [symbol, { analysis, placeOf, phases: readPhases(analysis, false) }];
  }),
);

test('every score, margin, level and status of the golden file is found', () => {
  const differences: string[] = [];
  let largestError = 0;
  for (const row of rows) {
    const { analysis, placeOf, phases } = stocks.get(row['ticker'] ?? '')!;
    const { state } = analysis;
    const t = placeOf.get(toEpochDay(parseTradingDate(row['date'] ?? '')))!;
    const kind = row['kind'] as SignalKind;
    const isBullish = row['direction'] === 'BULLISH';
    const { score, terms, sequence } = scoreSignal(kind, isBullish, state, t, phases.readings[t]!.secondaryTest);
    const { status, decidedAt, level } = followSignal(kind, isBullish, state, t);
    const found = {
      stars: String(starsOf(kind)),
      sequence: sequence ?? '',
      score: String(score),
      status,
      status_date: decidedAt === null ? '' : fromEpochDay(state.epochDay[decidedAt]!),
    };
    for (const [name, value] of Object.entries(found)) {
      if (value !== row[name]) differences.push(`${row['ticker']} ${row['date']} ${kind}: ${name} is ${value}, not ${row[name]}`);
    }
    const numbers = {
      term1: terms[0],
      term2: terms[1],
      term3: terms[2],
      term4: terms[3],
      adjusted_score: adjustedScore(score, Number(row['multiplier'])),
      margin: meanMargin(kind, state, t),
      level,
    };
    for (const [name, value] of Object.entries(numbers)) {
      const expected = row[name] ?? '';
      if ((value === null) !== (expected === ''))
        differences.push(`${row['ticker']} ${row['date']} ${kind}: ${name} is ${value}, not ${expected}`);
      else if (value !== null) largestError = Math.max(largestError, Math.abs(value - Number(expected)));
    }
  }

  expect(differences.slice(0, 20)).toEqual([]);
  expect(largestError).toBeLessThan(1e-6);
  expect(rows).toHaveLength(11_766);
});
