import { createHmac } from 'node:crypto';

import type { BarInterval } from '../../domain/market/interval.js';
import { isIndexSymbol } from '../../domain/market/stock.js';
import { found, refused, secondsParameter } from './door.js';
import type { Door, DoorRequest, Hall } from './door.js';
import { wireRows } from './rows.js';
import { toColumns } from './spoil-columns.js';
import { FAKE_KEY, FAKE_SECRET } from './tokens.js';

const INTERVALS: Readonly<Record<string, BarInterval>> = { '1': 'M1', '5': 'M5', '15': 'M15', '1h': 'H1', '1D': 'D1' };

/** `/dnse/price/ohlc`, signed requests only. */
export function dnseDoor({ tape, faults }: Hall): Door {
  return (request) => {
    if (request.path !== '/price/ohlc') return undefined;
    if (!isSigned(request) || faults.take('TOKEN_EXPIRED')) return refused(401, { code: 'UNAUTHORIZED', message: 'invalid signature' });
    const { url } = request;
    const symbol = url.searchParams.get('symbol') ?? '';
    const interval = INTERVALS[url.searchParams.get('resolution') ?? ''];
    if (interval === undefined || !tape.has(symbol)) return refused(400, { status: 400, code: 'BAD_REQUEST', message: 'invalid symbol' });
    const bars = tape.bars(symbol, interval, secondsParameter(url, 'from'), secondsParameter(url, 'to'));
    const unit = isIndexSymbol(symbol) ? 1 : 1000;
    const columns = toColumns(wireRows(bars, { interval, unit, dailyHour: 7 }, faults, tape.seed), faults);
    return found({ ...columns, nextTime: 0 });
  };
}

function isSigned({ method, url, headers }: DoorRequest): boolean {
  const given = String(headers['x-signature'] ?? '');
  const part = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(given)?.[1] ?? '';
  const text = `(request-target): ${method.toLowerCase()} ${url.pathname}${url.search}\ndate: ${headers.date ?? ''}\nnonce: ${part('nonce')}`;
  const expected = createHmac('sha256', FAKE_SECRET).update(text).digest('base64');
  return headers['x-api-key'] === FAKE_KEY && part('keyId') === FAKE_KEY && decodeURIComponent(part('signature')) === expected;
}
