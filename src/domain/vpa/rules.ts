import { measureBackground } from './background.js';
import type { Condition, Detector } from './detector.js';
import { everyFilter, toFilter, type Filter, type FilterContext } from './detector-filter.js';
import type { RuleState } from './rule-state.js';

/** Detection starts with the 21st bar: before it no average is full. */
export const MIN_BARS_BEFORE = 20;

/** A registry made ready to run over whole series. */
export interface Rules {
  /** Fills `fired`, `background` and `effectiveBackground`. */
  evaluate(state: RuleState): void;
  /** Whether the rule in this place of the registry points up on bar t (its own direction, or what the bar makes of it). */
  isBullish(state: RuleState, place: number, t: number): boolean;
}

/** The conditions of one rule: a first one that several rules may share, and the rest. */
interface Plan {
  readonly bit: number;
  readonly opening: string;
  readonly rest: Filter;
}

/**
 * Makes a registry ready to run.
 * @param volumeThreshold rewrites thresholds of volumeRatio
 */
export function prepareRules(detectors: readonly Detector[], volumeThreshold: (threshold: number) => number): Rules {
  const context: FilterContext = { volumeThreshold, bitOf: (detector) => placeOf(detectors, detector) };
  const openings = new Map<string, Filter>();
  const plan = (detector: Detector): Plan => {
    const [first, ...others] = detector.conditions;
    const opening = openingKey(detector, first);
    if (first !== undefined && !openings.has(opening)) openings.set(opening, toFilter(first, context));
    return { bit: 1 << placeOf(detectors, detector), opening, rest: everyFilter(others, context) };
  };
  const strong = detectors.filter((detector) => detector.setsBackground);
  const first = strong.map(plan);
  const second = detectors.filter((detector) => !detector.setsBackground).map(plan);
  const bits = (direction: string) => strong.reduce((mask, it) => (it.direction === direction ? mask | (1 << placeOf(detectors, it)) : mask), 0);
  const bullish = bits('BULLISH');
  const bearish = bits('BEARISH');
  const bullishWhere = detectors.map(({ bullishWhere: where }) => (where === undefined ? undefined : toFilter(where, context)));

  return {
    evaluate(state) {
      state.fired.fill(0);
      const candidates = new Candidates(state, openings);
      for (const rule of first) mark(state, rule, candidates);
      measureBackground(state, bullish, bearish);
      for (const rule of second) mark(state, rule, candidates);
    },
    isBullish(state, place, t) {
      const one = Int32Array.of(t);
      return detectors[place]?.direction === 'BULLISH' || bullishWhere[place]?.(state, one, 1, one) === 1;
    },
  };
}

/** Bars that pass an opening condition, found once for all rules that begin with it. */
class Candidates {
  private readonly found = new Map<string, Int32Array>();
  private readonly all: Int32Array;
  readonly scratch: Int32Array;
  private readonly state: RuleState;
  private readonly openings: ReadonlyMap<string, Filter>;

  constructor(state: RuleState, openings: ReadonlyMap<string, Filter>) {
    this.state = state;
    this.openings = openings;
    this.all = state.memory.integers(Math.max(0, state.length - MIN_BARS_BEFORE));
    for (let i = 0; i < this.all.length; i++) this.all[i] = i + MIN_BARS_BEFORE;
    this.scratch = state.memory.integers(this.all.length);
  }

  after(opening: string): Int32Array {
    const known = this.found.get(opening);
    if (known !== undefined) return known;
    const filter = this.openings.get(opening);
    const list = this.state.memory.integers(this.all.length);
    const count = filter === undefined ? 0 : filter(this.state, this.all, this.all.length, list);
    const kept = list.subarray(0, count);
    this.found.set(opening, kept);
    return kept;
  }
}

function mark(state: RuleState, { bit, opening, rest }: Plan, candidates: Candidates): void {
  const from = candidates.after(opening);
  const { scratch } = candidates;
  // A rule of one condition has no rest to copy its bars.
  scratch.set(from);
  const count = rest(state, scratch, from.length, scratch);
  for (let i = 0; i < count; i++) {
    const t = scratch[i] as number;
    state.fired[t] = (state.fired[t] as number) | bit;
  }
}

/** Threshold conditions are shared by what they ask; every other opening belongs to its rule. */
function openingKey(detector: Detector, first: Condition | undefined): string {
  return first?.type === 'threshold' ? `${first.column} ${first.comparison} ${first.threshold}` : detector.kind;
}

function placeOf(detectors: readonly Detector[], detector: Detector): number {
  return detectors.indexOf(detector);
}
