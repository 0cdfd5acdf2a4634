/** No signal knows what comes after it: real bars, cut at random places. Runs where ../shared/data is. */
import { expect, test } from 'vitest';

import { readCsvColumns } from '../../src/adapters/providers/csv-columns.js';
import { readSectors } from '../../src/adapters/providers/csv-sectors.js';
import { fromEpochDay, parseTradingDate } from '../../src/domain/market/trading-date.js';
import { analyseSeries, WARM_UP_BARS } from '../../src/domain/vpa/analyse-series.js';
import { openContextBook } from '../../src/domain/vpa/context/context-book.js';
import { marketSeries } from '../../src/domain/vpa/context/market-series.js';
import { readPhases } from '../../src/domain/vpa/wyckoff/phase-series.js';
import { sliceBars } from '../support/bars.js';
import { generator } from '../support/restless-bars.js';

const DATA = new URL('../../../shared/data/', import.meta.url);
const FILE = new URL('ohlcv_daily.csv.gz', DATA).pathname;
const PAIRS = 200;

test('200 random cuts change no signal and no phase up to the cut', async () => {
  const series = await readCsvColumns(FILE, { priceUnit: 'kvnd', today: parseTradingDate('2025-12-31') }, () => undefined);
  const random = generator(20_250_520);
  const differences: string[] = [];
  const compare = (where: string, found: readonly unknown[], expected: readonly unknown[]) => {
    if (JSON.stringify(found) !== JSON.stringify(expected)) differences.push(where);
  };
  for (let pair = 0; pair < PAIRS; pair++) {
    const { symbol, bars } = series[Math.floor(random() * series.length)]!;
    const identity = { symbol, isIndex: symbol === 'VNINDEX' };
    const cut = Math.floor(random() * bars.length);
    const place = `${symbol} cut at ${fromEpochDay(bars.epochDay[cut]!)}`;
    const whole = analyseSeries(bars, identity);
    const phases = readPhases(whole, identity.isIndex).readings;
    const before = analyseSeries(sliceBars(bars, 0, cut + 1), identity);
    compare(`${place}, phases`, readPhases(before, identity.isIndex).readings, phases.slice(0, cut + 1));
    for (let t = 0; t <= cut; t++) compare(`${place}, bar ${t}`, before.firedAt(t), whole.firedAt(t));
    if (cut > WARM_UP_BARS) {
      const recent = analyseSeries(sliceBars(bars, cut - WARM_UP_BARS, cut + 1), identity);
      compare(`${place}, the warm-up alone`, recent.firedAt(WARM_UP_BARS), whole.firedAt(cut));
    }
  }
  process.stderr.write(`look-ahead: ${PAIRS} cuts, ${differences.length} differences\n`);
  expect(differences).toEqual([]);
});

test('a whole market cut at 12 random days has the health and the sectors of those days', async () => {
  const series = await readCsvColumns(FILE, { priceUnit: 'kvnd', today: parseTradingDate('2025-12-31') }, () => undefined);
  const sectors = await readSectors(new URL('sectors.csv', DATA).pathname);
  const random = generator(20_180_101);
  const contextUntil = (last: number) => {
    const known = series
      .map(({ symbol, bars }) => ({ symbol, bars: sliceBars(bars, 0, bars.epochDay.filter((day) => day <= last).length) }))
      .filter(({ bars }) => bars.length > 0);
    const index = known.find(({ symbol }) => symbol === 'VNINDEX')!;
    const market = marketSeries(analyseSeries(index.bars, { symbol: 'VNINDEX', isIndex: true }));
    const book = openContextBook(market, sectors);
    for (const { symbol, bars } of known) if (symbol !== 'VNINDEX') book.addStock(symbol, analyseSeries(bars, { symbol, isIndex: false }));
    return (day: number) => [market.healthOn(day), ...[...sectors.keys()].map((symbol) => book.standingOn(symbol, day))];
  };
  const days = series.find(({ symbol }) => symbol === 'VNINDEX')!.bars.epochDay;
  const whole = contextUntil(Infinity);
  for (let pair = 0; pair < 12; pair++) {
    const day = days[60 + Math.floor(random() * (days.length - 60))]!;
    expect(contextUntil(day)(day), fromEpochDay(day)).toEqual(whole(day));
  }
});
