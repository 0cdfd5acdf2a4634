import { describe, expect, test } from 'vitest';

import { bars, type BarSpec } from '../../../../test/support/bars.js';
import { analyseSeries } from '../analyse-series.js';
import { marketHealth, marketState } from './market-health.js';

const QUIET: BarSpec = { open: 1, high: 1.01, low: 0.99, close: 1, volume: 1 };
const RISE: BarSpec = { open: 1, high: 1.02, low: 1, close: 1.01, volume: 1 };
const FALL: BarSpec = { ...RISE, high: 1.01, low: 0.99, close: 0.99 };
/** Close position 0.5, so that only the volume of rising bars counts. */
const HEAVY_RISE: BarSpec = { ...RISE, volume: 1.1 };
const HEAVY_FALL: BarSpec = { open: 1, high: 1, low: 0.98, close: 0.99, volume: 1.1 };
/** A falling bar of any volume with its close at a place of its spread. */
const taken = (volume: number, close: number): BarSpec => ({ open: 1, high: 1.02, low: 1, close: 1 + close * 0.02, volume });

function healthAfter(...added: readonly BarSpec[]): number | null {
  const history = bars().flat(60);
  for (const bar of added) history.add(bar);
  const columns = history.columns();
  return marketHealth(analyseSeries(columns, { symbol: 'VNINDEX', isIndex: true }).state, columns.length - 1);
}

describe('market health', () => {
  test('is 3 where rising bars have more volume than falling ones, else -3', () => {
    expect(healthAfter(HEAVY_RISE, FALL)).toBe(3);
    expect(healthAfter(RISE, HEAVY_FALL)).toBe(-3);
    expect(healthAfter(RISE, FALL), 'neither').toBe(-3);
    expect(healthAfter(HEAVY_RISE), 'no falling bar to compare with').toBe(-3);
  });

  test.each([
    [1, -1],
    [2, -1],
    [3, 1],
    [5, 1],
  ])('adds 2 for a bar of accumulation and 4 from three on: %d', (count, expected) => {
    const history: BarSpec[] = [];
    for (let i = 0; i < count; i++) history.push({ ...taken(2, 0.8), close: 1.016 });
    expect(healthAfter(...history)).toBe(expected);
  });

  test('takes away 2 for a bar of distribution and 4 from three on', () => {
    const bar = taken(2, 0.3);
    expect([healthAfter(bar), healthAfter(bar, bar), healthAfter(bar, bar, bar)]).toEqual([-5, -5, -7]);
  });

  test.each([
    [1.26, 0.3, -5],
    [1.25, 0.3, -3],
    [1.26, 0.4, -3],
    [1.21, 0.8, -1],
    [1.2, 0.8, -3],
    [1.21, 0.7, -3],
  ])('volumeRatio %d with closePosition %d: %d', (volume, close, expected) => {
    expect(healthAfter(taken(volume, close))).toBe(expected);
  });

  test('looks at 30 bars', () => {
    const after = (count: number) => healthAfter(taken(2, 0.3), ...Array.from({ length: count }, () => QUIET));
    expect([after(29), after(30)]).toEqual([-5, -3]);
  });

  test('is null before 30 bars, and where the volume of fewer than 10 of them is known', () => {
    const { state } = analyseSeries(bars().flat(60).columns(), { symbol: 'VNINDEX', isIndex: true });
    expect([28, 29, 38].map((t) => marketHealth(state, t))).toEqual([null, -3, -3]);
    const columns = bars().flat(60).columns();
    columns.epochDay.forEach((_, t) => (columns.epochDay[t] = 20_090 - 40 + t));
    const broken = analyseSeries(columns, { symbol: 'VNINDEX', isIndex: true }).state;
    const known = (t: number) => broken.volumeRatio.subarray(t - 29, t + 1).filter((ratio) => !Number.isNaN(ratio)).length;
    for (let t = 29; t < 60; t++) expect(marketHealth(broken, t) === null).toBe(known(t) < 10);
  });
});

test.each([
  [7, 'BULLISH'],
  [4, 'BULLISH'],
  [3, 'MILDLY_BULLISH'],
  [1, 'MILDLY_BULLISH'],
  [0, 'NEUTRAL'],
  [-1, 'NEUTRAL'],
  [-2, 'BEARISH'],
  [-7, 'BEARISH'],
])('%d points are %s', (health, state) => {
  expect(marketState(health)).toBe(state);
});
