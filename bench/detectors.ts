/**
 * Bars per second of the whole engine (all features, 27 rules, background) beside indicatorts computing four features
 * (mean volume 20, ATR 14, rolling maximum and minimum 20), in the same run, rounds alternated.
 *
 *   node dist/bench/detectors.js [bars.csv.gz]
 */
import { atr, mmax, mmin, sma } from 'indicatorts';

import { isIndexSymbol } from '../src/domain/market/stock.js';
import { analyseSeries } from '../src/domain/vpa/analyse-series.js';
import { computeFeatures } from '../src/domain/vpa/features.js';
import { Workspace } from '../src/domain/vpa/workspace.js';
import { keepResult, median } from './support/result.js';
import { loadSeries } from './support/series.js';

const ROUNDS = 41;
const WARM_UP_ROUNDS = 10;

const path = process.argv[2];
const series = await loadSeries(path);
const bars = series.reduce((sum, { bars: { length } }) => sum + length, 0);
// What indicatorts takes: plain arrays, made outside of the clock.
const plain = series.map(({ bars: { high, low, close, volume } }) => ({
  high: [...high],
  low: [...low],
  close: [...close],
  volume: [...volume],
}));

const workspace = new Workspace();

function everything(): number {
  let signals = 0;
  for (const { symbol, bars: columns } of series) {
    const { state } = analyseSeries(columns, { symbol, isIndex: isIndexSymbol(symbol) }, workspace);
    for (let t = 0; t < state.length; t++) signals += state.fired[t] === 0 ? 0 : 1;
  }
  return signals;
}

function features(): number {
  let sum = 0;
  for (const { bars: columns } of series) {
    const state = workspace.columnsFor(columns);
    computeFeatures(state);
    sum += state.length;
  }
  return sum;
}

function indicatortsFour(): number {
  let sum = 0;
  for (const { high, low, close, volume } of plain) {
    sum += sma(volume, { period: 20 }).length + atr(high, low, close, { period: 14 }).atrLine.length;
    sum += mmax(high, { period: 20 }).length + mmin(low, { period: 20 }).length;
  }
  return sum;
}

const variants = { everything, features, indicatortsFour };
type Variant = keyof typeof variants;
const times: Record<Variant, number[]> = { everything: [], features: [], indicatortsFour: [] };
for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
  for (const name of Object.keys(variants) as Variant[]) {
    const start = performance.now();
    variants[name]();
    if (round >= 0) times[name].push(performance.now() - start);
  }
}

const mBarsPerSecond = (name: Variant) => Number((bars / median(times[name]) / 1000).toFixed(2));
keepResult('detectors', {
  input: path === undefined ? 'simulated' : 'file',
  bars,
  rounds: ROUNDS,
  mBarsPerSecond: {
    everything: mBarsPerSecond('everything'),
    features: mBarsPerSecond('features'),
    indicatortsFour: mBarsPerSecond('indicatortsFour'),
  },
  ratioToIndicatorts: Number((median(times.indicatortsFour) / median(times.everything)).toFixed(2)),
});
