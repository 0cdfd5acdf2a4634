import type { Condition, Detector } from '../detector.js';

/** The widest window of a measured column. */
const MEASURED_BARS = 60;
/** Bars for which a strong signal sets the background. */
const BACKGROUND_BARS = 20;

/**
 * How many bars before a bar decide what a rule makes of it.
 * @param before reach of the rules that it can ask for, by name
 */
export function reachOf(
  { conditions, bullishWhere }: Pick<Detector, 'conditions' | 'bullishWhere'>,
  before: ReadonlyMap<string, number>,
): number {
  return Math.max(...[...conditions, ...(bullishWhere === undefined ? [] : [bullishWhere])].map((condition) => reach(condition, before)));
}

function reach(condition: Condition, before: ReadonlyMap<string, number>): number {
  const widest = (conditions: readonly Condition[]) => Math.max(...conditions.map((each) => reach(each, before)));
  switch (condition.type) {
    case 'threshold':
    case 'flag':
      return MEASURED_BARS;
    case 'level': {
      const { column, lag } = condition.level;
      return Math.max(MEASURED_BARS, lag + (isPrice(column) ? 0 : MEASURED_BARS));
    }
    case 'background':
      // Strong rules read neither the background nor other rules, so theirs is that of the columns.
      return BACKGROUND_BARS + MEASURED_BARS;
    case 'fired':
      return condition.from + (before.get(condition.kind) ?? 0);
    case 'repeated':
      return condition.bars - 1 + widest(condition.conditions);
    case 'any':
    case 'all':
      return widest(condition.conditions);
    default:
      return condition satisfies never;
  }
}

function isPrice(column: string): boolean {
  return ['open', 'high', 'low', 'close', 'volume'].includes(column);
}
