/** Phases and context of real bars against the values of an independent implementation. Runs where ../shared/data is. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

import { expect, test } from 'vitest';

import { readCsvColumns } from '../../src/adapters/providers/csv-columns.js';
import { readSectors } from '../../src/adapters/providers/csv-sectors.js';
import { fromEpochDay, parseTradingDate, toEpochDay } from '../../src/domain/market/trading-date.js';
import { analyseSeries } from '../../src/domain/vpa/analyse-series.js';
import { openContextBook } from '../../src/domain/vpa/context/context-book.js';
import { marketSeries } from '../../src/domain/vpa/context/market-series.js';
import type { PhaseReading } from '../../src/domain/vpa/wyckoff/phase-machine.js';
import { readPhases } from '../../src/domain/vpa/wyckoff/phase-series.js';

const DATA = new URL('../../../shared/data/', import.meta.url);
const OPTIONS = { priceUnit: 'kvnd', today: parseTradingDate('2025-12-31') } as const;

const series = await readCsvColumns(new URL('ohlcv_daily.csv.gz', DATA).pathname, OPTIONS, () => undefined);
const sectors = await readSectors(new URL('sectors.csv', DATA).pathname);
const market = marketSeries(analyseSeries(series.find(({ symbol }) => symbol === 'VNINDEX')!.bars, { symbol: 'VNINDEX', isIndex: true }));
const book = openContextBook(market, sectors);
const readings = new Map<string, PhaseReading>();
for (const { symbol, bars } of series) {
  const isIndex = symbol === 'VNINDEX';
  const analysis = analyseSeries(bars, { symbol, isIndex });
  book.addStock(symbol, analysis);
  for (const [t, reading] of readPhases(analysis, isIndex).readings.entries())
    readings.set(`${symbol} ${fromEpochDay(bars.epochDay[t]!)}`, reading);
}

/** As the file has it: phase, confidence, range and events. */
function phaseText({ phase, confidence, rangeLow, rangeHigh, events }: PhaseReading): string {
  const numbers = [confidence, rangeLow, rangeHigh].map((value) => value?.toFixed(9) ?? '');
  return [phase, ...numbers, events.map(({ name, eventDay }) => `${name}@${fromEpochDay(eventDay)}`).join('|')].join(',');
}

/** As the file has it: market health, and how the sector of a stock stands. */
function contextText(symbol: string, date: string): string {
  const day = toEpochDay(parseTradingDate(date));
  const standing = book.standingOn(symbol, day);
  return [market.healthOn(day), standing?.strength.toFixed(9), standing?.rank, standing?.sectors].map((value) => value ?? '').join(',');
}

test('every phase, range, event, market health and sector rank of the golden file is found', () => {
  const [, ...lines] = gunzipSync(readFileSync(new URL('golden_phases.csv.gz', DATA)))
    .toString()
    .trim()
    .split('\n');
  const differences: string[] = [];
  for (const line of lines) {
    const [symbol, date, ...cells] = line.split(',');
    const expected = cells.join(',');
    const found = `${phaseText(readings.get(`${symbol} ${date}`)!)},${contextText(symbol!, date!)}`;
    if (found !== expected) differences.push(`${symbol} ${date}: found ${found}, golden ${expected}`);
  }
  process.stderr.write(`golden phases: ${lines.length} bars, ${differences.length} differ\n`);
  expect(differences).toEqual([]);
});

test('the accumulation of FPT in April and May 2025 goes step by step', () => {
  const at = (date: string) => {
    const { phase, confidence, rangeLow, rangeHigh, events } = readings.get(`FPT ${date}`)!;
    const told = events.map(({ name, eventDay }) => `${name}@${fromEpochDay(eventDay)}`);
    return [phase, Number(confidence.toFixed(2)), rangeLow, rangeHigh, ...told];
  };
  expect(at('2025-04-03')[0]).toBe('MARKDOWN');
  expect(at('2025-04-04')).toEqual(['ACC_A', 0.35, 91.05, null, 'SC@2025-04-04']);
  expect(at('2025-04-09').slice(0, 4)).toEqual(['ACC_A', 0.35, 84.32, null]);
  expect(at('2025-04-15')).toHaveLength(4);
  expect(at('2025-04-16')).toEqual(['ACC_A', 0.7, 84.32, 102.17, 'AR@2025-04-11']);
  expect(at('2025-04-17')).toEqual(['ACC_B', 0.7, 84.32, 102.17, 'ST@2025-04-17']);
  expect(at('2025-04-22').at(-1)).toBe('ST@2025-04-22');
  expect(at('2025-05-14')).toEqual(['ACC_E', 0.4, 84.32, 102.17, 'JOC@2025-05-14']);
  expect(at('2025-05-16').at(-1)).toBe('BU@2025-05-16');
  expect(at('2025-05-19')).toEqual(['ACC_D', 0.35, 84.32, 102.17]);
});
