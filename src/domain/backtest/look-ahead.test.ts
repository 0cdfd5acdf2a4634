import { describe, expect, it } from 'vitest';

import { daysOf, instrumentOf } from '../../../test/support/backtest/instruments.js';
import { sliceBars } from '../../../test/support/bars.js';
import { marketBars } from '../../../test/support/market-bars.js';
import type { BarColumns } from '../market/bar.js';
import type { Instrument, SignalBar } from './instrument.js';
import { judgeLookAhead } from './look-ahead.js';
import { USUAL_TERMS } from './market-terms.js';
import { runBacktest, type BacktestResult } from './run-backtest.js';
import { PRESETS } from './strategy-presets.js';

const SERIES = [1, 2, 3, 4].map((seed) => marketBars(260, seed));
const LAST = SERIES[0]!.epochDay.at(-1)!;
const STRATEGY = PRESETS.find(({ name }) => name === 'no-supply')!;

type Prepare = (symbol: string, bars: BarColumns) => Instrument;
const honest: Prepare = (symbol, bars) => instrumentOf(symbol, bars);

/** The whole way from bars to a result, on bars up to a day. */
function runWith(prepare: Prepare) {
  return (lastDay: number): BacktestResult => {
    const instruments = SERIES.map((bars, i) => {
      const end = bars.epochDay.findIndex((day) => day > lastDay);
      return prepare(`S${i}`, sliceBars(bars, 0, end < 0 ? bars.length : end));
    });
    return runBacktest({ instruments, days: daysOf(instruments), strategy: STRATEGY, terms: USUAL_TERMS, cash: 500_000_000 });
  };
}

/** Keeps those signals for which the bars say so. */
function sift(wanted: (bars: BarColumns, t: number) => boolean): Prepare {
  return (symbol, bars) => {
    const instrument = honest(symbol, bars);
    return { ...instrument, signals: new Map([...instrument.signals].filter(([t]) => wanted(bars, t))) };
  };
}

describe('the verdict on look-ahead', () => {
  it('finds none where there is none', () => {
    const run = runWith(honest);
    const result = run(LAST);
    expect(result.trades.length).toBeGreaterThan(5);
    const { finding, cuts } = judgeLookAhead(result, run, { count: 6 });
    expect(finding).toBeNull();
    expect(cuts.length).toBeGreaterThanOrEqual(4);
  });

  it('runs no shortened history again that has passed before, and tells of each that passes', () => {
    const run = runWith(honest);
    const result = run(LAST);
    const [first, ...others] = judgeLookAhead(result, run).cuts;
    const [ran, passed]: [number[], number[]] = [[], []];
    const verdict = judgeLookAhead(result, (lastDay) => (ran.push(lastDay), run(lastDay)), {
      passed: [first!],
      onPassed: (cut) => passed.push(cut),
    });
    expect(verdict).toEqual({ cuts: [first, ...others], finding: null });
    expect(others.length).toBeGreaterThan(0);
    expect(ran).toEqual(others);
    expect(passed).toEqual(others);
  });

  it('finds fills at the close that made the signal', () => {
    // Signals stand on the bar before, as if the close were known a session early: the fill at the next opening is that of the signal's own bar.
    const run = runWith(honest);
    const result = run(LAST);
    const early = { ...result, trades: result.trades.map((trade) => ({ ...trade, entryDay: trade.signalDay })) };
    expect(judgeLookAhead(early, run).finding).toMatchObject({ kind: 'FILLED_TOO_EARLY' });
  });

  it('finds a mean of bars on both sides', () => {
    const centred = sift((bars, t) => {
      const around = bars.close.subarray(Math.max(0, t - 3), t + 4);
      return bars.close[t]! < around.reduce((sum, value) => sum + value, 0) / around.length;
    });
    const run = runWith(centred);
    expect(judgeLookAhead(run(LAST), run, { count: 40 }).finding).toMatchObject({ kind: 'READS_LATER_BARS' });
  });

  it('finds a high of the future', () => {
    const lucky = sift((bars, t) => Math.max(...bars.high.subarray(t + 1, t + 11)) > bars.close[t]! * 1.03);
    const run = runWith(lucky);
    expect(judgeLookAhead(run(LAST), run, { count: 40 }).finding).toMatchObject({ kind: 'READS_LATER_BARS' });
  });

  it('finds a normalisation over the whole history', () => {
    const prepare: Prepare = (symbol, bars) => {
      const mean = bars.volume.reduce((sum, value) => sum + value, 0) / bars.length;
      const signals = new Map<number, SignalBar>([...honest(symbol, bars).signals].filter(([t]) => bars.volume[t]! < mean * 0.8));
      return { ...honest(symbol, bars), signals };
    };
    const run = runWith(prepare);
    expect(judgeLookAhead(run(LAST), run, { count: 40 }).finding).toMatchObject({ kind: 'READS_LATER_BARS' });
  });
});
