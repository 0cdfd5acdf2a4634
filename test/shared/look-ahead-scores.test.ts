/** Scores of real bars do not change when the bars after them are not there. Runs where ../shared/data is. */
import { expect, test } from 'vitest';

import { readCsvColumns, type CsvSeries } from '../../src/adapters/providers/csv-columns.js';
import { readSectors } from '../../src/adapters/providers/csv-sectors.js';
import { parseTradingDate } from '../../src/domain/market/trading-date.js';
import { analyseSeries } from '../../src/domain/vpa/analyse-series.js';
import { marketSeries } from '../../src/domain/vpa/context/market-series.js';
import type { ScoredSignal } from '../../src/domain/vpa/scoring/score-bar.js';
import { openMarketScoring, type ScoreStock } from '../../src/domain/vpa/scoring/score-market.js';

const DATA = new URL('../../../shared/data/', import.meta.url);
const OPTIONS = { priceUnit: 'kvnd', today: parseTradingDate('2025-12-31') } as const;
const DATES = 10;
const STOCKS_A_DATE = 30;

const series = await readCsvColumns(new URL('ohlcv_daily.csv.gz', DATA).pathname, OPTIONS, () => undefined);
const sectors = await readSectors(new URL('sectors.csv', DATA).pathname);

function scoring(all: readonly CsvSeries[]): ScoreStock {
  const index = all.find(({ symbol }) => symbol === 'VNINDEX')!;
  const market = marketSeries(analyseSeries(index.bars, { symbol: 'VNINDEX', isIndex: true }));
  return openMarketScoring(
    all.filter((each) => each !== index),
    { market, sectors, priceUnitVnd: 1000 },
  );
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

test('300 stocks and dates have the scores that a history cut there has', () => {
  const whole = scoring(series);
  const days = series.find(({ symbol }) => symbol === 'VNINDEX')!.bars.epochDay;
  // Linear congruential: the same dates and stocks in every run.
  let state = 20_251_114;
  const random = (below: number) => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) % below;
  let signals = 0;
  for (let i = 0; i < DATES; i++) {
    const day = days[300 + random(days.length - 300)]!;
    const cut = cutAt(day);
    const ofCut = scoring(cut);
    const alive = cut.filter(({ symbol, bars }) => symbol !== 'VNINDEX' && bars.length > 100);
    for (let j = 0; j < STOCKS_A_DATE; j++) {
      const stock = alive[random(alive.length)]!;
      const found = asOf(
        whole,
        series.find(({ symbol }) => symbol === stock.symbol)!,
        day,
      );
      signals += found.length;
      expect(found, `${stock.symbol} on day ${day}`).toEqual(asOf(ofCut, stock, day));
    }
  }
  expect(signals).toBeGreaterThan(1000);
});
