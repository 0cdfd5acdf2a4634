import { measureBackground } from './background.js';
import type { Detector } from './detector.js';
import { everyFilter, toFilter, type Filter, type FilterContext } from './detector-filter.js';
import { openingKey, Openings, type Bars } from './openings.js';
import type { RuleState } from './rule-state.js';

/** A registry made ready to run over whole series. */
export interface Rules {
  /** Fills `fired`, `background` and `effectiveBackground`. */
  evaluate(state: RuleState): void;
  /** Whether all conditions of the rule in this place of the registry hold on bar t of an evaluated series. */
  holds(state: RuleState, place: number, t: number): boolean;
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
  const context: FilterContext = { volumeThreshold, placeOf: (detector) => detectors.indexOf(detector) };
  const openings = new Openings(detectors, context);
  const plan = (detector: Detector): Plan => ({
    bit: 1 << detectors.indexOf(detector),
    opening: openingKey(detector),
    rest: everyFilter(detector.conditions.slice(1), context),
  });
  const strong = detectors.filter((detector) => detector.setsBackground);
  const first = strong.map(plan);
  const second = detectors.filter((detector) => !detector.setsBackground).map(plan);
  const bits = (direction: string) =>
    strong.reduce((mask, it) => (it.direction === direction ? mask | (1 << detectors.indexOf(it)) : mask), 0);
  const bullish = bits('BULLISH');
  const bearish = bits('BEARISH');
  const wholeRules = detectors.map(({ conditions }) => everyFilter(conditions, context));
  const bullishWhere = detectors.map(({ bullishWhere: where }) => (where === undefined ? undefined : toFilter(where, context)));

  return {
    evaluate(state) {
      const { fired, lists, length } = state;
      fired.fill(0, 0, length);
      lists.giveBack(0);
      const bars = openings.on(state);
      const scratch = lists.take();
      for (const { bit, opening, rest } of first) mark(state, bit, bars.after(opening), rest, scratch);
      measureBackground(state, bullish, bearish);
      for (const { bit, opening, rest } of second) mark(state, bit, bars.after(opening), rest, scratch);
    },
    holds(state, place, t) {
      return passes(wholeRules[place], state, t);
    },
    isBullish(state, place, t) {
      return detectors[place]?.direction === 'BULLISH' || passes(bullishWhere[place], state, t);
    },
  };
}

function passes(filter: Filter | undefined, state: RuleState, t: number): boolean {
  const one = Int32Array.of(t);
  return filter?.(state, one, 1, one) === 1;
}

/** Notes that a rule fired on those of the bars that pass the rest of its conditions. */
function mark(state: RuleState, bit: number, { list, count: open }: Bars, rest: Filter, scratch: Int32Array): void {
  const { fired } = state;
  const count = rest(state, list, open, scratch);
  for (let i = 0; i < count; i++) {
    const t = scratch[i] as number;
    fired[t] = (fired[t] as number) | bit;
  }
}
