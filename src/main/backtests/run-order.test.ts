import { expect, test } from 'vitest';

import { restlessBars } from '../../../test/support/restless-bars.js';
import type { BacktestCheckpoint, BacktestRequest } from '../../application/ports/backtests.js';
import { USUAL_TERMS } from '../../domain/backtest/market-terms.js';
import { PRESETS } from '../../domain/backtest/strategy-presets.js';
import { parseTradingDate } from '../../domain/market/trading-date.js';
import { runOrder, type MarketSeries } from './run-order.js';

const MARKET = ['AAA', 'BBB', 'CCC', 'VNINDEX'].map((symbol, i): MarketSeries => ({
  symbol,
  sector: null,
  exchange: i === 0 ? 'HNX' : null,
  isIndex: symbol === 'VNINDEX',
  bars: restlessBars(260, { seed: i + 7 }),
}));
const REQUEST: BacktestRequest = {
  strategy: PRESETS.find(({ name }) => name === 'no-supply')!,
  terms: USUAL_TERMS,
  ruleSet: 'textbook',
  symbols: null,
  exchanges: null,
  from: null,
  to: parseTradingDate('2025-05-20'),
  cash: 1_000_000_000,
  riskFreePct: 0,
};

/** What it comes to, its checkpoints and its progress. */
function run(request: BacktestRequest, checkpoint: BacktestCheckpoint | null = null, market = MARKET) {
  const checkpoints: BacktestCheckpoint[] = [];
  const progress: number[] = [];
  const outcome = runOrder(request, market, {
    checkpoint,
    onProgress: (part) => progress.push(part),
    onCheckpoint: (made) => checkpoints.push(made),
  });
  return { outcome, checkpoints, progress };
}

test('progress rises to the whole, and every judged cut makes a checkpoint', () => {
  const { outcome, checkpoints, progress } = run(REQUEST);
  expect(outcome.report.trades.length).toBeGreaterThan(3);
  expect(progress.length).toBeGreaterThan(100);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  expect(progress.at(-1)).toBe(1);
  expect(checkpoints.map(({ passed }) => passed.length)).toEqual(outcome.report.lookAhead.cuts.map((_, i) => i + 1));
});

test('what a checkpoint says is not judged again, and the result is the same', () => {
  const whole = run(REQUEST);
  const [first] = whole.checkpoints;
  const resumed = run(REQUEST, first);
  expect(resumed.outcome).toEqual(whole.outcome);
  expect(resumed.checkpoints).toEqual(whole.checkpoints.slice(1));
  expect(run(REQUEST, whole.checkpoints.at(-1)).checkpoints).toEqual([]);
});

test.each([{ dataHash: 'other' }, { ruleVersion: 'other-1' }, { engineVersion: 'engine-0' }])(
  'a checkpoint of %j counts for nothing',
  (other) => {
    const whole = run(REQUEST);
    const resumed = run(REQUEST, { ...whole.checkpoints.at(-1)!, ...other });
    expect(resumed).toEqual(whole);
  },
);

test('fields come in the order of the engine, however the database keeps them', () => {
  const { name, ...rest } = REQUEST.strategy;
  const { slippageBasisPoints, ...terms } = USUAL_TERMS;
  const shuffled = { ...REQUEST, strategy: { ...rest, name }, terms: { slippageBasisPoints, ...terms } };
  expect(run(shuffled).outcome.resultHash).toBe(run(REQUEST).outcome.resultHash);
});

test('a stock whose exchange is not known is traded only where any exchange will do', () => {
  const { report } = run({ ...REQUEST, exchanges: ['HNX'] }).outcome;
  expect(report.stocks).toBe(1);
  expect(new Set(report.trades.map(({ symbol }) => symbol))).toEqual(new Set(['AAA']));
});

test('a correction of a bar changes both hashes, a bar after the last day none', () => {
  const { outcome } = run({ ...REQUEST, to: parseTradingDate('2025-05-16') });
  const changed = MARKET.map((series, i) => {
    if (i > 0) return series;
    const close = series.bars.close.map((value, t) => (t === 259 ? value + 100 : value));
    return { ...series, bars: { ...series.bars, close } };
  });
  expect(run({ ...REQUEST, to: parseTradingDate('2025-05-16') }, null, changed).outcome).toEqual(outcome);
  const [before, after] = [run(REQUEST).outcome, run(REQUEST, null, changed).outcome];
  expect(after.report.dataHash).not.toBe(before.report.dataHash);
  expect(after.resultHash).not.toBe(before.resultHash);
});
