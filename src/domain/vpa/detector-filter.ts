import { effectiveBackground } from './background.js';
import type { Condition, Detector, FiredCondition, LevelCondition, RepeatedCondition, ThresholdCondition } from './detector.js';
import {
  keepAbove,
  keepAboveLevel,
  keepAtLeast,
  keepAtLeastLevel,
  keepAtMost,
  keepAtMostLevel,
  keepBelow,
  keepBelowLevel,
  keepEqual,
} from './keep-bars.js';
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
  /** The place of a rule in the registry, which is its bit in `fired`. */
  readonly placeOf: (detector: Detector) => number;
}

/** Turns a condition into a filter. */
export function toFilter(condition: Condition, context: FilterContext): Filter {
  switch (condition.type) {
    case 'threshold':
      return thresholdFilter(condition, context);
    case 'level':
      return levelFilter(condition);
    case 'flag': {
      const { column, value } = condition;
      return (state, from, count, to) => keepEqual(state[column], value, from, count, to);
    }
    case 'background': {
      const { background, value } = condition;
      if (background === 'raw') return (state, from, count, to) => keepEqual(state.background, value, from, count, to);
      return (state, from, count, to) => keepEffectiveBackground(state, value, from, count, to);
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
    if (filters.length === 0) return copy(from, count, to);
    let source = from;
    let left = count;
    for (const filter of filters) {
      left = filter(state, source, left, to);
      source = to;
    }
    return left;
  };
}

function copy(from: Int32Array, count: number, to: Int32Array): number {
  for (let i = 0; i < count; i++) to[i] = from[i] as number;
  return count;
}

/** Any of the conditions: each is tried on what the ones before did not take. */
function someFilter(conditions: readonly Condition[], context: FilterContext): Filter {
  const filters = conditions.map((condition) => toFilter(condition, context));
  return (state, from, count, to) => {
    const { lists } = state;
    const { mark } = lists;
    const isTaken = lists.take().fill(0, 0, count);
    const open = lists.take();
    const kept = lists.take();
    for (const filter of filters) {
      let left = 0;
      for (let i = 0; i < count; i++) {
        open[left] = from[i] as number;
        left += 1 - (isTaken[i] as number);
      }
      const found = filter(state, open, left, kept);
      for (let i = 0, k = 0; k < found; i++) {
        if (from[i] !== kept[k]) continue;
        isTaken[i] = 1;
        k++;
      }
    }
    let result = 0;
    for (let i = 0; i < count; i++) {
      to[result] = from[i] as number;
      result += isTaken[i] as number;
    }
    lists.giveBack(mark);
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
  const { column: levelColumn, lag } = level;
  switch (comparison) {
    case 'atLeast':
      return (state, from, count, to) => keepAtLeastLevel(state[column], state[levelColumn], lag, scale, from, count, to);
    case 'above':
      return (state, from, count, to) => keepAboveLevel(state[column], state[levelColumn], lag, scale, from, count, to);
    case 'atMost':
      return (state, from, count, to) => keepAtMostLevel(state[column], state[levelColumn], lag, scale, from, count, to);
    case 'below':
      return (state, from, count, to) => keepBelowLevel(state[column], state[levelColumn], lag, scale, from, count, to);
  }
}

function firedFilter({ detector, from: first, to: last }: FiredCondition, context: FilterContext): Filter {
  return (state, from, count, to) => {
    const { fired } = state;
    const place = context.placeOf(detector);
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const t = from[i] as number;
      let hit = 0;
      for (let u = t - first; u <= t - last; u++) hit |= ((fired[u] ?? 0) >> place) & 1;
      to[kept] = t;
      kept += hit;
    }
    return kept;
  };
}

function repeatedFilter({ conditions, bars, times }: RepeatedCondition, context: FilterContext): Filter {
  const each = everyFilter(conditions, context);
  return (state, from, count, to) => {
    if (count === 0) return 0;
    const { lists } = state;
    const { mark } = lists;
    const hits = lists.take();
    const start = Math.max(0, (from[0] as number) - bars + 1);
    const rows = (from[count - 1] as number) - start + 1;
    for (let i = 0; i < rows; i++) hits[i] = start + i;
    const hitCount = each(state, hits, rows, hits);
    // Where `times` hits in a row lie within `bars` bars, it holds from the last of them until the first is too far back.
    let kept = 0;
    let i = 0;
    for (let h = times - 1; h < hitCount; h++) {
      const last = (hits[h - times + 1] as number) + bars - 1;
      while (i < count && (from[i] as number) < (hits[h] as number)) i++;
      for (; i < count && (from[i] as number) <= last; i++) to[kept++] = from[i] as number;
    }
    lists.giveBack(mark);
    return kept;
  };
}

function keepEffectiveBackground(state: RuleState, value: number, from: Int32Array, count: number, to: Int32Array): number {
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const t = from[i] as number;
    to[kept] = t;
    kept += Number(effectiveBackground(state, t) === value);
  }
  return kept;
}
