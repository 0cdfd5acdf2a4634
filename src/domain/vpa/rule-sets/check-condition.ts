import { FLAG_COLUMNS, NUMBER_COLUMNS } from '../columns.js';
import type { Condition } from '../detector.js';
import { NEITHER, STRENGTH, WEAKNESS } from '../rule-state.js';
import type { Comparison } from '../tolerance.js';
import { choiceOf, countOf, fieldsOf, finite, listOf, ruleSetFault, textOf } from './fault.js';

const FIELDS: Readonly<Record<Condition['type'], readonly string[]>> = {
  threshold: ['type', 'column', 'comparison', 'threshold'],
  level: ['type', 'column', 'comparison', 'level'],
  flag: ['type', 'column', 'value'],
  background: ['type', 'background', 'value'],
  fired: ['type', 'kind', 'from', 'to'],
  repeated: ['type', 'conditions', 'bars', 'times'],
  any: ['type', 'conditions'],
  all: ['type', 'conditions'],
};
const TYPES: readonly Condition['type'][] = ['threshold', 'level', 'flag', 'background', 'fired', 'repeated', 'any', 'all'];
const COMPARISONS: readonly Comparison[] = ['atLeast', 'above', 'atMost', 'below'];
/** Levels are scaled prices or volumes. */
const MAX_SCALE = 1_000;
const MAX_LAG = 20;
const MAX_DEPTH = 5;

/**
 * Checks one line of a rule, and what is within it.
 * @param earlier names of the rules before it, which it can ask for
 * @throws {DomainError} INVALID_INPUT with the place of what is wrong
 */
export function checkCondition(value: unknown, place: string, earlier: ReadonlySet<string>, depth = 1): Condition {
  if (depth > MAX_DEPTH) throw ruleSetFault(place, `conditions are nested more than ${MAX_DEPTH} deep`);
  const { type: named } = fieldsOf(value, place, [...new Set(Object.values(FIELDS).flat())]);
  const type = choiceOf(named, `${place}.type`, TYPES);
  const fields = fieldsOf(value, place, FIELDS[type]);
  const number = () => choiceOf(fields['column'], `${place}.column`, NUMBER_COLUMNS);
  const comparison = () => choiceOf(fields['comparison'], `${place}.comparison`, COMPARISONS);
  const parts = () =>
    listOf(fields['conditions'], `${place}.conditions`).map((part, i) =>
      checkCondition(part, `${place}.conditions[${i}]`, earlier, depth + 1),
    );
  switch (type) {
    case 'threshold':
      return { type, column: number(), comparison: comparison(), threshold: finite(fields['threshold'], `${place}.threshold`) };
    case 'level': {
      const level = fieldsOf(fields['level'], `${place}.level`, ['column', 'lag', 'scale']);
      const scale = finite(level['scale'], `${place}.level.scale`);
      if (scale <= 0 || scale > MAX_SCALE) throw ruleSetFault(`${place}.level.scale`, `has to be above 0 and at most ${MAX_SCALE}`);
      const column = choiceOf(level['column'], `${place}.level.column`, NUMBER_COLUMNS);
      const lag = countOf(level['lag'], `${place}.level.lag`, 0, MAX_LAG);
      return { type, column: number(), comparison: comparison(), level: { column, lag, scale } };
    }
    case 'flag':
      return {
        type,
        column: choiceOf(fields['column'], `${place}.column`, FLAG_COLUMNS),
        value: choiceOf(fields['value'], `${place}.value`, [0, 1] as const),
      };
    case 'background':
      return {
        type,
        background: choiceOf(fields['background'], `${place}.background`, ['raw', 'effective'] as const),
        value: choiceOf(fields['value'], `${place}.value`, [NEITHER, STRENGTH, WEAKNESS]),
      };
    case 'fired': {
      const kind = textOf(fields['kind'], `${place}.kind`);
      if (!earlier.has(kind)) throw ruleSetFault(`${place}.kind`, `no rule before this one is called ${kind}`);
      const from = countOf(fields['from'], `${place}.from`, 0, MAX_LAG);
      // On the bar itself alone, or on bars before it.
      return { type, kind, from, to: countOf(fields['to'], `${place}.to`, Math.min(from, 1), from) };
    }
    case 'repeated': {
      const bars = countOf(fields['bars'], `${place}.bars`, 2, MAX_LAG);
      return { type, bars, times: countOf(fields['times'], `${place}.times`, 1, bars), conditions: parts() };
    }
    case 'any':
    case 'all':
      return { type, conditions: parts() };
    default:
      return type satisfies never;
  }
}
