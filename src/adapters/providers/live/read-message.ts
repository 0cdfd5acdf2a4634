import { tryTradingDate, instantAt, tradingDateAt } from '../../../domain/market/trading-date.js';
import { isObject } from '../calls/read-json.js';
import type { JsonObject } from '../calls/read-json.js';

/** A field by its name, in whatever case the provider writes it today. */
export function field(message: JsonObject, name: string): unknown {
  if (Object.hasOwn(message, name)) return message[name];
  const key = Object.keys(message).find((other) => other.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : message[key];
}

/** An object, also where it is given as JSON text. */
export function contentOf(value: unknown): JsonObject | undefined {
  if (isObject(value)) return value;
  if (typeof value !== 'string') return undefined;
  try {
    const parsed = JSON.parse(value) as unknown;
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Numbers above this are milliseconds, below it seconds: both are times between 2001 and 2286. */
const LATEST_SECOND = 10_000_000_000;

/** An instant as providers write it: seconds, milliseconds, ISO with a zone, or a time of Asia/Ho_Chi_Minh. */
export function readInstant(value: unknown, now: Date): Date | null {
  if (typeof value === 'number') {
    return Number.isFinite(value) && value > 0 ? new Date(value < LATEST_SECOND ? value * 1000 : value) : null;
  }
  if (typeof value !== 'string') return null;
  if (/^\d{10,13}$/.test(value)) return readInstant(Number(value), now);
  if (/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:?\d{2})$/.test(value)) {
    const at = Date.parse(value);
    return Number.isNaN(at) ? null : new Date(at);
  }
  return readLocalTime(value, now);
}

const LOCAL = /^(?:(\d{4})[/-](\d{2})[/-](\d{2})|(\d{2})\/(\d{2})\/(\d{4}))?[ T]?(?:(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?)?$/;

/** `YYYY/MM/DD`, `YYYY-MM-DD` or `DD/MM/YYYY`, a time of day, or both, in Asia/Ho_Chi_Minh. A time alone is of today. */
export function readLocalTime(text: string, now: Date): Date | null {
  const match = text === '' ? null : LOCAL.exec(text);
  if (match === null) return null;
  const [, y, m, d, d2, m2, y2, hour = '0', minute = '0', second = '0', fraction = '0'] = match;
  const written = `${y ?? y2}-${m ?? m2}-${d ?? d2}`;
  const date = y === undefined && y2 === undefined ? tradingDateAt(now) : tryTradingDate(written);
  if (date === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  return new Date(instantAt(date, 0).getTime() + seconds * 1000 + Number(fraction.padEnd(3, '0')));
}
