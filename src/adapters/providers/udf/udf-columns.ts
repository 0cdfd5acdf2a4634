import type { RawBar } from '../../../domain/market/market-bar.js';
import { providerError } from '../calls/provider-error.js';
import { readDecimal, readWhole } from '../calls/read-json.js';
import type { JsonObject } from '../calls/read-json.js';

const COLUMNS = ['t', 'o', 'h', 'l', 'c', 'v'] as const;

/**
 * Parallel arrays as rows: `t` in seconds of UTC, ascending; prices in the server's unit.
 * @param shift powers of ten from the server's unit to VND
 * @throws {DomainError} UNKNOWN_FORM, UNEQUAL_COLUMNS, UNSORTED: such an answer is believed in nothing
 */
export function readColumns(provider: string, body: JsonObject, shift: number): RawBar[] {
  const [t, o, h, l, c, v] = COLUMNS.map((name) => column(provider, body, name)) as [
    unknown[],
    unknown[],
    unknown[],
    unknown[],
    unknown[],
    unknown[],
  ];
  if ([o, h, l, c, v].some(({ length }) => length !== t.length)) {
    throw providerError(provider, 'UNEQUAL_COLUMNS', 'the columns of the answer differ in length');
  }
  const times = t.map(secondsOf);
  requireAscending(provider, times);
  return times.map((seconds, row) => ({
    openTime: seconds === null ? null : new Date(seconds * 1000),
    open: readDecimal(o[row], shift),
    high: readDecimal(h[row], shift),
    low: readDecimal(l[row], shift),
    close: readDecimal(c[row], shift),
    volume: readWhole(v[row]),
    raw: JSON.stringify({ t: t[row], o: o[row], h: h[row], l: l[row], c: c[row], v: v[row] }),
  }));
}

function column(provider: string, body: JsonObject, name: string): unknown[] {
  const value = body[name];
  if (!Array.isArray(value)) throw providerError(provider, 'UNKNOWN_FORM', `the answer has no column ${name}`);
  return value;
}

/** Until the year 2200; text of digits counts. */
function secondsOf(value: unknown): number | null {
  const seconds = readWhole(value);
  return seconds !== null && seconds >= 0 && seconds < 7_258_118_400 ? seconds : null;
}

function requireAscending(provider: string, times: readonly (number | null)[]): void {
  let latest = Number.NEGATIVE_INFINITY;
  for (const seconds of times) {
    if (seconds === null) continue;
    if (seconds < latest) throw providerError(provider, 'UNSORTED', 'the times of the answer go back');
    latest = seconds;
  }
}
