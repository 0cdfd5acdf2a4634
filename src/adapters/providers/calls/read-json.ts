import { tryDecimal, shiftDecimal } from '../../../domain/decimal.js';
import type { Decimal } from '../../../domain/decimal.js';
import { providerError } from './provider-error.js';

export type JsonObject = Readonly<Record<string, unknown>>;

/** @throws {DomainError} NOT_JSON: HTML with status 200, or an answer cut off. */
export function parseJson(provider: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw providerError(provider, 'NOT_JSON', 'the answer is no JSON', { cause: error });
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Places kept of a number that arithmetic of the source has worn: 29.540000000000003. */
const WORN_PLACES = 6;

/** A price or amount, given as a number or as text, times 10^shift; null where it is none. */
export function readDecimal(value: unknown, shift: number): Decimal | null {
  const text = typeof value === 'number' ? numberText(value) : typeof value === 'string' ? value.trim() : '';
  const decimal = tryDecimal(text);
  return decimal === undefined ? null : shiftDecimal(decimal, shift);
}

function numberText(value: number): string {
  const text = String(value);
  return tryDecimal(text) === undefined && Math.abs(value) < 1e15 ? value.toFixed(WORN_PLACES) : text;
}

/** A whole number, given as a number or as text; null where it is none. NaN and Infinity are none. */
export function readWhole(value: unknown): number | null {
  if (typeof value === 'string') return /^\d{1,16}(\.0+)?$/.test(value.trim()) ? Number(value) : null;
  return typeof value === 'number' && Number.isInteger(value) ? value : null;
}
