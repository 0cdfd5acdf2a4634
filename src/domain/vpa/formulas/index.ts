import { DomainError } from '../../errors.js';
import type { RuleKind } from '../kinds.js';
import { QUICK } from '../rule-sets/quick.js';
import type { RuleSet } from '../rule-sets/rule-set.js';
import { SERIES } from '../rule-sets/series.js';
import type { RuleState } from '../rule-state.js';
import {
  demandSurgeConfidence,
  effortNoResultConfidence,
  noSupplyScore,
  quickPriority,
  seriesVerdict,
  stoppingVolumeScore,
} from './series-formulas.js';

/** A formula of the original for signals of some kinds, by name. It takes no part in our scores. */
export interface Formula {
  readonly name: string;
  /** What it is computed from, as it is written. */
  readonly text: string;
  /** Signals that it is for. */
  readonly kinds: readonly RuleKind[];
  /** Whose signals are taken where nobody asks for others. */
  readonly ruleSet: RuleSet;
  /** On the bar t of a signal of one of its kinds. */
  readonly valueAt: (kind: RuleKind, state: RuleState, t: number) => number;
  /** What the original makes of a value. */
  readonly verdictOf: (value: number) => string;
}

export const FORMULAS: readonly Formula[] = [
  {
    name: 'series-stopping-volume',
    text: '0.6 × (20 × abnormality) + 0.4 × (100 × closePosition)',
    kinds: ['STOPPING_VOLUME'],
    ruleSet: SERIES,
    valueAt: (_kind, { volumeRatio, closePosition }, t) => stoppingVolumeScore(volumeRatio[t] ?? NaN, closePosition[t] ?? NaN),
    verdictOf: seriesVerdict,
  },
  {
    name: 'series-no-supply',
    text: 'min(10 × body in per cent, 50) + 125 × (0.8 − volumeRatio), at most 100',
    // What chapter 5.1 calls No Supply is a rise on little volume.
    kinds: ['NO_SUPPLY', 'LOW_VOLUME_ADVANCE'],
    ruleSet: SERIES,
    valueAt: (_kind, { open, close, volumeRatio }, t) =>
      noSupplyScore(((close[t] ?? NaN) / (open[t] ?? NaN) - 1) * 100, volumeRatio[t] ?? NaN),
    verdictOf: seriesVerdict,
  },
  {
    name: 'quick-confidence',
    text: 'DEMAND_SURGE: min(0.8, volumeRatio / 5); EFFORT_NO_RESULT: min(0.9, volumeRatio / 4)',
    kinds: ['DEMAND_SURGE', 'EFFORT_NO_RESULT'],
    ruleSet: QUICK,
    valueAt: (kind, { volumeRatio }, t) =>
      (kind === 'DEMAND_SURGE' ? demandSurgeConfidence : effortNoResultConfidence)(volumeRatio[t] ?? NaN),
    verdictOf: quickPriority,
  },
];

/** @throws {DomainError} INVALID_INPUT with what there is */
export function formulaOf(name: string): Formula {
  const found = FORMULAS.find((formula) => formula.name === name);
  if (found !== undefined) return found;
  throw new DomainError('INVALID_INPUT', `no formula ${name}; there are ${FORMULAS.map((formula) => formula.name).join(', ')}`, {
    details: { field: 'formula' },
  });
}
