import type { BarInterval } from '../../domain/market/interval.js';
import { found, refused, secondsParameter } from './door.js';
import type { Door, Hall } from './door.js';
import { wireRows } from './rows.js';
import { toColumns } from './spoil-columns.js';

const INTERVALS: Readonly<Record<string, BarInterval>> = { '1m': 'M1', '5m': 'M5', '15m': 'M15', '60m': 'H1', '1d': 'D1' };

/** `/yahoo/v8/finance/chart/FPT.VN`. */
export function yahooDoor({ tape, faults }: Hall): Door {
  return ({ path, url }) => {
    const symbol = /^\/v8\/finance\/chart\/([A-Z0-9]+)\.VN$/.exec(path)?.[1];
    if (symbol === undefined) return undefined;
    const interval = INTERVALS[url.searchParams.get('interval') ?? ''];
    if (interval === undefined || !tape.has(symbol)) {
      return refused(404, { chart: { result: null, error: { code: 'Not Found', description: 'No data found, symbol may be delisted' } } });
    }
    const bars = tape.bars(symbol, interval, secondsParameter(url, 'period1'), secondsParameter(url, 'period2'));
    const { t, o, h, l, c, v } = toColumns(wireRows(bars, { interval, unit: 1, dailyHour: 9 }, faults, tape.seed), faults);
    if (faults.take('MISSING_STATUS')) return found({ chart: {} });
    const meta = { currency: 'VND', symbol: `${symbol}.VN`, exchangeName: 'VSE' };
    return found({
      chart: { result: [{ meta, timestamp: t, indicators: { quote: [{ open: o, high: h, low: l, close: c, volume: v }] } }], error: null },
    });
  };
}
