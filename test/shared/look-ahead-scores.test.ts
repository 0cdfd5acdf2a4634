/** Scores of real bars do not change when the bars after them are not there. Runs where ../shared/data is. */
import { isDeepStrictEqual } from 'node:util';

import { expect, test } from 'vitest';

import { readCsvColumns, type CsvSeries } from '../../src/adapters/providers/csv-columns.js';
import { readSectors } from '../../src/adapters/providers/csv-sectors.js';
import { parseTradingDate } from '../../src/domain/market/trading-date.js';
import { analyseSeries } from '../../src/domain/vpa/analyse-series.js';
import { marketSeries } from '../../src/domain/vpa/context/market-series.js';
import { Workspace } from '../../src/domain/vpa/workspace.js';
import type { ScoredSignal } from '../../src/domain/vpa/scoring/score-bar.js';
import { newMarketScoring, type ScoreStock } from '../../src/domain/vpa/scoring/score-market.js';

const DATA = new URL('../../../shared/data/', import.meta.url);
const OPTIONS = { priceUnit: 'kvnd', today: parseTradingDate('2025-12-31') } as const;
const DATES = 10;
const STOCKS_A_DATE = 30;

const series = await readCsvColumns(new URL('ohlcv_daily.csv.gz', DATA).pathname, OPTIONS, () => undefined);
const sectors = await readSectors(new URL('sectors.csv', DATA).pathname);

/** What looks ahead where it must not, put in on purpose. */
interface Injected {
  /** The health of the market is that of so many days later. */
  readonly healthDays?: number;
  /** Sectors and past outcomes are known so many days early. */
  readonly knownDays?: number;
}

function scoring(all: readonly CsvSeries[], { healthDays = 0, knownDays = 0 }: Injected = {}): ScoreStock {
  const index = all.find(({ symbol }) => symbol === 'VNINDEX')!;
  const market = marketSeries(analyseSeries(index.bars, { symbol: 'VNINDEX', isIndex: true }));
  const ahead = { ...market, healthOn: (day: number) => market.healthOn(day + healthDays) };
  const workspace = new Workspace();
  const scores = newMarketScoring({ market: ahead, sectors, priceUnitVnd: 1000 }, workspace);
  for (const { symbol, bars } of all.filter((each) => each !== index)) {
    const analysis = analyseSeries(bars, { symbol, isIndex: false }, workspace);
    const epochDay = analysis.state.epochDay.map((day) => day - knownDays);
    scores.addStock(symbol, knownDays === 0 ? analysis : { ...analysis, state: { ...analysis.state, epochDay } });
  }
  return scores.score;
}

/** Every bar has the volume of the bar after it: a mean that is centred, an index that is one off. */
function shifted(all: readonly CsvSeries[]): readonly CsvSeries[] {
  return all.map(({ symbol, bars }) => {
    const volume = bars.volume.slice(0, bars.length);
    volume.copyWithin(0, 1);
    return { symbol, bars: { ...bars, volume } };
  });
}

/** All bars up to a day. */
function cutAt(day: number): readonly CsvSeries[] {
  return series.map(({ symbol, bars }) => ({ symbol, bars: { ...bars, length: bars.epochDay.filter((each) => each <= day).length } }));
}

/** The signals of the days before and on the cut, each with the status that it had on the day of the cut. */
function asOf(score: ScoreStock, stock: CsvSeries, day: number): readonly unknown[] {
  const { epochDay } = stock.bars;
  return [...score(stock)]
    .filter(({ t }) => epochDay[t]! <= day && epochDay[t]! > day - 60)
    .flatMap(({ t, signals }) => signals.map((signal) => ({ t, ...signal, lifecycle: known(signal, epochDay, day) })));
}

function known({ lifecycle }: ScoredSignal, epochDay: Int32Array, day: number): unknown {
  const isDecided = lifecycle.decidedAt !== null && epochDay[lifecycle.decidedAt]! <= day;
  return isDecided ? lifecycle : { status: 'PENDING', decidedAt: null, level: lifecycle.level };
}

/** Compares the whole history with histories cut at drawn dates: how many signals were looked at, and stocks and dates that differ. */
function compare(wholeOf: typeof scoring, all: readonly CsvSeries[], cutOf: (day: number) => readonly CsvSeries[], dates: number) {
  const whole = wholeOf(all);
  const days = series.find(({ symbol }) => symbol === 'VNINDEX')!.bars.epochDay;
  // Linear congruential: the same dates and stocks in every run.
  let state = 20_251_114;
  const random = (below: number) => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) % below;
  let signals = 0;
  let pairs = 0;
  const different: string[] = [];
  for (let i = 0; i < dates; i++) {
    const day = days[300 + random(days.length - 300)]!;
    const cut = cutOf(day);
    const ofCut = wholeOf(cut);
    const alive = cut.filter(({ symbol, bars }) => symbol !== 'VNINDEX' && bars.length > 100);
    for (let j = 0; j < STOCKS_A_DATE; j++) {
      const stock = alive[random(alive.length)]!;
      const found = asOf(
        whole,
        all.find(({ symbol }) => symbol === stock.symbol)!,
        day,
      );
      signals += found.length;
      pairs += 1;
      if (!isDeepStrictEqual(found, asOf(ofCut, stock, day))) different.push(`${stock.symbol} on day ${day}`);
    }
  }
  return { signals, pairs, different };
}

test('300 stocks and dates have the scores that a history cut there has', () => {
  const { signals, pairs, different } = compare(scoring, series, cutAt, DATES);
  expect(different).toEqual([]);
  expect(pairs).toBe(300);
  expect(signals).toBeGreaterThan(1000);
});

test.each<[string, Injected]>([
  ['the market of two weeks later', { healthDays: 14 }],
  ['a record and sectors known seven days early', { knownDays: 7 }],
])('%s is caught', (_what, injected) => {
  expect(compare((all) => scoring(all, injected), series, cutAt, DATES).different.length).toBeGreaterThan(10);
});

test('volumes of the bar after are caught', () => {
  expect(compare(scoring, shifted(series), (day) => shifted(cutAt(day)), 2).different.length).toBeGreaterThan(10);
});
