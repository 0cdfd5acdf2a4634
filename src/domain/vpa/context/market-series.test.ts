import { expect, test } from 'vitest';

import { bars } from '../../../../test/support/bars.js';
import { analyseSeries } from '../analyse-series.js';
import { marketSeries, UNKNOWN_MARKET } from './market-series.js';

test('a day takes the latest bar of the index that is not after it', () => {
  const columns = bars().flat(40).rising(3).columns();
  columns.epochDay[42] = 19_050;
  const market = marketSeries(analyseSeries(columns, { symbol: 'VNINDEX', isIndex: true }));
  expect([18_999, 19_000, 19_041, 19_049, 19_050, 19_999].map(market.closeOn)).toEqual([
    null,
    100,
    columns.close[41],
    columns.close[41],
    columns.close[42],
    columns.close[42],
  ]);
  expect([19_028, 19_029].map(market.healthOn)).toEqual([null, -3]);
});

test('without an index nothing is known', () => {
  expect([UNKNOWN_MARKET.closeOn(20_000), UNKNOWN_MARKET.healthOn(20_000)]).toEqual([null, null]);
});
