import { describe, expect, test } from 'vitest';

import type { BarColumns } from '../../src/domain/market/bar.js';
import { analyseWith, WARM_UP_BARS, type SeriesAnalysis } from '../../src/domain/vpa/analyse-series.js';
import type { Detector } from '../../src/domain/vpa/detector.js';
import type { RuleKind } from '../../src/domain/vpa/kinds.js';
import type { RuleSet } from '../../src/domain/vpa/rule-sets/rule-set.js';
import type { RuleState } from '../../src/domain/vpa/rule-state.js';
import { TEXTBOOK } from '../../src/domain/vpa/rule-sets/textbook.js';
import { rulesOf } from '../../src/domain/vpa/rules.js';
import { scaleBars, sliceBars } from '../support/bars.js';

type Column = Exclude<
  { [Key in keyof RuleState]: RuleState[Key] extends Float64Array | Uint8Array | Int32Array ? Key : never }[keyof RuleState],
  'epochDay'
>;
/** Values to put in the place of what was measured on the last bar; `close@1` is the bar before it. */
export type Values = Partial<Record<Column | `${Column}@${number}`, number>>;

/** A change of the firing bar, and whether the rule still holds. */
export type Edge = readonly [change: Values, holds: boolean];

export interface DetectorCase {
  /** The textbook where nothing is said. */
  readonly ruleSet?: RuleSet;
  readonly detector: Detector<RuleKind>;
  /** Bars of which the last one fires. */
  readonly fires: BarColumns;
  readonly direction: 'BULLISH' | 'BEARISH';
  /** Around every threshold of the rule, from both sides. */
  readonly edges: readonly Edge[];
  /** Thresholds that are others for an index. */
  readonly indexEdges?: readonly Edge[];
}

const STOCK = { symbol: 'AAA', isIndex: false };

/** What every detector keeps, and the thresholds of this one. */
export function testDetectorContract({ ruleSet = TEXTBOOK, detector, fires, direction, edges, indexEdges = [] }: DetectorCase): void {
  const analyseSeries = (bars: BarColumns, identity: typeof STOCK) => analyseWith<RuleKind>(ruleSet, bars, identity);
  const rules = rulesOf(ruleSet, false);
  const indexRules = rulesOf(ruleSet, true);
  const last = fires.length - 1;

  describe(`${ruleSet.version} ${detector.kind}`, () => {
    test(`fires on its bar, ${direction}`, () => {
      expect(foundOn(analyseSeries(fires, STOCK), last)).toContain(`${detector.kind} ${direction}`);
    });

    test.each(edges.map(([change, holds]) => ({ change, holds })))('with $change: $holds', ({ change, holds }) => {
      // A copy: what is put in place may be a price of the bars themselves.
      const { state } = analyseSeries(sliceBars(fires, 0), STOCK);
      put(state, last, change);
      expect(rules.holds(detector, state, last)).toBe(holds);
    });

    test.each(indexEdges.map(([change, holds]) => ({ change, holds })))('on an index with $change: $holds', ({ change, holds }) => {
      // A copy: what is put in place may be a price of the bars themselves.
      const { state } = analyseSeries(sliceBars(fires, 0), STOCK);
      put(state, last, change);
      expect(indexRules.holds(detector, state, last)).toBe(holds);
    });

    test('finds the same in another unit of price or volume', () => {
      const found = foundOn(analyseSeries(fires, STOCK), last);
      for (const scaled of [{ price: 1000 }, { price: 0.037 }, { volume: 10 }]) {
        expect(foundOn(analyseSeries(scaleBars(fires, scaled), STOCK), last), JSON.stringify(scaled)).toEqual(found);
      }
    });

    test('fires on an illiquid stock, which is marked', () => {
      const analysis = analyseSeries(scaleBars(fires, { volume: 0.001 }), STOCK);
      expect(foundOn(analysis, last)).toContain(`${detector.kind} ${direction}`);
      expect(analysis.measuredAt(last).isIlliquid).toBe(true);
      expect(analyseSeries(fires, STOCK).measuredAt(last).isIlliquid).toBe(false);
    });

    test('needs no bar before its warm-up, and gives the same twice', () => {
      const found = foundOn(analyseSeries(fires, STOCK), last);
      const short = sliceBars(fires, Math.max(0, last - WARM_UP_BARS));
      expect(foundOn(analyseSeries(short, STOCK), short.length - 1)).toEqual(found);
      expect(foundOn(analyseSeries(fires, STOCK), last)).toEqual(found);
    });

    test('is silent before the 21st bar', () => {
      const short = sliceBars(fires, last - 19);
      expect(foundOn(analyseSeries(short, STOCK), 19)).toEqual([]);
    });

    test('says what it means in two languages', () => {
      expect(detector.summary.en).toMatch(/^[A-Z].*\.$/);
      expect(detector.summary.vi).toMatch(/^\p{Lu}.*\.$/u);
    });
  });
}

function foundOn(analysis: SeriesAnalysis<RuleKind>, t: number): readonly string[] {
  return analysis.firedAt(t).map(({ kind, direction }) => `${kind} ${direction}`);
}

function put(state: RuleState, last: number, change: Values): void {
  for (const [key, value] of Object.entries(change)) {
    const [column = '', back = '0'] = key.split('@');
    if (value !== undefined) state[column as Column][last - Number(back)] = value;
  }
}
