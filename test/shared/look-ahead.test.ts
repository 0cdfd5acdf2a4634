/** No signal knows what comes after it: real bars, cut at random places. Runs where ../shared/data is. */
import { expect, test } from 'vitest';

import { readCsvColumns } from '../../src/adapters/providers/csv-columns.js';
import { fromEpochDay, parseTradingDate } from '../../src/domain/market/trading-date.js';
import { analyseSeries, WARM_UP_BARS } from '../../src/domain/vpa/analyse-series.js';
import { sliceBars } from '../support/bars.js';
import { generator } from '../support/restless-bars.js';

const FILE = new URL('../../../shared/data/ohlcv_daily.csv.gz', import.meta.url).pathname;
const PAIRS = 200;

test('200 random cuts change no signal up to the cut', async () => {
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
    const whole = analyseSeries(bars, identity);
    const before = analyseSeries(sliceBars(bars, 0, cut + 1), identity);
    const place = `${symbol} cut at ${fromEpochDay(bars.epochDay[cut]!)}`;
    for (let t = 0; t <= cut; t++) compare(`${place}, bar ${t}`, before.firedAt(t), whole.firedAt(t));
    if (cut > WARM_UP_BARS) {
      const recent = analyseSeries(sliceBars(bars, cut - WARM_UP_BARS, cut + 1), identity);
      compare(`${place}, the warm-up alone`, recent.firedAt(WARM_UP_BARS), whole.firedAt(cut));
    }
  }
  process.stderr.write(`look-ahead: ${PAIRS} cuts, ${differences.length} differences\n`);
  expect(differences).toEqual([]);
});
