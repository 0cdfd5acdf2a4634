/** Scores, margins and lifecycles of real signals against the values of an independent implementation. Runs where ../shared/data is. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

import { expect, test } from 'vitest';

import { readCsvColumns } from '../../src/adapters/providers/csv-columns.js';
import { fromEpochDay, parseTradingDate, toEpochDay } from '../../src/domain/market/trading-date.js';
import { analyseSeries } from '../../src/domain/vpa/analyse-series.js';
import type { SignalKind } from '../../src/domain/vpa/detectors/index.js';
import { followSignal } from '../../src/domain/vpa/lifecycle/follow-signal.js';
import { bonusesOf } from '../../src/domain/vpa/scoring/bonuses.js';
import { calibratedConfidence, CalibrationWalk, type Calibration } from '../../src/domain/vpa/scoring/calibration.js';
import { meanMargin } from '../../src/domain/vpa/scoring/margins.js';
import { countOutcomes, type OutcomesByDay } from '../../src/domain/vpa/scoring/outcome-counts.js';
import { rankSignals } from '../../src/domain/vpa/scoring/rank-signals.js';
import { rawConfidence } from '../../src/domain/vpa/scoring/raw-confidence.js';
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

const healthRows = gunzipSync(readFileSync(new URL('golden_phases.csv.gz', DATA)))
  .toString()
  .trim()
  .split('\n');
const healthAt = (healthRows[0] ?? '').split(',').indexOf('market_health');
/** Market health by date of the index; a date without a bar of the index takes the one before. */
const health = healthRows
  .filter((line) => line.startsWith('VNINDEX,'))
  .map((line) => line.split(','))
  .map((cells) => ({ date: cells[1] ?? '', value: cells[healthAt] === '' ? null : Number(cells[healthAt]) }));

function healthOn(date: string): number | null {
  return health.findLast((each) => each.date <= date)?.value ?? null;
}

const series = await readCsvColumns(new URL('ohlcv_daily.csv.gz', DATA).pathname, OPTIONS, () => undefined);
const golden = new Set(rows.map((row) => row['ticker']));
const outcomes: OutcomesByDay = new Map();
for (const { symbol, bars } of series) {
  if (symbol !== 'VNINDEX') countOutcomes(analyseSeries(bars, { symbol, isIndex: false }), outcomes);
}
const stocks = new Map(
  series
    .filter(({ symbol }) => golden.has(symbol))
    .map(({ symbol, bars }) => {
      const analysis = analyseSeries(bars, { symbol, isIndex: false });
      const placeOf = new Map([...bars.epochDay].map((day, t) => [day, t]));
      return [symbol, { analysis, placeOf, phases: readPhases(analysis, false) }];
    }),
);

/** The record by day, direction and kind: a walk goes forward only. */
const calibrations = new Map<string, Calibration>();
{
  const walk = new CalibrationWalk(outcomes);
  for (const row of rows.toSorted((a, b) => ((a['date'] ?? '') < (b['date'] ?? '') ? -1 : 1))) {
    walk.advanceTo(toEpochDay(parseTradingDate(row['date'] ?? '')));
    calibrations.set(
      `${row['date']} ${row['kind']} ${row['direction']}`,
      walk.of(row['kind'] as SignalKind, row['direction'] === 'BULLISH'),
    );
  }
}

test('every score, confidence, rank, level and status of the golden file is found', () => {
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
    const health = healthOn(row['date'] ?? '');
    const context = { marketHealth: health, isSectorStrong: row['sector_term'] === '1', phase: phases.readings[t]!.phase };
    const bonuses = bonusesOf(kind, state, t, context, sequence !== null);
    const margin = meanMargin(kind, state, t);
    const termsOfRow = { market: Number(row['market']), phase: Number(row['phase_term']), sector: Number(row['sector_term']) };
    const confidence = rawConfidence(state, t, {
      margin,
      bonuses: bonuses.length,
      isBullish,
      terms: termsOfRow,
      priceUnitVnd: 1000,
      isProvisional: false,
    });
    const calibration = calibrations.get(`${row['date']} ${kind} ${row['direction']}`)!;
    const signals = analysis.firedAt(t).map(({ kind: other, direction }) => ({
      kind: other,
      isBullish: direction === 'BULLISH',
      score: scoreSignal(other, direction === 'BULLISH', state, t, phases.readings[t]!.secondaryTest).score,
    }));
    const rank = rankSignals(signals)[signals.findIndex((signal) => signal.kind === kind)]!;
    const flag = (value: boolean) => (value ? 'True' : 'False');
    const found = {
      cal_n: String(calibration.signals),
      cal_wins: String(calibration.wins),
      implied: flag(rank.isImplied),
      primary: flag(rank.isPrimary),
      conflict: flag(rank.isConflicting),
      bonuses: bonuses.join('|'),
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
      margin,
      context: confidence.context,
      quality: confidence.quality,
      confidence_raw: confidence.raw,
      p0: calibration.baseRate,
      factor: calibration.factor,
      confidence: calibratedConfidence(confidence.raw, calibration),
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
