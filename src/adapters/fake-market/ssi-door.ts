import type { BarInterval } from '../../domain/market/interval.js';
import { instantAt, tradingDateAt, tryTradingDate } from '../../domain/market/trading-date.js';
import { found, refused } from './door.js';
import type { Door, DoorAnswer, Hall } from './door.js';
import { wireRows } from './rows.js';
import { inOrder } from './spoil-columns.js';
import { localTime } from './local-time.js';
import type { FakeTokens } from './tokens.js';

const INTERVALS: Readonly<Record<string, BarInterval>> = { '1m': 'M1', '5m': 'M5', '15m': 'M15', '1h': 'H1', '1d': 'D1' };

/** `/ssi/api/v3/auth/token` and `/ssi/api/v3/data/ohlc`. */
export function ssiDoor({ tape, faults }: Hall, tokens: FakeTokens): Door {
  return (request) => {
    if (request.path === '/api/v3/auth/token' && request.method === 'POST') return tokens.issue(request.body);
    if (request.path !== '/api/v3/data/ohlc') return undefined;
    if (faults.take('TOKEN_EXPIRED')) tokens.expireAll();
    if (!tokens.isValid(request.headers.authorization)) return refused(401, { code: 'UNAUTHORIZED', message: 'token expired' });
    return ohlc(request.url.searchParams);
  };

  function ohlc(parameters: URLSearchParams): DoorAnswer {
    const interval = INTERVALS[parameters.get('timeFrame') ?? ''];
    const symbol = parameters.get('symbol') ?? '';
    const [from, to] = [instantOf(parameters.get('from') ?? ''), instantOf(parameters.get('to') ?? '')];
    const [page, size] = [Number(parameters.get('pageIndex') ?? '1'), Number(parameters.get('pageSize') ?? '100')];
    if (interval === undefined || from === undefined || to === undefined || !(size >= 1 && size <= 1000)) {
      return refused(400, { code: 'BAD_REQUEST', message: 'invalid parameter' });
    }
    if (!tape.has(symbol)) return refused(404, { code: 'NOT_FOUND', message: 'symbol not found' });
    if (faults.take('MISSING_STATUS')) return found({ message: 'Success' });
    if (faults.take('OK_BUT_EMPTY')) return found({ data: [], message: 'Success' });
    const bars = tape.bars(symbol, interval, from, to).slice((page - 1) * size, page * size);
    const rows = inOrder(wireRows(bars, { interval, unit: 1, dailyHour: 0 }, faults, tape.seed + page), faults);
    return found({
      message: 'Success',
      data: rows.map(({ t, o, h, l, c, v, value }) => ({
        symbol,
        tradingDate: typeof t === 'number' ? localTime(new Date(t * 1000), interval === 'D1') : null,
        open: o,
        high: h,
        low: l,
        close: c,
        volume: v,
        value,
      })),
    });
  }
}

/** `YYYY/MM/DD` or `YYYY/MM/DD HH:mm:ss`, Asia/Ho_Chi_Minh. */
function instantOf(text: string): Date | undefined {
  const match = /^(\d{4})\/(\d{2})\/(\d{2})(?: (\d{2}):(\d{2}):(\d{2}))?$/.exec(text);
  const date = match === null ? undefined : tryTradingDate(`${match[1]}-${match[2]}-${match[3]}`);
  if (match === null || date === undefined) return undefined;
  const seconds = Number(match[4] ?? 0) * 3600 + Number(match[5] ?? 0) * 60 + Number(match[6] ?? 0);
  const at = new Date(instantAt(date, 0).getTime() + seconds * 1000);
  return tradingDateAt(at) === date ? at : undefined;
}
