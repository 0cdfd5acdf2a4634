import type { Condition, Level } from './detector.js';
import type { BooleanColumn, NumberColumn } from './rule-state.js';
import type { Comparison } from './tolerance.js';

function compare(comparison: Comparison) {
  return (column: NumberColumn, against: number | Level): Condition =>
    typeof against === 'number'
      ? { type: 'threshold', column, comparison, threshold: against }
      : { type: 'level', column, comparison, level: against };
}

export const atLeast = compare('atLeast');
export const above = compare('above');
export const atMost = compare('atMost');
export const below = compare('below');

/** A level of the bar itself: `of('support30', 0.95)` is 0.95·SUP30. */
export function of(column: NumberColumn, scale = 1): Level {
  return { column, lag: 0, scale };
}

/** A number of the bar before (or `lag` bars before): `prior('close', 0.995)` is 0.995·pc. */
export function prior(column: NumberColumn, scale = 1, lag = 1): Level {
  return { column, lag, scale };
}

export function is(column: BooleanColumn): Condition {
  return { type: 'flag', column, value: 1 };
}

/** True where the flag is false, which it also is where it could not be known. */
export function isNot(column: BooleanColumn): Condition {
  return { type: 'flag', column, value: 0 };
}

export function backgroundIs(background: 'raw' | 'effective', value: number): Condition {
  return { type: 'background', background, value };
}

export function fired(kind: string, from = 0, to = 0): Condition {
  return { type: 'fired', kind, from, to };
}

export function repeated(times: number, bars: number, conditions: readonly Condition[]): Condition {
  return { type: 'repeated', times, bars, conditions };
}

export function anyOf(...conditions: readonly Condition[]): Condition {
  return { type: 'any', conditions };
}

export function allOf(...conditions: readonly Condition[]): Condition {
  return { type: 'all', conditions };
}
