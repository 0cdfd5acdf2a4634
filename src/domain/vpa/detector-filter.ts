import type { Condition, Detector, FiredCondition, LevelCondition, RepeatedCondition, ThresholdCondition } from './detector.js';
import type { RuleState } from './rule-state.js';
import { tolerantBound } from './tolerance.js';

/**
 * Keeps those of the first `count` bars of `from` on which a condition holds: writes them to `to` (which may be `from`)
 * in the same order and returns how many they are. Bars are row numbers, ascending.
 */
export type Filter = (state: RuleState, from: Int32Array, count: number, to: Int32Array) => number;

export interface FilterContext {
  /** Rewrites thresholds of volumeRatio; indices have lower ones. */
  readonly volumeThreshold: (threshold: number) => number;
  /** The bit of a rule in `fired`. */
  readonly bitOf: (detector: Detector) => number;
}

/** Turns a condition into a filter. */
export function toFilter(condition: Condition, context: FilterContext): Filter {
  switch (condition.type) {
    case 'threshold':
      return thresholdFilter(condition, context);
    case 'level':
      return levelFilter(condition);
    case 'flag':
    case 'background': {
      const { column, value } = condition;
      return (state, from, count, to) => keepEqual(state[column], value, from, count, to);
    }
    case 'fired':
      return firedFilter(condition, context);
    case 'repeated':
      return repeatedFilter(condition, context);
    case 'all':
      return everyFilter(condition.conditions, context);
    case 'any':
      return someFilter(condition.conditions, context);
  }
}

/** All conditions, one after the other on what the ones before left over. */
export function everyFilter(conditions: readonly Condition[], context: FilterContext): Filter {
  const filters = conditions.map((condition) => toFilter(condition, context));
  return (state, from, count, to) => {
    let source = from;
    let left = count;
    for (const filter of filters) {
      left = filter(state, source, left, to);
      source = to;
    }
    return left;
  };
}

/** Any of the conditions: each is tried on what the ones before did not take. */
function someFilter(conditions: readonly Condition[], context: FilterContext): Filter {
  const filters = conditions.map((condition) => toFilter(condition, context));
  return (state, from, count, to) => {
    const taken = state.memory.bytes(count).fill(0);
    const open = state.memory.integers(count);
    const kept = state.memory.integers(count);
    for (const filter of filters) {
      let left = 0;
      for (let i = 0; i < count; i++) if (taken[i] === 0) open[left++] = from[i] as number;
      const found = filter(state, open, left, kept);
      for (let i = 0, k = 0; k < found; i++) {
        if (from[i] !== kept[k]) continue;
        taken[i] = 1;
        k++;
      }
    }
    let result = 0;
    for (let i = 0; i < count; i++) if (taken[i] === 1) to[result++] = from[i] as number;
    return result;
  };
}

function thresholdFilter({ column, comparison, threshold }: ThresholdCondition, context: FilterContext): Filter {
  const bound = tolerantBound(comparison, column === 'volumeRatio' ? context.volumeThreshold(threshold) : threshold);
  switch (comparison) {
    case 'atLeast':
      return (state, from, count, to) => keepAtLeast(state[column], bound, from, count, to);
    case 'above':
      return (state, from, count, to) => keepAbove(state[column], bound, from, count, to);
    case 'atMost':
      return (state, from, count, to) => keepAtMost(state[column], bound, from, count, to);
    case 'below':
      return (state, from, count, to) => keepBelow(state[column], bound, from, count, to);
  }
}

function levelFilter({ column, comparison, level }: LevelCondition): Filter {
  // Every level is a price or a volume, so positive: the tolerance of the scaled level is that of its scale.
  const scale = tolerantBound(comparison, level.scale);
  const sign = comparison === 'atLeast' || comparison === 'above' ? 1 : -1;
  const keep = comparison === 'atLeast' || comparison === 'atMost' ? keepNotUnderLevel : keepOverLevel;
  return (state, from, count, to) => keep(state[column], sign, state[level.column], level.lag, scale, from, count, to);
}

function firedFilter({ detector, from: first, to: last }: FiredCondition, context: FilterContext): Filter {
  return (state, from, count, to) => {
    const mask = 1 << context.bitOf(detector);
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const t = from[i] as number;
      for (let u = Math.max(0, t - first); u <= t - last; u++) {
        if (((state.fired[u] as number) & mask) === 0) continue;
        to[kept++] = t;
        break;
      }
    }
    return kept;
  };
}

function repeatedFilter({ conditions, bars, times }: RepeatedCondition, context: FilterContext): Filter {
  const each = everyFilter(conditions, context);
  return (state, from, count, to) => {
    if (count === 0) return 0;
    const start = Math.max(0, (from[0] as number) - bars + 1);
    const hits = state.memory.integers((from[count - 1] as number) - start + 1);
    for (let i = 0; i < hits.length; i++) hits[i] = start + i;
    const hitCount = each(state, hits, hits.length, hits);
    let kept = 0;
    let head = 0;
    let tail = 0;
    for (let i = 0; i < count; i++) {
      const t = from[i] as number;
      while (head < hitCount && (hits[head] as number) <= t) head++;
      while (tail < head && (hits[tail] as number) <= t - bars) tail++;
      if (head - tail >= times) to[kept++] = t;
    }
    return kept;
  };
}

// One loop for each comparison, and no branch in it: every bar is written, and counted where it stays. Twice as fast, because
// no processor guesses which bars pass. A null (NaN) satisfies no comparison.

function keepAtLeast(values: Float64Array, bound: number, from: Int32Array, count: number, to: Int32Array): number {
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const t = from[i] as number;
    to[kept] = t;
    kept += Number((values[t] as number) >= bound);
  }
  return kept;
}

function keepAbove(values: Float64Array, bound: number, from: Int32Array, count: number, to: Int32Array): number {
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const t = from[i] as number;
    to[kept] = t;
    kept += Number((values[t] as number) > bound);
  }
  return kept;
}

function keepAtMost(values: Float64Array, bound: number, from: Int32Array, count: number, to: Int32Array): number {
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const t = from[i] as number;
    to[kept] = t;
    kept += Number((values[t] as number) <= bound);
  }
  return kept;
}

function keepBelow(values: Float64Array, bound: number, from: Int32Array, count: number, to: Int32Array): number {
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const t = from[i] as number;
    to[kept] = t;
    kept += Number((values[t] as number) < bound);
  }
  return kept;
}

function keepEqual(values: Uint8Array, value: number, from: Int32Array, count: number, to: Int32Array): number {
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const t = from[i] as number;
    to[kept] = t;
    kept += Number(values[t] === value);
  }
  return kept;
}

function keepNotUnderLevel(values: Float64Array, sign: number, levels: Float64Array, lag: number, scale: number, from: Int32Array, count: number, to: Int32Array) {
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const t = from[i] as number;
    to[kept] = t;
    kept += Number(sign * ((values[t] as number) - (levels[t - lag] as number) * scale) >= 0);
  }
  return kept;
}

function keepOverLevel(values: Float64Array, sign: number, levels: Float64Array, lag: number, scale: number, from: Int32Array, count: number, to: Int32Array) {
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const t = from[i] as number;
    to[kept] = t;
    kept += Number(sign * ((values[t] as number) - (levels[t - lag] as number) * scale) > 0);
  }
  return kept;
}
