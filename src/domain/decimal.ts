import { DomainError } from './errors.js';

declare const decimalBrand: unique symbol;

/**
 * An exact decimal as text: optional minus, digits, optional fraction without trailing zeros (`29540`, `12.5`).
 * Prices and money are stored, carried and shown as this; floating point is for statistics only.
 */
export type Decimal = string & { readonly [decimalBrand]: true };

const PATTERN = /^(-?)(\d{1,15})(?:\.(\d{1,9}))?$/;

/** Reads a decimal; `undefined` where the text is none (exponents, NaN, signs other than `-`, more than 15.9 digits). */
export function tryDecimal(text: string): Decimal | undefined {
  const match = PATTERN.exec(text);
  if (match === null) return undefined;
  return canonical(match[1] === '-', match[2] ?? '0', match[3] ?? '');
}

/** Reads a decimal. @throws {DomainError} INVALID_INPUT where the text is none. */
export function parseDecimal(text: string): Decimal {
  const value = tryDecimal(text);
  if (value === undefined) throw new DomainError('INVALID_INPUT', 'not a decimal number');
  return value;
}

/** Multiplies by 10^places exactly: thousand VND to VND is `shiftDecimal(price, 3)`. */
export function shiftDecimal(value: Decimal, places: number): Decimal {
  const isNegative = value.startsWith('-');
  const [whole = '0', fraction = ''] = (isNegative ? value.slice(1) : value).split('.');
  const digits = whole + fraction;
  const point = whole.length + places;
  if (point <= 0) return canonical(isNegative, '0', '0'.repeat(-point) + digits);
  const padded = digits.padEnd(point, '0');
  return canonical(isNegative, padded.slice(0, point), padded.slice(point));
}

/**
 * The decimal mantissa·10^(−places), exactly: `decimalOf(2954, 2)` is `29.54`.
 * @param mantissa a whole number of at most 15 digits
 * @param places −6 to 15; negative shifts to the left
 */
export function decimalOf(mantissa: number, places: number): Decimal {
  if (places <= 0) return String(mantissa * 10 ** -places) as Decimal;
  const digits = String(Math.abs(mantissa)).padStart(places + 1, '0');
  let end = digits.length;
  const point = end - places;
  while (end > point && digits.charCodeAt(end - 1) === 48) end--;
  const text = end === point ? digits.slice(0, point) : `${digits.slice(0, point)}.${digits.slice(point, end)}`;
  return (mantissa < 0 ? `-${text}` : text) as Decimal;
}

function canonical(isNegative: boolean, whole: string, fraction: string): Decimal {
  const digits = whole.replace(/^0+(?=\d)/, '');
  const rest = fraction.replace(/0+$/, '');
  const text = rest === '' ? digits : `${digits}.${rest}`;
  return (isNegative && text !== '0' ? `-${text}` : text) as Decimal;
}
