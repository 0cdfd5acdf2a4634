import { expect, test } from 'vitest';

import { sliceBars } from '../../../../test/support/bars.js';
import { restlessBars } from '../../../../test/support/restless-bars.js';
import { analyseSeries, type SeriesAnalysis } from '../analyse-series.js';
import { openContextBook, type ContextBook } from './context-book.js';
import { marketSeries } from './market-series.js';

const BARS = 120;
const SECTORS = ['Banking', 'Chemicals', 'Power', 'Retail', 'Steel', 'Textiles'];
const STOCKS = Array.from({ length: 18 }, (_, i) => ({
  symbol: `S${i}`,
  sector: SECTORS[i % 6] ?? '',
  bars: restlessBars(BARS, { seed: i + 1 }),
}));
const sectors = new Map(STOCKS.map(({ symbol, sector }) => [symbol, sector]));
const INDEX = restlessBars(BARS, { seed: 99 });

const analysed = (bars: typeof INDEX, symbol: string): SeriesAnalysis => analyseSeries(bars, { symbol, isIndex: symbol === 'VNINDEX' });

function bookOf(until = BARS): ContextBook {
  const book = openContextBook(marketSeries(analysed(sliceBars(INDEX, 0, until), 'VNINDEX')), sectors);
  for (const { symbol, bars } of STOCKS) book.addStock(symbol, analysed(sliceBars(bars, 0, until), symbol));
  return book;
}

const dayOf = (t: number) => INDEX.epochDay[t] as number;

test('a sector stands where its stocks stand, from the 50th bar on', () => {
  const book = bookOf();
  expect(book.standingOn('S0', dayOf(48))).toBeNull();
  const standing = book.standingOn('S0', dayOf(49));
  expect(standing?.sectors).toBe(6);
  expect(book.standingOn('S6', dayOf(49)), 'two stocks of one sector').toEqual(standing);
  const ranks = STOCKS.slice(0, 6).map(({ symbol }) => book.standingOn(symbol, dayOf(80))?.rank);
  expect(new Set(ranks)).toEqual(new Set([1, 2, 3, 4, 5, 6]));
});

test('nothing is known of a stock without a sector, or on a day without bars', () => {
  const book = bookOf();
  book.addStock('NONE', analysed(restlessBars(BARS, { seed: 77 }), 'NONE'));
  expect(book.standingOn('NONE', dayOf(80))).toBeNull();
  expect(book.standingOn('S0', dayOf(BARS - 1) + 1)).toBeNull();
});

test('later bars change no standing', () => {
  const whole = bookOf();
  for (const cut of [50, 77, 119]) {
    const known = bookOf(cut);
    for (let t = 49; t < cut; t++) expect(known.standingOn('S3', dayOf(t))).toEqual(whole.standingOn('S3', dayOf(t)));
    expect(known.standingOn('S3', dayOf(cut))).toBeNull();
  }
});

test('a stock that is added later counts', () => {
  const book = bookOf();
  const before = book.standingOn('S0', dayOf(80));
  sectors.set('LATE', 'Banking');
  book.addStock('LATE', analysed(restlessBars(BARS, { seed: 55 }), 'LATE'));
  sectors.delete('LATE');
  expect(book.standingOn('S0', dayOf(80))).not.toEqual(before);
});
