import type { BarFault } from '../../domain/market/check-bar.js';
import { CSV_FIELDS, splitCsvLine, type CsvLayout } from './csv-header.js';

const COMMA = 44;
const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 34;
const DOT = 46;
const MINUS = 45;
const DASH = 45;
const ZERO = 48;
const NINE = 57;

const MAX_DIGITS = 15;
const MAX_PLACES = 9;
const POWERS = Float64Array.from({ length: MAX_DIGITS + 1 }, (_, n) => 10 ** n);

const FIRST_DAY = Date.UTC(1990, 0, 1) / 86_400_000;
const END_DAY = Date.UTC(2200, 0, 1) / 86_400_000;
const DAYS_BEFORE_MONTH = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/** Places of the numbers within a row. */
export const OPEN = 0;
export const HIGH = 1;
export const LOW = 2;
export const CLOSE = 3;
export const VOLUME = 4;

/**
 * One row of a CSV file of bars, read straight from bytes and reused for the next one. A number is its digits as a whole
 * number and how many of them stand behind the point, so that nothing is rounded: 29.54 is 2954 with 2 places.
 */
export class CsvRow {
  /** Where the symbol stands in the bytes last read. */
  symbolStart = 0;
  symbolEnd = 0;
  /** The bytes that `symbolStart` and `symbolEnd` refer to. */
  bytes: Buffer = Buffer.alloc(0);
  epochDay = 0;
  readonly mantissa = new Float64Array(5);
  readonly places = new Int8Array(5);
  /** The numbers as floats: the nearest to the digits. */
  readonly value = new Float64Array(5);
  /** The first thing wrong with the form of the row; its numbers then mean nothing. */
  fault: BarFault | undefined = undefined;

  private readonly layout: CsvLayout;
  private readonly fieldCount: number;
  private at = 0;

  constructor(layout: CsvLayout) {
    this.layout = layout;
    this.fieldCount = layout.length;
  }

  /** Reads the row that starts at `start`; `end` is where its line ends (the newline, or the end of the bytes). */
  read(bytes: Buffer, start: number, end: number): void {
    const last = end > start && bytes[end - 1] === RETURN ? end - 1 : end;
    this.fault = undefined;
    if (!this.readFields(bytes, this.layout, start, last)) this.readQuoted(bytes, start, last);
  }

  /** Whether a price has more places than so many; zeros at its end are none. */
  hasPriceFinerThan(limit: number): boolean {
    for (let slot = OPEN; slot <= CLOSE; slot++) {
      const excess = (this.places[slot] as number) - limit;
      if (excess > 0 && (this.mantissa[slot] as number) % (POWERS[excess] as number) !== 0) return true;
    }
    return false;
  }

  /** False where a field begins with a quote, which takes the slow way. */
  private readFields(bytes: Buffer, layout: CsvLayout, start: number, end: number): boolean {
    this.bytes = bytes;
    this.symbolStart = this.symbolEnd = start;
    this.at = start;
    const count = layout.length;
    for (let field = 0; field < count; field++) {
      if (this.at > end) {
        this.fault = 'MALFORMED_ROW';
        return true;
      }
      const place = layout[field] as number;
      if (bytes[this.at] === QUOTE && this.at < end) return false;
      if (place >= 2) this.readNumber(bytes, end, place - 2);
      else if (place === 1) this.readDate(bytes, end);
      else if (place === 0) {
        this.symbolStart = this.at;
        this.skipField(bytes, end);
        this.symbolEnd = this.at;
      } else this.skipField(bytes, end);
      this.at++;
    }
    // One more field than the header has: a shifted row.
    if (this.at <= end) this.fault = 'MALFORMED_ROW';
    return true;
  }

  private readQuoted(bytes: Buffer, start: number, end: number): void {
    const fields = splitCsvLine(bytes.toString('latin1', start, end));
    if (fields === undefined || fields.length !== this.fieldCount) {
      this.fault = 'MALFORMED_ROW';
      return;
    }
    const wanted = CSV_FIELDS.map((_, place) => fields[this.layout.indexOf(place)] ?? '');
    const plain = Buffer.from(wanted.map((field) => field.replaceAll(/[",]/g, '?')).join(','), 'latin1');
    this.fault = undefined;
    this.readFields(plain, Int8Array.from(CSV_FIELDS.keys()), 0, plain.length);
  }

  private skipField(bytes: Buffer, end: number): void {
    let at = this.at;
    while (at < end && bytes[at] !== COMMA) at++;
    this.at = at;
  }

  private readNumber(bytes: Buffer, end: number, slot: number): void {
    let at = this.at;
    const isNegative = at < end && bytes[at] === MINUS;
    if (isNegative) at++;
    const first = at;
    let mantissa = 0;
    let point = -1;
    let c = 0;
    for (; at < end; at++) {
      c = bytes[at] as number;
      if (c >= ZERO && c <= NINE) mantissa = mantissa * 10 + (c - ZERO);
      else if (c === DOT && point < 0 && at > first) point = at;
      else break;
    }
    const places = point < 0 ? 0 : at - point - 1;
    const digits = at - first - (point < 0 ? 0 : 1);
    const isComplete = (at === end || c === COMMA) && digits > 0 && point !== at - 1;
    if (!isComplete || digits > MAX_DIGITS || places > MAX_PLACES) {
      this.at = at;
      this.skipField(bytes, end);
      if (slot === VOLUME && !isNegative) this.readLongVolume(bytes, first, this.at);
      else this.fault ??= 'INVALID_NUMBER';
      return;
    }
    this.at = at;
    const signed = isNegative ? -mantissa : mantissa;
    this.mantissa[slot] = signed;
    this.places[slot] = places;
    this.value[slot] = signed / (POWERS[places] as number);
  }

  /** A volume may have 16 digits; as a whole number of shares it is still exact up to 2^53−1. */
  private readLongVolume(bytes: Buffer, start: number, end: number): void {
    const text = bytes.toString('latin1', start, Math.min(end, start + 20));
    const volume = /^\d{16}(\.0*)?$/.test(text) ? Number(text) : NaN;
    if (!Number.isSafeInteger(volume)) this.fault ??= 'INVALID_NUMBER';
    this.value[VOLUME] = volume;
  }

  /** `YYYY-MM-DD`, alone or followed by a time of day; the date is kept as written. */
  private readDate(bytes: Buffer, end: number): void {
    const start = this.at;
    this.skipField(bytes, end);
    const length = this.at - start;
    const hasForm = length >= 10 && bytes[start + 4] === DASH && bytes[start + 7] === DASH;
    const year = hasForm ? digits(bytes, start, 4) : -1;
    const month = hasForm ? digits(bytes, start + 5, 2) : -1;
    const day = hasForm ? digits(bytes, start + 8, 2) : -1;
    const epochDay = dayNumber(year, month, day);
    if (
      epochDay < 0 ||
      (length > 10 && !/^[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(\+07:?00)?$/.test(bytes.toString('latin1', start + 10, this.at)))
    ) {
      this.fault ??= 'INVALID_DATE';
    }
    this.epochDay = epochDay;
  }
}

/** Where the line that starts at `start` ends: its newline, or −1. */
export function lineEnd(bytes: Buffer, start: number): number {
  return bytes.indexOf(NEWLINE, start);
}

function digits(bytes: Buffer, start: number, count: number): number {
  let value = 0;
  for (let i = start; i < start + count; i++) {
    const c = bytes[i] as number;
    if (c < ZERO || c > NINE) return -1;
    value = value * 10 + (c - ZERO);
  }
  return value;
}

/** Days since 1970-01-01 of a date from 1990 to 2199; −1 where there is no such day. */
function dayNumber(year: number, month: number, day: number): number {
  if (year < 1990 || year > 2199 || month < 1 || month > 12 || day < 1) return -1;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const before = (DAYS_BEFORE_MONTH[month] as number) + (isLeap && month > 2 ? 1 : 0);
  const next = month === 12 ? (isLeap ? 366 : 365) : (DAYS_BEFORE_MONTH[month + 1] as number) + (isLeap && month >= 2 ? 1 : 0);
  if (before + day > next) return -1;
  const past = year - 1;
  const epochDay = past * 365 + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400) - 719_162 + before + day - 1;
  return epochDay >= FIRST_DAY && epochDay < END_DAY ? epochDay : -1;
}
