import { DomainError } from '../errors.js';

declare const tradingDateBrand: unique symbol;

/** A day of trading in Asia/Ho_Chi_Minh, `YYYY-MM-DD`. Text order is time order. */
export type TradingDate = string & { readonly [tradingDateBrand]: true };

const MS_PER_DAY = 86_400_000;
/** Asia/Ho_Chi_Minh is UTC+7 all year round. */
const UTC_OFFSET_MS = 7 * 3_600_000;

/** Reads `YYYY-MM-DD` from 1990 to 2199; `undefined` for anything else, 2026-02-30 included. */
export function tryTradingDate(text: string): TradingDate | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const at = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text) return undefined;
  return text >= '1990-01-01' && text < '2200-01-01' ? (text as TradingDate) : undefined;
}

/** Reads a trading date. @throws {DomainError} INVALID_INPUT where the text is none. */
export function parseTradingDate(text: string): TradingDate {
  const date = tryTradingDate(text);
  if (date === undefined) throw new DomainError('INVALID_INPUT', 'not a date of the form YYYY-MM-DD');
  return date;
}

/** Days since 1970-01-01, the form in which bar columns hold dates. */
export function toEpochDay(date: TradingDate): number {
  return Date.parse(`${date}T00:00:00Z`) / MS_PER_DAY;
}

export function fromEpochDay(day: number): TradingDate {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10) as TradingDate;
}

/** The date in Asia/Ho_Chi_Minh at an instant. */
export function tradingDateAt(instant: Date): TradingDate {
  return new Date(instant.getTime() + UTC_OFFSET_MS).toISOString().slice(0, 10) as TradingDate;
}

/** The instant of a time of day (minutes after midnight, Asia/Ho_Chi_Minh) on a date. */
export function instantAt(date: TradingDate, minuteOfDay: number): Date {
  return new Date(toEpochDay(date) * MS_PER_DAY + minuteOfDay * 60_000 - UTC_OFFSET_MS);
}
