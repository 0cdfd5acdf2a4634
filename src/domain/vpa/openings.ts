import type { Condition, Detector, ThresholdCondition } from './detector.js';
import { toFilter, type Filter, type FilterContext } from './detector-filter.js';
import type { RuleState } from './rule-state.js';
import { MIN_BARS_BEFORE } from './workspace.js';

/**
 * The first conditions of all rules. Most ask for a volume ratio, so what one rule found serves the next: equal openings are
 * evaluated once, and a stricter one only on what a looser one left (VR ≥ 2 on the bars of VR ≥ 1.5).
 */
export class Openings {
  private readonly steps = new Map<string, Step>();

  constructor(detectors: readonly Detector[], context: FilterContext) {
    const conditions = new Map(detectors.map((detector) => [openingKey(detector), detector.conditions[0]]));
    for (const [key, condition] of conditions) {
      if (condition === undefined) continue;
      this.steps.set(key, { filter: toFilter(condition, context), base: baseOf(condition, conditions) });
    }
  }

  /** The bars of a series, ready to be narrowed by the openings; good for one evaluation. */
  on(state: RuleState): OpenBars {
    return new OpenBars(state, this.steps);
  }
}

interface Step {
  readonly filter: Filter;
  /** Key of the opening whose bars this one narrows further. */
  readonly base: string | undefined;
}

/** Row numbers: the first `count` of a list. */
export interface Bars {
  readonly list: Int32Array;
  readonly count: number;
}

/** The bars that pass each opening, found when first asked for. */
export class OpenBars {
  private readonly found = new Map<string, Bars>();
  private readonly all: Bars;
  private readonly state: RuleState;
  private readonly steps: ReadonlyMap<string, Step>;

  constructor(state: RuleState, steps: ReadonlyMap<string, Step>) {
    this.state = state;
    this.steps = steps;
    this.all = { list: state.lists.all, count: Math.max(0, state.length - MIN_BARS_BEFORE) };
  }

  after(key: string): Bars {
    const known = this.found.get(key);
    if (known !== undefined) return known;
    const step = this.steps.get(key);
    if (step === undefined) return this.all;
    const base = step.base === undefined ? this.all : this.after(step.base);
    const list = this.state.lists.take();
    const bars = { list, count: step.filter(this.state, base.list, base.count, list) };
    this.found.set(key, bars);
    return bars;
  }
}

/** Threshold conditions are known by what they ask; any other opening belongs to its rule. */
export function openingKey({ kind, conditions: [first] }: Detector): string {
  return first?.type === 'threshold' ? thresholdKey(first) : kind;
}

function thresholdKey({ column, comparison, threshold }: ThresholdCondition): string {
  return `${column} ${comparison} ${threshold}`;
}

/** The strictest of the openings that every bar of this one passes as well. */
function baseOf(condition: Condition, openings: ReadonlyMap<string, Condition | undefined>): string | undefined {
  if (condition.type !== 'threshold') return undefined;
  const isLower = isLowerBound(condition);
  const looser = [...openings.values()].filter(
    (other): other is ThresholdCondition =>
      other?.type === 'threshold' &&
      other.column === condition.column &&
      isLowerBound(other) === isLower &&
      (isLower ? other.threshold < condition.threshold : other.threshold > condition.threshold),
  );
  const strictest = looser.toSorted((a, b) => (isLower ? b.threshold - a.threshold : a.threshold - b.threshold))[0];
  return strictest === undefined ? undefined : thresholdKey(strictest);
}

function isLowerBound({ comparison }: ThresholdCondition): boolean {
  return comparison === 'atLeast' || comparison === 'above';
}
