import { describe, expect, test } from 'vitest';

import { bars, type BarSpec } from '../../../../test/support/bars.js';
import { analyseSeries } from '../analyse-series.js';
import { firedBits } from '../fired-bits.js';
import type { MarketSeries } from './market-series.js';
import { sectorPoints } from './sector-points.js';

const DAY_0 = 19_000;
/** An index that stands at 100, and from the last day of the history on `moved` per cent higher. */
const marketThatMoved = (percent: number, lastDay: number): MarketSeries => ({
  healthOn: () => null,
  closeOn: (day) => (day >= lastDay ? 100 + percent : 100),
});

/** Points of the last bar after 60 that stand still; the stock itself ends where `added` leaves it. */
function pointsAfter(added: readonly BarSpec[], { market = 0, mark = 0 } = {}): number {
  const history = bars().flat(60);
  for (const bar of added) history.add(bar);
  const columns = history.columns();
  const { state } = analyseSeries(columns, { symbol: 'SIM', isIndex: false });
  state.fired.fill(0);
  state.fired[columns.length - 1] = mark;
  const t = columns.length - 1;
  return sectorPoints(state, marketThatMoved(market, DAY_0 + t))[t] ?? NaN;
}

/** A bar that ends at the close before, its close at a place of its spread. */
const still = (volume: number, position: number): BarSpec => ({
  open: 1,
  high: 1 + (1 - position) * 0.02,
  low: 1 - position * 0.02,
  close: 1,
  volume,
});

describe('points of a stock for its sector', () => {
  test.each([
    ['nothing', still(1, 0.5), 0],
    ['volumeRatio above 1.8', still(1.81, 0.5), 1],
    ['volumeRatio of 1.8', still(1.8, 0.5), 0],
    ['closePosition above 0.7', still(1, 0.71), 1],
    ['closePosition of 0.7', still(1, 0.7), 0],
    ['heavy volume with a low close: 1 − 3', still(2.01, 0.39), -2],
    ['volumeRatio of 2', still(2, 0.39), 1],
    ['closePosition of 0.4', still(2.01, 0.4), 1],
  ])('%s', (_, bar, expected) => {
    expect(pointsAfter([bar])).toBe(expected);
  });

  test.each([
    [0.69, 0.9949, -1],
    [0.7, 0.9949, 0],
    [0.69, 0.995, 0],
  ])('a quiet fall takes one away: volumeRatio %d, close %d: %d', (volume, close, expected) => {
    const fall = { open: 1, high: 1.004, low: 0.986, close, volume };
    expect(pointsAfter([fall, { ...still(1, 0.5), close: 1 / close, high: 1.02, low: 0.99 }])).toBe(expected);
  });

  test('PROFESSIONAL_VOLUME adds two, WEAK_RALLY takes two away', () => {
    expect(pointsAfter([still(1, 0.5)], { mark: firedBits('PROFESSIONAL_VOLUME') })).toBe(2);
    expect(pointsAfter([still(1, 0.5)], { mark: firedBits('WEAK_RALLY') })).toBe(-2);
    expect(pointsAfter([still(1, 0.5)], { mark: firedBits('UPTHRUST') })).toBe(0);
  });

  test.each([
    [-5.1, 2],
    [-5, 1],
    [-0.1, 1],
    [0, 0],
    [10, 0],
    [10.1, -2],
  ])('the market moved %d %% while the stock stood still: %d', (market, expected) => {
    expect(pointsAfter([still(1, 0.5)], { market })).toBe(expected);
  });

  test('count 30 bars', () => {
    const after = (count: number) => pointsAfter([still(1.9, 0.5), ...Array.from({ length: count }, () => still(1, 0.5))]);
    expect([after(29), after(30)]).toEqual([1, 0]);
  });

  test('are counted from 49 bars before on, with a mean volume of 100 000, and a market that is known', () => {
    const columns = bars().flat(60).columns();
    const { state } = analyseSeries(columns, { symbol: 'SIM', isIndex: false });
    const market = marketThatMoved(0, DAY_0);
    expect(Array.from(sectorPoints(state, market)).slice(48, 50)).toEqual([NaN, 0]);
    state.averageVolume20.fill(100_000, 50, 51);
    state.averageVolume20.fill(99_999, 51, 52);
    expect(Array.from(sectorPoints(state, market)).slice(50, 52)).toEqual([0, NaN]);
    const late: MarketSeries = { ...market, closeOn: (day) => (day < DAY_0 + 25 ? null : 100) };
    expect(Array.from(sectorPoints(state, late)).slice(54, 56), 'the index begins 30 bars before').toEqual([NaN, 0]);
  });
});
