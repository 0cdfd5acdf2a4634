import { createHash } from 'node:crypto';

import { describe, expect, test } from 'vitest';

import { restlessBars } from '../../../../test/support/restless-bars.js';
import { askOracle } from '../../../../test/support/oracle.js';
import { sliceBars } from '../../../../test/support/bars.js';
import { analyseWith, WARM_UP_BARS } from '../analyse-series.js';
import { RULE_KINDS } from '../kinds.js';
import { checkRuleSet } from './check-rule-set.js';
import { CLOSED_BAR_RULE_SETS, RULE_SETS, ruleOf, ruleSetOf } from './index.js';
import { QUICK } from './quick.js';
import type { RuleSet } from './rule-set.js';
import { SERIES } from './series.js';
import { TEXTBOOK } from './textbook.js';

const BARS = restlessBars(800, { seed: 3 });

/** Fields by their names, whatever the order in which they were written. */
function inOrder(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** What decides which signals there are; words may change. */
function digestOf({ version, detectors, indexVolumeRatios }: RuleSet): string {
  const rules = detectors.map(({ kind, direction, bullishWhere, stars, setsBackground, conditions }) => {
    return { kind, direction, bullishWhere, stars, setsBackground, conditions };
  });
  return createHash('sha256').update(JSON.stringify({ version, rules, indexVolumeRatios }, inOrder)).digest('hex').slice(0, 16);
}

describe('rule sets', () => {
  test('a version that was published never changes: a change of a rule is a new version', () => {
    expect(Object.fromEntries(RULE_SETS.map((ruleSet) => [ruleSet.version, digestOf(ruleSet)]))).toEqual({
      'textbook-1': '721fed69161b6a56',
      'series-1': '691bfc300ef667c9',
      'quick-1': 'ae0174dec4bc2c60',
    });
  });

  test.each(RULE_SETS.map((ruleSet) => ({ version: ruleSet.version, ruleSet })))('$version passes the check unchanged', ({ ruleSet }) => {
    const checked = checkRuleSet(structuredClone(ruleSet), RULE_KINDS);
    expect(digestOf(checked)).toBe(digestOf(ruleSet));
    expect(checked.faults).toEqual(ruleSet.faults);
  });

  test.each(RULE_SETS.map((ruleSet) => ({ version: ruleSet.version, ruleSet })))(
    '$version interpreted is what its loop makes of it, on a stock and on an index',
    ({ ruleSet }) => {
      for (const isIndex of [false, true]) {
        const fast = analyseWith(ruleSet, BARS, { symbol: 'AAA', isIndex });
        // No loop was made of a copy.
        const slow = analyseWith({ ...ruleSet }, BARS, { symbol: 'AAA', isIndex });
        expect(slow.state.fired).toEqual(fast.state.fired);
        expect(slow.state.background.subarray(0, BARS.length)).toEqual(fast.state.background.subarray(0, BARS.length));
        expect(fast.state.fired.some((bits) => bits !== 0)).toBe(true);
      }
    },
  );

  test.each([
    { name: 'series', ruleSet: SERIES },
    { name: 'quick', ruleSet: QUICK },
  ] as const)('$name finds what the slow reading of it finds', ({ name, ruleSet }) => {
    const analysis = analyseWith<(typeof RULE_KINDS)[number]>(ruleSet, BARS, { symbol: 'AAA', isIndex: false });
    for (const [t, { kinds }] of askOracle(BARS, name).entries())
      expect(
        analysis
          .firedAt(t)
          .map(({ kind }) => kind)
          .toSorted(),
        `bar ${t}`,
      ).toEqual(kinds.toSorted());
  });

  test.each(RULE_SETS.map((ruleSet) => ({ version: ruleSet.version, ruleSet })))(
    '$version finds on a bar the same whatever comes after it, and with no more bars before it than a scan loads',
    ({ ruleSet }) => {
      const found = (bars: typeof BARS, t: number) => {
        const analysis = analyseWith<(typeof RULE_KINDS)[number]>(ruleSet, bars, { symbol: 'AAA', isIndex: false });
        return analysis.firedAt(t).map(({ kind, direction }) => `${kind} ${direction}`);
      };
      const whole = analyseWith<(typeof RULE_KINDS)[number]>(ruleSet, BARS, { symbol: 'AAA', isIndex: false });
      let seen = 0;
      for (let t = WARM_UP_BARS; t < BARS.length; t++) {
        const expected = whole.firedAt(t).map(({ kind, direction }) => `${kind} ${direction}`);
        expect(found(sliceBars(BARS, t - WARM_UP_BARS, t + 1), WARM_UP_BARS), `bar ${t}`).toEqual(expected);
        seen += expected.length;
      }
      expect(seen).toBeGreaterThan(10);
    },
  );

  test('are found by name, which is the newest version, and by version', () => {
    expect(ruleSetOf('series', RULE_SETS)).toBe(SERIES);
    expect(ruleSetOf('series-1', RULE_SETS)).toBe(SERIES);
    expect(ruleSetOf('textbook', CLOSED_BAR_RULE_SETS)).toBe(TEXTBOOK);
    expect(() => ruleSetOf('quick', CLOSED_BAR_RULE_SETS)).toThrow('no rule set quick; there are textbook (textbook-1), series (series-1)');
  });

  test('rules are found by name and by what their source calls them', () => {
    expect(ruleOf(QUICK, 'No Supply').kind).toBe('DEMAND_SURGE');
    expect(ruleOf(QUICK, 'stopping_volume').kind).toBe('EFFORT_NO_RESULT');
    expect(ruleOf(SERIES, 'no supply').kind).toBe('NO_SUPPLY');
    expect(ruleOf(SERIES, 'No Supply 5.1').kind).toBe('LOW_VOLUME_ADVANCE');
    expect(() => ruleOf(QUICK, 'SPRING')).toThrow('rule set quick-1 has no rule SPRING; there are DEMAND_SURGE, EFFORT_NO_RESULT');
  });

  test('what differs from the textbook says what is wrong with it', () => {
    const own = SERIES.detectors.filter(({ conditions, kind }) => conditions !== ruleOf(TEXTBOOK, kind).conditions);
    expect(own.map(({ kind }) => kind)).toHaveLength(10);
    for (const { kind, faults } of own) expect(faults?.length ?? 0, kind).toBeGreaterThan(0);
    for (const { kind, faults } of QUICK.detectors) expect(faults?.length ?? 0, kind).toBeGreaterThan(0);
  });
});
