import type { BarInterval } from '../../../domain/market/interval.js';
import type { RawBar } from '../../../domain/market/market-bar.js';
import { providerError } from '../calls/provider-error.js';
import { isObject, parseJson, readDecimal, readWhole } from '../calls/read-json.js';
import type { JsonObject } from '../calls/read-json.js';
import { field, readLocalTime } from '../live/read-message.js';

export interface SsiRowOptions {
  readonly symbol: string;
  readonly interval: BarInterval;
  /** Powers of ten from the unit of prices to VND. */
  readonly shift: number;
  readonly now: Date;
}

/**
 * Rows of `/api/v3/data/ohlc`. Numbers may be texts, and the case of names has changed between versions.
 * @throws {DomainError} NOT_JSON, UNKNOWN_FORM, UNSORTED
 */
export function readSsiRows(provider: string, text: string, options: SsiRowOptions): RawBar[] {
  const answer = parseJson(provider, text);
  const data = isObject(answer) ? field(answer, 'data') : undefined;
  if (!Array.isArray(data)) throw providerError(provider, 'UNKNOWN_FORM', 'the answer has no data');
  const rows = data.map((row: unknown) => {
    if (!isObject(row)) throw providerError(provider, 'UNKNOWN_FORM', 'a row of the answer is no object');
    return readRow(provider, row, options);
  });
  const times = rows.flatMap(({ openTime }) => (openTime === null ? [] : [openTime.getTime()]));
  if (times.some((time, index) => time < (times[index - 1] ?? time))) {
    throw providerError(provider, 'UNSORTED', 'the times of the answer go back');
  }
  return rows;
}

function readRow(provider: string, row: JsonObject, { symbol, interval, shift, now }: SsiRowOptions): RawBar {
  const named = field(row, 'symbol');
  if (named !== undefined && named !== symbol)
    throw providerError(provider, 'UNKNOWN_FORM', `the answer is about another symbol than ${symbol}`);
  const date = field(row, 'tradingDate');
  return {
    openTime: typeof date === 'string' ? readLocalTime(date, now) : null,
    open: readDecimal(field(row, 'open'), shift),
    high: readDecimal(field(row, 'high'), shift),
    low: readDecimal(field(row, 'low'), shift),
    close: readDecimal(field(row, 'close'), shift),
    volume: readWhole(field(row, 'volume')),
    // In examples of intraday answers this field has held a price.
    turnover: interval === 'D1' ? readDecimal(field(row, 'value'), 0) : null,
    raw: JSON.stringify(row),
  };
}
