import { effectiveBackground } from '../background.js';
import { conditionHolds, type Reading } from '../condition-holds.js';
import type { Condition, Level } from '../detector.js';
import type { BooleanColumn, NumberColumn, RuleState } from '../rule-state.js';
import type { Comparison } from '../tolerance.js';

/** A measured value against what the rule asks of it. */
export interface ComparedEvidence {
  readonly type: 'compared';
  readonly column: NumberColumn;
  readonly comparison: Comparison;
  /** Null where the window was not full. */
  readonly measured: number | null;
  /** In force on this bar: a fixed number, or the level times its scale. Null where the level is not known. */
  readonly threshold: number | null;
  /** Measured less threshold; by how much it holds or fails. */
  readonly difference: number | null;
  /** What the threshold was made of, where it is no fixed number. */
  readonly level: Level | null;
  readonly holds: boolean;
}

/** Something that is so or not. */
export interface StateEvidence {
  readonly type: 'state';
  readonly column: BooleanColumn;
  readonly wanted: boolean;
  readonly holds: boolean;
}

/** What strong signals, or in their absence the trend, said of the bars before. Codes of rule-state.ts. */
export interface BackgroundEvidence {
  readonly type: 'background';
  readonly reading: 'raw' | 'effective';
  readonly wanted: number;
  readonly found: number;
  readonly holds: boolean;
}

/** Another rule on bars before, `from` to `to` bars back. */
export interface FiredEvidence {
  readonly type: 'fired';
  readonly kind: string;
  readonly from: number;
  readonly to: number;
  readonly holds: boolean;
}

/** So many of the last bars had to satisfy all parts, and so many did. The parts are told for the bar itself. */
export interface RepeatedEvidence {
  readonly type: 'repeated';
  readonly bars: number;
  readonly wanted: number;
  readonly found: number;
  readonly parts: readonly Evidence[];
  readonly holds: boolean;
}

export interface GroupEvidence {
  readonly type: 'any' | 'all';
  readonly parts: readonly Evidence[];
  readonly holds: boolean;
}

/** One line of a rule as it stood on a bar. */
export type Evidence = ComparedEvidence | StateEvidence | BackgroundEvidence | FiredEvidence | RepeatedEvidence | GroupEvidence;

/** Reads a condition on bar t and keeps what was seen. It holds exactly where the rule says so. */
export function evidenceOf(condition: Condition, state: RuleState, t: number, reading: Reading): Evidence {
  const holds = conditionHolds(condition, state, t, reading);
  const partsOf = (conditions: readonly Condition[]) => conditions.map((each) => evidenceOf(each, state, t, reading));
  switch (condition.type) {
    case 'threshold': {
      const { column, comparison } = condition;
      const threshold = column === 'volumeRatio' ? reading.volumeThreshold(condition.threshold) : condition.threshold;
      return compared(column, comparison, numberAt(state, column, t), threshold, null, holds);
    }
    case 'level': {
      const { column, comparison, level } = condition;
      const from = numberAt(state, level.column, t - level.lag);
      return compared(column, comparison, numberAt(state, column, t), from === null ? null : from * level.scale, level, holds);
    }
    case 'flag':
      return { type: 'state', column: condition.column, wanted: condition.value === 1, holds };
    case 'background': {
      const found = condition.background === 'raw' ? (state.background[t] ?? 0) : effectiveBackground(state, t);
      return { type: 'background', reading: condition.background, wanted: condition.value, found, holds };
    }
    case 'fired':
      return { type: 'fired', kind: condition.kind, from: condition.from, to: condition.to, holds };
    case 'repeated': {
      const { conditions, bars, times } = condition;
      let found = 0;
      for (let u = Math.max(0, t - bars + 1); u <= t; u++) {
        found += Number(conditions.every((each) => conditionHolds(each, state, u, reading)));
      }
      return { type: 'repeated', bars, wanted: times, found, parts: partsOf(conditions), holds };
    }
    case 'any':
    case 'all':
      return { type: condition.type, parts: partsOf(condition.conditions), holds };
    default:
      return condition satisfies never;
  }
}

function compared(
  column: NumberColumn,
  comparison: Comparison,
  measured: number | null,
  threshold: number | null,
  level: Level | null,
  holds: boolean,
): ComparedEvidence {
  const difference = measured === null || threshold === null ? null : measured - threshold;
  return { type: 'compared', column, comparison, measured, threshold, difference, level, holds };
}

function numberAt(state: RuleState, column: NumberColumn, t: number): number | null {
  const value = state[column][t];
  return value === undefined || Number.isNaN(value) ? null : value;
}
