/** The worked examples of the specification, whole: with context, record and confidence over all stocks. Runs where ../shared/data is. */
import { expect, test } from 'vitest';

import { readCsvColumns } from '../../src/adapters/providers/csv-columns.js';
import { readSectors } from '../../src/adapters/providers/csv-sectors.js';
import { fromEpochDay, parseTradingDate, toEpochDay } from '../../src/domain/market/trading-date.js';
import { analyseSeries } from '../../src/domain/vpa/analyse-series.js';
import { marketSeries } from '../../src/domain/vpa/context/market-series.js';
import { openMarketScoring } from '../../src/domain/vpa/scoring/score-market.js';

const DATA = new URL('../../../shared/data/', import.meta.url);
const OPTIONS = { priceUnit: 'kvnd', today: parseTradingDate('2025-12-31') } as const;
const series = await readCsvColumns(new URL('ohlcv_daily.csv.gz', DATA).pathname, OPTIONS, () => undefined);
const sectors = await readSectors(new URL('sectors.csv', DATA).pathname);
const index = series.find(({ symbol }) => symbol === 'VNINDEX')!;
const score = openMarketScoring(
  series.filter((each) => each !== index),
  { market: marketSeries(analyseSeries(index.bars, { symbol: 'VNINDEX', isIndex: true })), sectors, priceUnitVnd: 1000 },
);

/** Score, multiplier, adjusted; bonuses; raw, wins of signals, base rate, factor, confidence; status and its date; primary, conflict. As it is printed there. */
const EXAMPLES = [
  [
    'TCB',
    '2025-05-20',
    'PROFESSIONAL_VOLUME',
    [73, 1.2, 87.6],
    ['NEW_HIGH_20'],
    [0.763378, 3268, 6409, 0.506421, 1.006677, 0.768475],
    'EXPIRED 2025-06-03',
    false,
    false,
  ],
  [
    'TCB',
    '2025-06-11',
    'NO_SUPPLY',
    [87, 1.2, 100],
    ['VERY_LOW_VOLUME', 'BACKGROUND', 'ABOVE_SUPPORT'],
    [0.842304, 5754, 11194, 0.507, 1.013614, 0.85377],
    'CONFIRMED 2025-06-12',
    null,
    null,
  ],
  [
    'HPG',
    '2025-05-30',
    'HIGH_VOLUME_NO_PROGRESS',
    [74, 1.1, 81.4],
    ['CLOSE_ON_LOW', 'EXTREME', 'GAP_UP'],
    [0.75806, 260, 631, 0.46211, 0.917733, 0.695697],
    'CONFIRMED 2025-06-02',
    null,
    null,
  ],
  [
    'ACB',
    '2024-11-26',
    'LPS',
    [83, 1, 83],
    ['ABOVE_SPRING', 'SEQUENCE'],
    [0.631319, 547, 1216, 0.507124, 0.902988, 0.570074],
    'CONFIRMED 2024-12-05',
    true,
    null,
  ],
  [
    'FPT',
    '2022-11-16',
    'SELLING_CLIMAX',
    [64, 1, 64],
    ['CLOSE_OFF_LOW'],
    [0.661307, 92, 201, 0.500264, 0.957364, 0.633111],
    null,
    false,
    true,
  ],
] as const;

test.each(EXAMPLES)(
  '%s on %s: %s',
  (symbol, date, kind, points, bonuses, [raw, wins, signals, baseRate, factor, confidence], ends, isPrimary, isConflicting) => {
    const stock = series.find((each) => each.symbol === symbol)!;
    const day = toEpochDay(parseTradingDate(date));
    const bar = [...score(stock, { from: day })].find(({ t }) => stock.bars.epochDay[t] === day)!;
    const found = bar.signals.find((signal) => signal.kind === kind)!;
    expect([found.score, found.multiplier, found.adjusted].map((value) => Number(value.toFixed(6)))).toEqual(points);
    expect(found.bonuses).toEqual(bonuses);
    const { calibration, lifecycle } = found;
    expect([calibration.wins, calibration.signals]).toEqual([wins, signals]);
    for (const [value, expected] of [
      [found.rawConfidence.raw, raw],
      [calibration.baseRate ?? NaN, baseRate],
      [calibration.factor, factor],
      [found.confidence, confidence],
    ] as const)
      expect(value).toBeCloseTo(expected, 5);
    if (ends !== null) expect(`${lifecycle.status} ${fromEpochDay(stock.bars.epochDay[lifecycle.decidedAt!]!)}`).toBe(ends);
    if (isPrimary !== null) expect(found.isPrimary).toBe(isPrimary);
    if (isConflicting !== null) expect(found.isConflicting).toBe(isConflicting);
  },
);
