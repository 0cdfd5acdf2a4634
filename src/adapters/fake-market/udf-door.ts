import type { BarInterval } from '../../domain/market/interval.js';
import { isIndexSymbol } from '../../domain/market/stock.js';
import { found, refused, secondsParameter } from './door.js';
import type { Door, Hall } from './door.js';
import { wireRows } from './rows.js';
import { toColumns } from './spoil-columns.js';

/** How a server of the UDF family speaks. */
interface Manner {
  readonly unit: 1 | 1000;
  readonly daily: string;
  readonly hourly: string;
  readonly envelope: 'STATUS' | 'DATA_WITH_CODE' | 'BARE';
  /** Where the server has no bars: says so, or shows empty columns. */
  readonly saysNone: boolean;
}

const MANNERS: Readonly<Record<string, Manner>> = {
  vndirect: { unit: 1000, daily: 'D', hourly: '60', envelope: 'STATUS', saysNone: true },
  ssi_iboard: { unit: 1000, daily: '1D', hourly: '60', envelope: 'DATA_WITH_CODE', saysNone: false },
  dnse_chart: { unit: 1000, daily: '1D', hourly: '1H', envelope: 'BARE', saysNone: false },
  vps: { unit: 1000, daily: 'D', hourly: '60', envelope: 'STATUS', saysNone: true },
  vietstock: { unit: 1, daily: 'D', hourly: '60', envelope: 'STATUS', saysNone: true },
  pinetree: { unit: 1, daily: '1D', hourly: '60', envelope: 'STATUS', saysNone: true },
  kis: { unit: 1, daily: '1D', hourly: '60', envelope: 'STATUS', saysNone: true },
  udf: { unit: 1, daily: 'D', hourly: '60', envelope: 'STATUS', saysNone: true },
};

const MINUTES: Readonly<Record<string, BarInterval>> = { '1': 'M1', '5': 'M5', '15': 'M15' };

/** The UDF servers of brokers, by name. */
export const UDF_DOORS = Object.keys(MANNERS);

/** `/<name>/history`; for `dnse_chart` `/dnse_chart/stock` and `/dnse_chart/index`. */
export function udfDoor(name: string, { tape, faults }: Hall): Door {
  const manner = MANNERS[name];
  return ({ url, path }) => {
    if (manner === undefined || !['/history', '/stock', '/index'].includes(path)) return undefined;
    const { envelope, saysNone } = manner;
    const symbol = url.searchParams.get('symbol') ?? '';
    const interval = intervalOf(url.searchParams.get('resolution') ?? '', manner);
    if (interval === undefined || !tape.has(symbol)) return unknownSymbol(envelope);
    const bars = tape.bars(symbol, interval, secondsParameter(url, 'from'), secondsParameter(url, 'to'));
    if (bars.length === 0 && saysNone) return found({ s: 'no_data' });
    const unit = isIndexSymbol(symbol) ? 1 : manner.unit;
    const columns = toColumns(wireRows(bars, { interval, unit, dailyHour: 7 }, faults, tape.seed), faults);
    if (envelope === 'BARE') return found({ ...columns, nextTime: 0 });
    const body = faults.take('MISSING_STATUS') ? columns : { s: 'ok', ...columns };
    if (envelope === 'STATUS') return found(name === 'vps' ? { symbol, ...body } : body);
    return found({ code: 'SUCCESS', message: 'Get data success', data: { ...body, nextTime: null }, status: 'ok' });
  };
}

function intervalOf(word: string, { daily, hourly }: Manner): BarInterval | undefined {
  if (word === daily) return 'D1';
  return word === hourly ? 'H1' : MINUTES[word];
}

function unknownSymbol(envelope: Manner['envelope']) {
  if (envelope === 'BARE') return refused(400, { status: 400, code: 'BAD_REQUEST', message: 'invalid symbol' });
  if (envelope === 'STATUS') return found({ s: 'error', errmsg: 'unknown symbol or resolution' });
  const none: readonly unknown[] = [];
  return found({
    code: 'SUCCESS',
    message: 'Get data success',
    data: { t: none, o: none, h: none, l: none, c: none, v: none, s: 'ok', nextTime: null },
    status: 'ok',
  });
}
